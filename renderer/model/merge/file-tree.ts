import type { MergeItem } from "../../api/merges.ts";
import { nameOf } from "../../components/format.ts";
import type { LoadedFolder } from "../../components/tree-rows.ts";

/** A file of a merge, or a folder with the number of files below it and of those that are open. */
export type FileTreeItem =
  | { readonly path: string; readonly type: "file"; readonly file: MergeItem }
  | { readonly path: string; readonly type: "directory"; readonly files: number; readonly open: number };

/** What is in each folder, by the folder's path: folders first, each group in the order of names. The root is "". */
export type FileTree = ReadonlyMap<string, LoadedFolder<FileTreeItem>>;

interface Folder {
  readonly path: string;
  readonly folders: Map<string, Folder>;
  readonly files: MergeItem[];
  total: number;
  open: number;
}

/** Arranges the files of a merge below their folders. A folder that has only one other folder in it is shown with that one. */
export function fileTree(files: readonly MergeItem[]): FileTree {
  const root = emptyFolder("");
  for (const file of files) add(root, file);
  const tree = new Map<string, LoadedFolder<FileTreeItem>>();
  const place = (folder: Folder) => {
    const below = [...folder.folders.values()].map(innermost).sort(byName);
    const items = [
      ...below.map(({ path, total, open }) => ({ path, type: "directory" as const, files: total, open })),
      ...folder.files.sort(byName).map(itemOf),
    ];
    tree.set(folder.path, onePage(items));
    below.forEach(place);
  };
  place(root);
  return tree;
}

/** Lists the files of a merge one below the other. */
export function flatFiles(files: readonly MergeItem[]): FileTree {
  return new Map([["", onePage(files.map(itemOf))]]);
}

/** Lists the files of a tree from the top to the bottom, as all its folders are open. */
export function filesInOrder(tree: FileTree, folder = ""): MergeItem[] {
  const items = tree.get(folder)?.pages.get(0) ?? [];
  return items.flatMap((item) => (item.type === "file" ? [item.file] : filesInOrder(tree, item.path)));
}

/** Returns the next open file after a path, or the one before, in the order in which files are listed; around at the ends. */
export function nextOpenFile(
  files: readonly MergeItem[],
  from: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = files.findIndex(({ path }) => path === from);
  const after = [...files.slice(at + 1), ...files.slice(0, Math.max(0, at))];
  const ordered = step === 1 ? after : after.reverse();
  return ordered.find(({ state }) => state === "open")?.path;
}

function add(root: Folder, file: MergeItem): void {
  let folder = root;
  count(folder, file);
  for (let slash = file.path.indexOf("/"); slash !== -1; slash = file.path.indexOf("/", slash + 1)) {
    const path = file.path.slice(0, slash);
    const next = folder.folders.get(path) ?? emptyFolder(path);
    folder.folders.set(path, next);
    folder = next;
    count(folder, file);
  }
  folder.files.push(file);
}

function count(folder: Folder, { state }: MergeItem): void {
  folder.total++;
  if (state === "open") folder.open++;
}

function innermost(folder: Folder): Folder {
  const [only, other] = folder.folders.values();
  return only === undefined || other !== undefined || folder.files.length > 0 ? folder : innermost(only);
}

function emptyFolder(path: string): Folder {
  return { path, folders: new Map(), files: [], total: 0, open: 0 };
}

function itemOf(file: MergeItem): FileTreeItem {
  return { path: file.path, type: "file", file };
}

function onePage(items: readonly FileTreeItem[]): LoadedFolder<FileTreeItem> {
  return { total: items.length, pages: new Map([[0, items]]) };
}

function byName(a: { readonly path: string }, b: { readonly path: string }): number {
  const [one, other] = [nameOf(a.path), nameOf(b.path)];
  return one < other ? -1 : one > other ? 1 : 0;
}
