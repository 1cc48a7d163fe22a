import { useCallback, useMemo, useState } from "react";
import type { MergeItem } from "../../../api/merges.ts";
import type { LazyRows } from "../../../components/loaded-pages.ts";
import { treeRows } from "../../../components/tree-rows.ts";
import { type FileTreeItem, fileTree, flatFiles } from "../../../model/merge/file-tree.ts";

/** The rows of a merge's files. */
export interface FileRows extends LazyRows<FileTreeItem> {
  /** Opens or closes a folder. */
  toggle(folder: string): void;
}

/** Returns the rows of files, all of which are loaded: below their folders, which are open at first, or one below the other. */
export function useFileRows(files: readonly MergeItem[], isTree: boolean): FileRows {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const folders = useMemo(() => (isTree ? fileTree(files) : flatFiles(files)), [files, isTree]);
  const rows = useMemo(() => {
    const expanded = new Set([...folders.keys()].filter((path) => !closed.has(path)));
    return treeRows({ root: "", pageSize: Number.MAX_SAFE_INTEGER, folders, expanded });
  }, [folders, closed]);
  const toggle = useCallback((folder: string) => {
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(folder)) next.add(folder);
      return next;
    });
  }, []);
  return { rows, toggle, onRange: nothing, hasFailed: never };
}

const nothing = () => undefined;
const never = () => false;
