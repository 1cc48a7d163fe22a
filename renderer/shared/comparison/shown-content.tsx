import { FileDiff } from "lucide-react";
import { type RefObject, useState } from "react";
import type { ChangeItem, Preview } from "../../api/queries.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { bytes, nameOf } from "../../components/format.ts";
import type { DiffLayout } from "../../state/comparison-view.ts";
import { text } from "../../strings/index.ts";
import { AT_MOST, type ChangeContent } from "./change-content.ts";
import styles from "./changes.module.css";
import { DatabaseChanges } from "./database-changes.tsx";
import { FactsPair } from "./facts-pair.tsx";
import { ImagePair, type ImageSide } from "./image-pair.tsx";
import { OneText } from "./one-text.tsx";
import { type DiffHandle, TextDiff } from "./text-diff.tsx";

interface ShownContentProps {
  readonly content: ChangeContent;
  readonly from: string;
  readonly to: string;
  readonly item: ChangeItem;
  readonly layout: DiffLayout;
  readonly onAnyway: () => void;
  readonly handle: RefObject<DiffHandle | null>;
}

/** The contents of a change, in the way that was decided on. */
export function ShownContent({ content, from, to, item, layout, onAnyway, handle }: ShownContentProps) {
  const { compare } = text;
  const { path, change, before, after } = item;
  switch (content.as) {
    case "loading":
      return null;
    case "folder":
      return (
        <EmptyState icon={<FileDiff size={28} />} title={compare.folder[change ?? "modified"]}>
          {compare.folderAbout}
        </EmptyState>
      );
    case "large":
      return (
        <EmptyState icon={<FileDiff size={28} />} title={compare.large}>
          {compare.largeAbout(bytes(content.size))}
          <Button onClick={onAnyway}>{compare.anyway}</Button>
        </EmptyState>
      );
    case "texts":
      return (
        <>
          <Notes previews={[content.before, content.after]} />
          <TextDiff
            path={path}
            before={content.before.text ?? ""}
            after={content.after.text ?? ""}
            layout={layout}
            handle={handle}
          />
        </>
      );
    case "text":
      return (
        <>
          <Notes previews={[content.preview]} />
          <OneText
            path={path}
            name={`${compare[content.side]}: ${nameOf(path)}`}
            content={content.preview.text ?? ""}
            handle={handle}
          />
        </>
      );
    case "images":
      return (
        <ImagePair path={path} before={imageOf(from, content.before)} after={imageOf(to, content.after)} />
      );
    case "rows":
      return <DatabaseRows key={path} from={from} to={to} item={item} content={content} />;
    case "facts":
      return <FactsPair before={before} after={after} previews={content} />;
  }
}

interface DatabaseRowsProps extends Pick<ShownContentProps, "from" | "to" | "item"> {
  readonly content: Extract<ChangeContent, { before: Preview | undefined }>;
}

/** Shows the changed rows of two databases, or the facts of both where rows cannot be compared. */
function DatabaseRows({ from, to, item: { path, before, after }, content }: DatabaseRowsProps) {
  const [facts, setFacts] = useState(false);
  if (facts) return <FactsPair before={before} after={after} previews={content} />;
  return <DatabaseChanges pair={{ from, to, path }} onFacts={() => setFacts(true)} />;
}

/** Notes on texts that are not shown exactly as they are. */
function Notes({ previews }: { readonly previews: readonly Preview[] }) {
  const notes = [
    ...(previews.some(({ truncated }) => truncated) ? [text.compare.partly(bytes(AT_MOST))] : []),
    ...(previews.some(({ lossy }) => lossy) ? [text.compare.lossy] : []),
  ];
  return notes.length === 0 ? null : <p className={styles.remarks}>{notes.join(" ")}</p>;
}

function imageOf(snapshot: string, preview: Preview | undefined): ImageSide | undefined {
  if (preview?.media_type === undefined) return undefined;
  return { snapshot, size: preview.size, mediaType: preview.media_type };
}
