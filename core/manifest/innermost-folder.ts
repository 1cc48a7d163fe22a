import type { ObjectId } from "../ids.ts";
import { entryType } from "./entry.ts";
import type { NodeStore } from "./node-store.ts";
import { folderEnd, folderStart, isUnder } from "./path.ts";
import { getEntry, locate } from "./read.ts";

/**
 * Returns the deepest folder that contains everything below a folder: the folder itself if it holds a file, a link,
 * several folders or nothing. Reads two nodes per level, since its first and last entries decide. Not for the root.
 */
export async function innermostFolder(nodes: NodeStore, root: ObjectId, folder: string): Promise<string> {
  const { after: first } = await locate(nodes, root, folderStart(folder));
  const { before: last } = await locate(nodes, root, folderEnd(folder));
  if (first === undefined || last === undefined || !isUnder(first, folder)) return folder;
  if (first !== last) return commonFolder(first, last);
  const entry = await getEntry(nodes, root, first);
  return entry !== undefined && entryType(entry) === "directory" ? first : parentOf(first);
}

/** Returns the deepest folder that contains both paths, and thus all paths that sort between them. */
export function commonFolder(first: string, last: string): string {
  let end = 0;
  for (let at = 0; at < first.length && first[at] === last[at]; at++) if (first[at] === "/") end = at;
  return first.slice(0, end);
}

/** Returns the folder that contains a path; `""` for the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
