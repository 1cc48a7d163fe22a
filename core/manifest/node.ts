import type { ObjectId } from "../ids.ts";
import { type Entry, entryType } from "./entry.ts";
import { comparePaths } from "./path.ts";

/** A number of files and links and the sum of their sizes in bytes. Empty folders are not counted. */
export interface Tally {
  readonly entries: number;
  readonly bytes: number;
}

/** A path and its entry in a leaf. */
export interface LeafItem {
  readonly key: string;
  readonly entry: Entry;
}

/** A branch's reference to a node of the level below. `key` is the last path in that node (`last_key` in the format). */
export interface Child extends Tally {
  readonly key: string;
  readonly id: ObjectId;
}

export type Item = LeafItem | Child;

/** A node that holds entries. An empty manifest is a leaf without items; no other node is empty. */
export interface Leaf {
  readonly level: 0;
  readonly items: readonly LeafItem[];
}

/** A node that refers to nodes of the level below. */
export interface Branch {
  readonly level: number;
  readonly items: readonly Child[];
}

/**
 * One stored piece of a manifest: a leaf of entries (level 0) or a branch of children. A manifest is a tree of nodes, cut by
 * content ({@link Boundary} in `boundary.ts`) to 4 to 32 KiB and stored under their hashes, so two snapshots share every node
 * in which they do not differ. The id of its root is the snapshot's id.
 *
 * `LevelWriter` cuts and `encodeNode` encodes new nodes, `NodeStore` stores and reads them. A node is never changed: an edit
 * writes new nodes on the way from the changed leaf to the root.
 */
export type Node = Leaf | Branch;

/** Returns whether a node is a leaf, which is one at level 0. */
export function isLeaf(node: Node): node is Leaf {
  return node.level === 0;
}

/** Returns the tally of one item: of an entry itself, or of everything below a child. */
export function tallyOf(item: Item): Tally {
  if (!("entry" in item)) return item;
  return { entries: entryType(item.entry) === "directory" ? 0 : 1, bytes: item.entry.size };
}

/** Returns the sum of the tallies of items `from` up to but not including `to`. */
export function sumTallies(items: readonly Item[], from = 0, to = items.length): Tally {
  let entries = 0;
  let bytes = 0;
  for (let at = from; at < to; at++) {
    const item = items[at];
    if (item === undefined) break;
    const tally = tallyOf(item);
    entries += tally.entries;
    bytes += tally.bytes;
  }
  return { entries, bytes };
}

/** Returns the index of the first item at or after `from` whose key is not less than `key`. */
export function lowerBound(items: readonly Item[], key: string, from = 0): number {
  let low = from;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && comparePaths(item.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
