import { useState } from "react";
import { VirtualList } from "../../../components/virtual-list.tsx";
import type { Ruled, RuleTake } from "../../../model/merge/rules.ts";
import { FileIcon } from "../../../shared/rows/file-icon.tsx";
import { text } from "../../../strings/index.ts";
import { decisionWords } from "../cards/decision-words.ts";
import type { SideWords } from "../sides/sides.ts";
import styles from "./rules.module.css";
import { takeWords } from "./take-words.ts";

const words = text.mergeRules;
const ROW = 28;

interface Preview {
  readonly files: readonly Ruled[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly why?: string;
}

interface RulePreviewProps {
  readonly preview: Preview | undefined;
  readonly take: RuleTake;
  readonly names: SideWords;
  /** Whether it is about the rule as it stands; else the one before is shown. */
  readonly isCurrent: boolean;
}

/** The files that a rule decides, with what each is and becomes, and those that it cannot decide. */
export function RulePreview({ preview, take, names, isCurrent }: RulePreviewProps) {
  const [selected, select] = useState(-1);
  if (preview === undefined) return <p className="muted">{words.loading}</p>;
  const { files, skipped, why } = preview;
  const row = (index: number) => {
    const file = files[index];
    const left = skipped[index - files.length];
    return file === undefined
      ? { path: left?.path ?? "", facts: left?.reason ?? "", isLeft: true }
      : { path: file.path, facts: becomes(file, take, names), isLeft: false };
  };
  return (
    <div className={styles.preview} aria-busy={!isCurrent}>
      <p className="muted" role="status">
        {files.length === 0 && (why ?? words.none)}
        {files.length > 0 && skipped.length > 0 && words.skipped(skipped.length)}
      </p>
      <VirtualList
        label={words.preview}
        count={files.length + skipped.length}
        rowHeight={ROW}
        selected={selected}
        onSelect={select}
        rowProps={(index) => ({
          "data-ruled": row(index).isLeft ? "no" : "yes",
          "data-path": row(index).path,
        })}
        renderRow={(index) => {
          const { path, facts, isLeft } = row(index);
          return (
            <div className={styles.row} data-left={isLeft || undefined}>
              <FileIcon path={path} type="file" />
              <span className={`ellipsis ${styles.path}`} title={path}>
                {path}
              </span>
              <span className={`ellipsis ${styles.facts}`} title={facts}>
                {facts}
              </span>
            </div>
          );
        }}
        className={styles.list ?? ""}
      />
    </div>
  );
}

function becomes({ before, after, regions }: Ruled, take: RuleTake, names: SideWords): string {
  const then =
    regions === undefined ? decisionWords(after, names) : words.hunks(regions.length, takeWords(take, names));
  return words.become(decisionWords(before, names), then);
}
