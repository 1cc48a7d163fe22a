import { useQuery } from "@tanstack/react-query";
import { ArchiveRestore, Columns2 } from "lucide-react";
import { type RefObject, useState } from "react";
import { asAppError } from "../../api/bridge.ts";
import { type ChangeItem, previewQuery } from "../../api/queries.ts";
import { Button, IconButton } from "../../components/button.tsx";
import { Counts, Sign } from "../../components/counts.tsx";
import { folderOf, nameOf } from "../../components/format.ts";
import { WithMenu } from "../../components/menu.tsx";
import type { RestoreChoice } from "../../model/comparison/restore-choice.ts";
import { useComparisonView } from "../../state/comparison-view.ts";
import { text } from "../../strings/index.ts";
import { ErrorPanel } from "../error-panel.tsx";
import { bytesToRead, contentOf } from "./change-content.ts";
import { remarksOn, sizeWords } from "./change-words.ts";
import styles from "./changes.module.css";
import { ShownContent } from "./shown-content.tsx";
import type { DiffHandle } from "./text-diff.tsx";

interface ChangeViewProps {
  readonly from: string;
  readonly to: string;
  readonly item: ChangeItem;
  /** Whether texts have room beside each other. */
  readonly isWide: boolean;
  readonly restores: (item: ChangeItem) => readonly RestoreChoice[];
  readonly handle: RefObject<DiffHandle | null>;
}

/** Shows the changes in the selected file. */
export function ChangeView({ from, to, item, isWide, restores, handle }: ChangeViewProps) {
  const { path, change, counts } = item;
  const [asked, setAsked] = useState<string | null>(null);
  const anyway = asked === path;
  const most = bytesToRead(item, anyway);
  const before = usePreview(from, path, item.before, most);
  const after = usePreview(to, path, item.after, most);
  const content = contentOf(item, { before: before.data, after: after.data }, anyway);
  const error = before.error ?? after.error;
  const layout = useComparisonView((state) => state.layout);
  const isSide = layout === "side" || (layout === "auto" && isWide);
  const remarks = remarksOn(item);
  return (
    <section className={styles.view} aria-label={text.compare.contentOf(nameOf(path))}>
      <header className={styles.viewHeader}>
        {change && <Sign kind={change} />}
        <h3 className={styles.viewName} title={path}>
          {nameOf(path)}
        </h3>
        <span className={styles.viewFolder}>{folderOf(path)}</span>
        {counts ? (
          <Counts {...counts} />
        ) : (
          <span className={`mono muted ${styles.viewSizes}`}>{sizeWords(item)}</span>
        )}
        {content.as === "texts" && (
          <IconButton
            label={text.compare.sideBySide}
            icon={<Columns2 size={16} />}
            aria-pressed={isSide}
            onClick={() => useComparisonView.getState().layOut(isSide ? "inline" : "side")}
          />
        )}
        <RestoreButton choices={restores(item)} />
      </header>
      {remarks.length > 0 && <p className={styles.remarks}>{remarks.join(" ")}</p>}
      <div className={styles.content} aria-busy={content.as === "loading"}>
        {error === null ? (
          <ShownContent
            content={content}
            from={from}
            to={to}
            item={item}
            layout={layout}
            onAnyway={() => setAsked(path)}
            handle={handle}
          />
        ) : (
          <div className={styles.trouble}>
            <ErrorPanel error={asAppError(error)} />
          </div>
        )}
      </div>
    </section>
  );
}

/** Puts a version back; where there are several ways, they are asked for. */
function RestoreButton({ choices }: { readonly choices: readonly RestoreChoice[] }) {
  const [only] = choices;
  if (only === undefined) return null;
  const name = choices.length === 1 ? (only.alone ?? only.text) : text.compare.restoreSome;
  const button = (
    <Button
      className={styles.viewRestore ?? ""}
      icon={<ArchiveRestore size={14} />}
      aria-label={name}
      title={name}
      {...(choices.length === 1 && { onClick: only.run })}
    >
      {name}
    </Button>
  );
  return choices.length === 1 ? (
    button
  ) : (
    <WithMenu items={() => choices.map(({ text, run }) => ({ text, run }))}>{button}</WithMenu>
  );
}

/** Asks for one side of a change. Between two snapshots what was shown of the same path stays until the next is there. */
function usePreview(snapshot: string, path: string, side: ChangeItem["before"], most: number) {
  const isFile = side?.type === "file";
  const { data, error } = useQuery({
    ...previewQuery(snapshot, path, most),
    enabled: isFile,
    placeholderData: (shown) => (shown?.path === path ? shown : undefined),
  });
  return isFile ? { data, error } : { data: undefined, error: null };
}
