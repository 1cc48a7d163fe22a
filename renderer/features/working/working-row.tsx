import { ChevronRight } from "lucide-react";
import { memo } from "react";
import { Counts, Sign } from "../../components/counts.tsx";
import { bytes, folderOf, nameOf } from "../../components/format.ts";
import type { TreeGapProps, TreeItemProps } from "../../components/tree-list.tsx";
import { text } from "../../strings/index.ts";
import { FileIcon } from "../files/file-icon.tsx";
import { pathIn } from "../files/paths.ts";
import type { WorkingItem } from "./queries.ts";
import styles from "./working-row.module.css";

const words = text.working;

/** A file or folder of a working copy; what was removed is struck through. */
export const WorkingRow = memo(function WorkingRow({
  item: { path, type, size, change, counts },
  folder,
  depth,
  expanded,
}: TreeItemProps<WorkingItem>) {
  const isFolder = type === "directory";
  return (
    <div
      className={styles.row}
      data-change={change}
      style={{ paddingLeft: (folder === null ? 12 : 8) + depth * 16 }}
    >
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
      <span className={styles.name} title={path}>
        {folder === null ? nameOf(path) : pathIn(folder, path)}
      </span>
      <span className={styles.where}>{folder === null && folderOf(path)}</span>
      {counts && change === undefined && <Counts {...counts} />}
      {!isFolder && change === undefined && (
        <span className={`mono ${styles.size}`}>{type === "symlink" ? "" : bytes(size)}</span>
      )}
      <span className={styles.sign}>{change && <Sign kind={change} />}</span>
    </div>
  );
});

/** A row that is on its way, or that could not be read. */
export function GapRow({ depth, failed }: TreeGapProps) {
  return (
    <div className={styles.row} style={{ paddingLeft: 28 + depth * 16 }}>
      {failed ? (
        <span className={styles.failed}>{words.notRead}</span>
      ) : (
        <>
          <span className={styles.bone} />
          <span className="visually-hidden">{words.notLoaded}</span>
        </>
      )}
    </div>
  );
}
