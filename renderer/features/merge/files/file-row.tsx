import type { MergeItem } from "../../../api/merges.ts";
import { count } from "../../../components/format.ts";
import type { TreeItemProps } from "../../../components/tree-list.tsx";
import { TreeRow } from "../../../components/tree-row.tsx";
import type { FileTreeItem } from "../../../model/merge/file-tree.ts";
import { FileIcon } from "../../../shared/rows/file-icon.tsx";
import { text } from "../../../strings/index.ts";
import styles from "./files.module.css";

const words = text.merge;

/** A file of a merge with its state, or a folder with the number of open files below it. */
export function FileRow({ item, ...place }: TreeItemProps<FileTreeItem>) {
  const { path, type } = item;
  return (
    <TreeRow
      {...place}
      path={path}
      isFolder={type === "directory"}
      icon={
        <span className={styles.icon} data-state={item.type === "file" ? item.file.state : undefined}>
          {item.type === "file" && <StateSign state={item.file.state} />}
          <FileIcon path={path} type={type} />
        </span>
      }
    >
      {item.type === "file" ? <FileFacts file={item.file} /> : <FolderFacts {...item} />}
    </TreeRow>
  );
}

function StateSign({ state }: { readonly state: MergeItem["state"] }) {
  return (
    <span
      className={`mono ${styles.state}`}
      role="img"
      aria-label={words.stateWords[state]}
      title={words.stateWords[state]}
    >
      {words.stateSigns[state]}
    </span>
  );
}

function FolderFacts({ open, files }: { readonly open: number; readonly files: number }) {
  return (
    <span
      className={`mono ${styles.sum}`}
      data-none={open === 0}
      role="img"
      aria-label={words.folderSums(open, files)}
      title={words.folderSums(open, files)}
    >
      {open === 0 ? words.stateSigns.resolved : `${words.stateSigns.open}${count(open)}`}
    </span>
  );
}

function FileFacts({ file: { kind, counts, take } }: { readonly file: MergeItem }) {
  // The hunks of a text that is taken as a whole stay as they were, and say nothing.
  const isWhole = take !== "text" && take !== "undecided";
  if (kind !== "text" || counts === null || counts.conflicts === 0 || isWhole) {
    return <span className={styles.kind}>{words.kinds[kind] ?? kind}</span>;
  }
  const { resolved, conflicts } = counts;
  const about = words.openOfWords(resolved, conflicts);
  return (
    <span className={`mono ${styles.kind}`} role="img" aria-label={about} title={about}>
      {words.openOf(resolved, conflicts)}
    </span>
  );
}
