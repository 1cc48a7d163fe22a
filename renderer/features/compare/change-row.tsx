import { ChevronRight } from "lucide-react";
import { memo } from "react";
import type { ChangeItem } from "../../api/queries.ts";
import { Counts, Sign } from "../../components/counts.tsx";
import { folderOf, nameOf } from "../../components/format.ts";
import type { TreeGapProps, TreeItemProps } from "../../components/tree-list.tsx";
import { text } from "../../strings/index.ts";
import { FileIcon } from "../files/file-icon.tsx";
import { pathIn } from "../files/paths.ts";
import styles from "./change-row.module.css";
import { sizeWords } from "./change-words.ts";

/** A changed file, or a folder with what changed below it. */
export const ChangeRow = memo(function ChangeRow({
  item,
  folder,
  depth,
  expanded,
}: TreeItemProps<ChangeItem>) {
  const { path, type, change, counts } = item;
  const isFolder = type === "directory";
  return (
    <div className={styles.row} style={{ paddingLeft: (folder === null ? 12 : 8) + depth * 16 }}>
      {folder !== null && (
        // By its path: another folder's sign is not to turn.
        <span
          key={isFolder ? path : ""}
          className={styles.chevron}
          data-open={expanded}
          data-toggle={isFolder || undefined}
          aria-hidden
        >
          {isFolder && <ChevronRight size={14} />}
        </span>
      )}
      <span className={styles.icon}>
        <FileIcon path={path} type={type} />
      </span>
      <span className={styles.name} data-change={change} title={path}>
        {folder === null ? nameOf(path) : pathIn(folder, path)}
      </span>
      <span className={styles.where}>{folder === null && folderOf(path)}</span>
      {counts && <Counts {...counts} />}
      {!isFolder && <span className={`mono ${styles.sizes}`}>{sizeWords(item)}</span>}
      <span className={styles.sign}>{change && <Sign kind={change} />}</span>
    </div>
  );
});

/** A row that is on its way, or that could not be read. */
export function GapRow({ depth, failed }: TreeGapProps) {
  return (
    <div className={styles.row} style={{ paddingLeft: 28 + depth * 16 }}>
      {failed ? (
        <span className={styles.failed}>{text.compare.notRead}</span>
      ) : (
        <>
          <span className={styles.bone} />
          <span className="visually-hidden">{text.compare.notLoaded}</span>
        </>
      )}
    </div>
  );
}
