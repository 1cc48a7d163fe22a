import { memo } from "react";
import type { ChangeItem } from "../../api/queries.ts";
import { Counts } from "../../components/counts.tsx";
import type { TreeGapProps, TreeItemProps } from "../../components/tree-list.tsx";
import { TreeGapRow, TreeRow, TreeSign } from "../../components/tree-row.tsx";
import { text } from "../../strings/index.ts";
import { FileIcon } from "../rows/file-icon.tsx";
import { sizeWords } from "./change-words.ts";

/** A changed file, or a folder with the changes below it. */
export const ChangeRow = memo(function ChangeRow({ item, ...place }: TreeItemProps<ChangeItem>) {
  const { path, type, change, counts } = item;
  const isFolder = type === "directory";
  return (
    <TreeRow
      {...place}
      path={path}
      isFolder={isFolder}
      icon={<FileIcon path={path} type={type} />}
      change={change}
    >
      {counts && <Counts {...counts} />}
      {!isFolder && <span className="mono">{sizeWords(item)}</span>}
      <TreeSign kind={change} />
    </TreeRow>
  );
});

/** A row that is on its way, or that could not be read. */
export function GapRow(gap: TreeGapProps) {
  return <TreeGapRow {...gap} words={text.compare} />;
}
