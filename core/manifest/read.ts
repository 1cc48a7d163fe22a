import type { ObjectId } from "../ids.ts";
import { openEntries } from "./cursor.ts";
import { type Entry, entryType } from "./entry.ts";
import { isLeaf, lowerBound, sumTallies, type Tally } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { folderEnd, folderStart, isUnder } from "./path.ts";

/** What a manifest has at a path, and the paths on either side of it, as far as one descent shows them. */
export interface Place {
  readonly entry: Entry | undefined;
  /** The last path before it. */
  readonly before: string | undefined;
  /** The first path after it; undefined at the end, and where an entry was found. */
  readonly after: string | undefined;
}

/** Finds a path's place in a manifest, reading one node per level. */
export async function locate(nodes: NodeStore, root: ObjectId, path: string): Promise<Place> {
  let node = await nodes.node(root);
  let before: string | undefined;
  while (!isLeaf(node)) {
    const at = lowerBound(node.items, path);
    before = node.items[at - 1]?.key ?? before;
    const child = node.items[at];
    if (child === undefined) return { entry: undefined, before, after: undefined };
    node = await nodes.child(child, node.level - 1);
  }
  const at = lowerBound(node.items, path);
  before = node.items[at - 1]?.key ?? before;
  const item = node.items[at];
  if (item?.key === path) return { entry: item.entry, before, after: undefined };
  return { entry: undefined, before, after: item?.key };
}

/** Gives the entry at a path; undefined where there is none, and for a folder with something in it. */
export async function getEntry(nodes: NodeStore, root: ObjectId, path: string): Promise<Entry | undefined> {
  return (await locate(nodes, root, path)).entry;
}

/** What part of a manifest {@link rangeEntries} gives. */
export interface Range {
  /** Only what is below this folder (`""`: everything). */
  readonly under?: string;
  /** Only from this path on, itself included. */
  readonly from?: string;
}

/** Gives entries in the order of their paths' bytes, reading only nodes with such entries and those above them. */
export async function* rangeEntries(
  nodes: NodeStore,
  root: ObjectId,
  { under = "", from = "" }: Range = {},
): AsyncGenerator<readonly [path: string, entry: Entry]> {
  const cursor = await openEntries(nodes, root, folderStart(under));
  await cursor.seek(from);
  for (;;) {
    await cursor.descendTo(0);
    // A leaf is given as a whole before anything is awaited.
    for (let item = cursor.entry; item !== undefined; item = cursor.entry) {
      if (!isUnder(item.key, under)) return;
      yield [item.key, item.entry];
      cursor.next();
    }
    if (cursor.item === undefined) return;
  }
}

/**
 * Gives how many files and links are below a folder (`""`: the whole tree), and their bytes, reading two nodes per level
 * at most. Undefined where there is no folder; zeros for an empty one.
 */
export async function statFolder(
  nodes: NodeStore,
  root: ObjectId,
  folder: string,
): Promise<Tally | undefined> {
  if (folder === "") return sumTallies((await nodes.node(root)).items);
  const cursor = await openEntries(nodes, root, folderStart(folder));
  if (cursor.entry !== undefined && isUnder(cursor.entry.key, folder))
    return await cursor.seek(folderEnd(folder));
  const entry = await getEntry(nodes, root, folder);
  return entry !== undefined && entryType(entry) === "directory" ? { entries: 0, bytes: 0 } : undefined;
}
