import { ChevronRight } from "lucide-react";
import { memo } from "react";
import type { TreeItem } from "../../api/queries.ts";
import { bytes, count, folderOf, nameOf } from "../../components/format.ts";
import type { TreeGapProps, TreeItemProps } from "../../components/tree-list.tsx";
import { text } from "../../strings/index.ts";
import { FileIcon } from "./file-icon.tsx";
import styles from "./files.module.css";
import { pathIn } from "./paths.ts";

/** What one row of the tree, or of what was found, shows. */
export const FileRow = memo(function FileRow({ item, folder, depth, expanded }: TreeItemProps<TreeItem>) {
  const isFolder = item.type === "directory";
  return (
    <div className={styles.row} style={{ paddingLeft: (folder === null ? 12 : 8) + depth * 16 }}>
      {folder !== null && (
        // By its path: another folder's sign is not to turn.
        <span
          key={isFolder ? item.path : ""}
          className={styles.chevron}
          data-open={expanded}
          data-toggle={isFolder || undefined}
          aria-hidden
        >
          {isFolder && <ChevronRight size={14} />}
        </span>
      )}
      <span className={styles.icon}>
        <FileIcon path={item.path} type={item.type} />
      </span>
      <span className={styles.name} title={item.path}>
        {folder === null ? nameOf(item.path) : pathIn(folder, item.path)}
      </span>
      {folder === null && <span className={styles.where}>{folderOf(item.path)}</span>}
      {isFolder && <span className={styles.count}>{text.files.count(item.files ?? 0)}</span>}
      <span className={`mono ${styles.size}`} title={`${count(item.size)} B`}>
        {item.type === "symlink" ? "" : bytes(item.size)}
      </span>
    </div>
  );
});

/** A row that is on its way, or that could not be read. */
export function GapRow({ depth, failed }: TreeGapProps) {
  const words = failed ? text.files.notRead : text.files.notLoaded;
  return (
    <div className={styles.row} style={{ paddingLeft: 28 + depth * 16 }}>
      {failed ? <span className={styles.failed}>{words}</span> : <span className={styles.bone} />}
      {!failed && <span className="visually-hidden">{words}</span>}
    </div>
  );
}
