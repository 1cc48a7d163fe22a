import type { ObjectId } from "../ids.ts";
import { entryType } from "./entry.ts";
import type { NodeStore } from "./node-store.ts";
import { folderEnd, folderStart, isUnder } from "./path.ts";
import { getEntry, locate } from "./read.ts";

/**
 * Gives the deepest folder that everything below a folder is in: the folder itself where it holds a file, a link or more than
 * one folder, or nothing. Its first and its last entry tell: reads two nodes a level, however much is in it. Not for the root.
 */
export async function innermostFolder(nodes: NodeStore, root: ObjectId, folder: string): Promise<string> {
  const { after: first } = await locate(nodes, root, folderStart(folder));
  const { before: last } = await locate(nodes, root, folderEnd(folder));
  if (first === undefined || last === undefined || !isUnder(first, folder)) return folder;
  if (first !== last) return commonFolder(first, last);
  const entry = await getEntry(nodes, root, first);
  return entry !== undefined && entryType(entry) === "directory" ? first : parentOf(first);
}

/** Gives the deepest folder that two paths are in; of paths in order, all those between them are in it too. */
export function commonFolder(first: string, last: string): string {
  let end = 0;
  for (let at = 0; at < first.length && first[at] === last[at]; at++) if (first[at] === "/") end = at;
  return first.slice(0, end);
}

/** Gives the folder that a path is in. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
