import { memo } from "react";
import type { WorkingItem } from "../../api/mounts.ts";
import { Counts } from "../../components/counts.tsx";
import { bytes } from "../../components/format.ts";
import type { TreeGapProps, TreeItemProps } from "../../components/tree-list.tsx";
import { TreeGapRow, TreeRow, TreeSign } from "../../components/tree-row.tsx";
import { FileIcon } from "../../shared/rows/file-icon.tsx";
import { text } from "../../strings/index.ts";

/** A file or folder of a working copy; a removed one is struck through. */
export const WorkingRow = memo(function WorkingRow({ item, ...place }: TreeItemProps<WorkingItem>) {
  const { path, type, size, change, counts } = item;
  const isFolder = type === "directory";
  return (
    <TreeRow
      {...place}
      path={path}
      isFolder={isFolder}
      icon={<FileIcon path={path} type={type} />}
      change={change}
      faint={change === "removed"}
    >
      {counts && change === undefined && <Counts {...counts} />}
      {!isFolder && change === undefined && (
        <span className="mono">{type === "symlink" ? "" : bytes(size)}</span>
      )}
      <TreeSign kind={change} />
    </TreeRow>
  );
});

/** A row that is on its way, or that could not be read. */
export function GapRow(gap: TreeGapProps) {
  return <TreeGapRow {...gap} words={text.working} />;
}
