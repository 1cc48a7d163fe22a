import type { ObjectId } from "../ids.ts";
import { openEntries } from "./cursor.ts";
import { type Entry, entryType } from "./entry.ts";
import { isLeaf, lowerBound, sumTallies, type Tally } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { folderEnd, folderStart, isUnder } from "./path.ts";

/** An entry and its neighbours, as far as one descent from the root shows them. */
export interface Place {
  readonly entry: Entry | undefined;
  /** The path before it. */
  readonly before: string | undefined;
  /** The path after it; undefined at the end and where an entry was found. */
  readonly after: string | undefined;
}

/** Looks up a path and its neighbours. Reads one node per level. */
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

/** Returns the entry at a path; undefined if there is none or the path is a folder with contents. */
export async function getEntry(nodes: NodeStore, root: ObjectId, path: string): Promise<Entry | undefined> {
  return (await locate(nodes, root, path)).entry;
}

/** The part of a manifest that {@link rangeEntries} yields. */
export interface Range {
  /** Only paths below this folder (`""`: all). */
  readonly under?: string;
  /** Only paths from this one on, including it. */
  readonly from?: string;
}

/** Yields entries in the order of their paths' bytes. Reads only the nodes that hold them and those above. */
export async function* rangeEntries(
  nodes: NodeStore,
  root: ObjectId,
  { under = "", from = "" }: Range = {},
): AsyncGenerator<readonly [path: string, entry: Entry]> {
  const cursor = await openEntries(nodes, root, folderStart(under));
  await cursor.seek(from);
  for (;;) {
    await cursor.descendTo(0);
    // Yield a whole leaf before awaiting again.
    for (let item = cursor.entry; item !== undefined; item = cursor.entry) {
      if (!isUnder(item.key, under)) return;
      yield [item.key, item.entry];
      cursor.next();
    }
    if (cursor.item === undefined) return;
  }
}

/**
 * Returns the tally of everything below a folder (`""`: the whole tree), reading at most two nodes per level. Undefined
 * if there is no such folder; zeros for an empty one.
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
