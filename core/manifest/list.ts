import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { type Cursor, openEntries } from "./cursor.ts";
import { type Entry, entryType } from "./entry.ts";
import type { Tally } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths, folderEnd, folderStart, isUnder } from "./path.ts";
import { getEntry } from "./read.ts";

/** A file or a link in a listed folder. */
export interface ListedFile {
  readonly type: "file" | "symlink";
  readonly name: string;
  readonly path: string;
  readonly entry: Entry;
}

/** A subfolder of a listed folder, with the tally of everything below it; zeros for an empty one. */
export interface ListedFolder extends Tally {
  readonly type: "directory";
  readonly name: string;
  readonly path: string;
}

export type Listed = ListedFile | ListedFolder;

/**
 * Lists the direct children of a folder (`""`: the root) in the order of their names' bytes. Seeks from child to child:
 * subfolders are counted from the branches above them, not read.
 *
 * Throws `ENOENT` if there is nothing at the path, `ENOTDIR` if there is a file or a link.
 */
export async function listFolder(nodes: NodeStore, root: ObjectId, folder: string): Promise<Listed[]> {
  const start = folderStart(folder);
  const cursor = await openEntries(nodes, root, start);
  const listed: Listed[] = [];
  while (cursor.item !== undefined) {
    await cursor.descendTo(0);
    const item = cursor.entry;
    if (item === undefined || !isUnder(item.key, folder)) break;
    const slash = item.key.indexOf("/", start.length);
    if (slash < 0) {
      listed.push(listEntry(item.key, item.key.slice(start.length), item.entry));
      cursor.next();
    } else {
      listed.push(await passFolder(cursor, item.key.slice(0, slash), start.length));
    }
  }
  if (listed.length === 0) await requireEmptyFolder(nodes, root, folder);
  // Folders sort as `name/` in the tree, not as `name`: `a-b` comes before `a/`.
  return listed.sort((a, b) => comparePaths(a.name, b.name));
}

function listEntry(path: string, name: string, entry: Entry): Listed {
  const type = entryType(entry);
  return type === "directory" ? { type, name, path, entries: 0, bytes: 0 } : { type, name, path, entry };
}

async function passFolder(cursor: Cursor, path: string, nameAt: number): Promise<ListedFolder> {
  const { entries, bytes } = await cursor.seek(folderEnd(path));
  return { type: "directory", name: path.slice(nameAt), path, entries, bytes };
}

async function requireEmptyFolder(nodes: NodeStore, root: ObjectId, folder: string): Promise<void> {
  if (folder === "") return;
  const entry = await getEntry(nodes, root, folder);
  if (entry === undefined)
    throw new StrataError("ENOENT", `There is no folder ${folder}.`, { data: { path: folder } });
  if (entryType(entry) === "directory") return;
  throw new StrataError("ENOTDIR", `${folder} is not a folder.`, { data: { path: folder } });
}
