import { memo } from "react";
import type { TreeItem } from "../../api/queries.ts";
import { bytes, count } from "../../components/format.ts";
import type { TreeGapProps, TreeItemProps } from "../../components/tree-list.tsx";
import { TreeGapRow, TreeRow } from "../../components/tree-row.tsx";
import { FileIcon } from "../../shared/rows/file-icon.tsx";
import { text } from "../../strings/index.ts";
import styles from "./files.module.css";

/** A row of the tree, or of the search results. */
export const FileRow = memo(function FileRow({ item, ...place }: TreeItemProps<TreeItem>) {
  const { path, type, size, files } = item;
  const isFolder = type === "directory";
  return (
    <TreeRow {...place} path={path} isFolder={isFolder} icon={<FileIcon path={path} type={type} />}>
      {isFolder && <span className={styles.count}>{text.files.count(files ?? 0)}</span>}
      <span className={`mono ${styles.size}`} title={`${count(size)} B`}>
        {type === "symlink" ? "" : bytes(size)}
      </span>
    </TreeRow>
  );
});

/** A row that is on its way, or that could not be read. */
export function GapRow(gap: TreeGapProps) {
  return <TreeGapRow {...gap} words={text.files} />;
}
