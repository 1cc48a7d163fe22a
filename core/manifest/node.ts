import type { ObjectId } from "../ids.ts";
import { type Entry, entryType } from "./entry.ts";
import { comparePaths } from "./path.ts";

/** How many files and links there are, and the sum of their sizes in bytes. Empty folders count for nothing. */
export interface Tally {
  readonly entries: number;
  readonly bytes: number;
}

/** One path of a leaf. */
export interface LeafItem {
  readonly key: string;
  readonly entry: Entry;
}

/** A branch's reference to the node below: `key` is the last path in it (`last_key` in the format). */
export interface Child extends Tally {
  readonly key: string;
  readonly id: ObjectId;
}

export type Item = LeafItem | Child;

/** A node with paths. An empty manifest is a leaf without items; no other node is empty. */
export interface Leaf {
  readonly level: 0;
  readonly items: readonly LeafItem[];
}

/** A node above others, which are of the level below. */
export interface Branch {
  readonly level: number;
  readonly items: readonly Child[];
}

export type Node = Leaf | Branch;

/** Tells leaves from branches: a leaf is what is at level 0. */
export function isLeaf(node: Node): node is Leaf {
  return node.level === 0;
}

/** Gives what one item counts for: itself, or all that is below it. */
export function tallyOf(item: Item): Tally {
  if (!("entry" in item)) return item;
  return { entries: entryType(item.entry) === "directory" ? 0 : 1, bytes: item.entry.size };
}

/** Sums what items count for, from one index up to but not including another. */
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

/** Gives the index of the first item, not before `from`, whose key is not less than `key`. */
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
