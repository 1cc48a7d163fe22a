import { ID_BYTES, type ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import { MAX_NODE_BYTES } from "./boundary.ts";
import { ClashWatch } from "./clash.ts";
import { type Entry, sameEntry } from "./entry.ts";
import { MIN_ENTRY_BYTES, readCheckedEntry, skipEntry, writeEntry } from "./entry-codec.ts";
import type { Child, Item, LeafItem, Node } from "./node.ts";
import { comparePaths, MAX_PATH_BYTES, pathProblem } from "./path.ts";

const VERSION = 1;
const LEAF = 0;
const BRANCH = 1;

const MIN_KEY_BYTES = 8 + 1;
/** The fewest bytes of an encoded item of a leaf, and of a branch. */
export const MIN_LEAF_ITEM_BYTES = MIN_KEY_BYTES + MIN_ENTRY_BYTES;
export const MIN_CHILD_BYTES = MIN_KEY_BYTES + ID_BYTES + 8 + 8;

/** Offset of the item count: after `version: u8, level: u8` and the u32 tag of the body. */
const COUNT_AT = 1 + 1 + 4;

/** Writes the head of a node. Write its items next, then call {@link endNode}. */
export function beginNode(to: BincodeWriter, level: number): void {
  to.u8(VERSION);
  to.u8(level);
  to.u32(level === 0 ? LEAF : BRANCH);
  to.u64(0);
}

/** Ends a node with this number of items and returns its bytes. */
export function endNode(to: BincodeWriter, items: number): Uint8Array {
  to.overwriteU64(COUNT_AT, items);
  return to.take();
}

/** Writes a leaf's `(String, Entry)` or a branch's `Child { last_key, id, entries: u64, bytes: u64 }`. */
export function writeItem(to: BincodeWriter, item: Item): void {
  to.text(item.key);
  if ("entry" in item) {
    writeEntry(to, item.entry);
  } else {
    to.id(item.id);
    to.u64(item.entries);
    to.u64(item.bytes);
  }
}

/** Encodes a whole node: `Node { version: u8 = 1, level: u8, body: Leaf(Vec<(String, Entry)>) | Branch(Vec<Child>) }`. */
export function encodeNode(node: Node): Uint8Array {
  const to = new BincodeWriter();
  beginNode(to, node.level);
  for (const item of node.items) writeItem(to, item);
  return endNode(to, node.items.length);
}

/**
 * Decodes a node from untrusted bytes. Accepts only what {@link encodeNode} would produce, so that a node has exactly one
 * encoding. Boundaries and the children's tallies are left to `checkManifest`.
 *
 * All entries are validated now, but each is built on first access. They are views of `bytes`, which must not change
 * afterwards. Throws `CorruptObject` with `id`.
 */
export function decodeNode(id: ObjectId, bytes: Uint8Array): Node {
  const from = new BincodeReader(id, bytes);
  const level = readHead(from);
  return level === 0 ? { level, items: readLeafItems(from) } : { level, items: readChildren(from) };
}

/** Reads what comes before the number of items in an encoded node, and returns the node's level. Throws `CorruptObject`. */
export function readHead(from: BincodeReader): number {
  const version = from.u8();
  if (version !== VERSION) throw from.corrupt(`it is not a manifest node of version ${VERSION}`);
  const level = from.u8();
  const tag = from.u32();
  if (tag > BRANCH) throw from.corrupt(`a node has the tag ${tag}`);
  if ((tag === LEAF) !== (level === 0))
    throw from.corrupt(`a ${tag === LEAF ? "leaf" : "branch"} is at level ${level}`);
  return level;
}

/** Returns whether two items have the same path and equal entries. */
export function sameItem(a: LeafItem, b: LeafItem): boolean {
  if (a.key !== b.key) return false;
  return a instanceof EncodedItem && b instanceof EncodedItem ? a.hasBytesOf(b) : sameEntry(a.entry, b.entry);
}

/**
 * An item of a leaf whose entry is validated at once but built on first access: a diff or a merge never looks at most
 * entries of the leaves that it reads.
 */
class EncodedItem implements LeafItem {
  readonly key: string;
  readonly #leaf: BincodeReader;
  readonly #start: number;
  readonly #bytes: number;
  #entry: Entry | undefined;

  /** Reads the next entry of a leaf. Throws `CorruptObject`. */
  constructor(key: string, leaf: BincodeReader) {
    this.key = key;
    this.#leaf = leaf;
    this.#start = leaf.at;
    skipEntry(leaf);
    this.#bytes = leaf.at - this.#start;
  }

  get entry(): Entry {
    if (this.#entry === undefined) {
      this.#leaf.goTo(this.#start);
      this.#entry = readCheckedEntry(this.#leaf);
    }
    return this.#entry;
  }

  /** Compares entries by their bytes, since an entry has exactly one encoding. */
  hasBytesOf(other: EncodedItem): boolean {
    if (this.#bytes !== other.#bytes) return false;
    return this.#leaf.sameBytes(this.#start, other.#leaf, other.#start, this.#bytes);
  }
}

function readLeafItems(from: BincodeReader): LeafItem[] {
  const clashes = new ClashWatch();
  return readItems(from, MIN_LEAF_ITEM_BYTES, (key) => {
    const above = clashes.add(key);
    if (above !== undefined) throw from.corrupt("a name is both a file and a folder");
    return new EncodedItem(key, from);
  });
}

function readChildren(from: BincodeReader): Child[] {
  const children = readItems(from, MIN_CHILD_BYTES, (key) => {
    return { key, id: from.id(), entries: from.u64(), bytes: from.u64() };
  });
  if (children.length === 0) throw from.corrupt("a branch has no children");
  return children;
}

function readItems<I extends Item>(from: BincodeReader, minBytes: number, read: (key: string) => I): I[] {
  const count = from.count(minBytes);
  const start = from.at;
  const items: I[] = [];
  let previous = "";
  for (let at = 0; at < count; at++) {
    if (from.at - start >= MAX_NODE_BYTES) throw from.corrupt("a node exceeds the maximum size");
    const key = from.text(MAX_PATH_BYTES);
    const wrong = pathProblem(key);
    if (wrong !== undefined) throw from.corrupt(`it has an invalid path: ${wrong}`);
    if (comparePaths(previous, key) >= 0) throw from.corrupt("its paths are out of order");
    items.push(read(key));
    previous = key;
  }
  from.end();
  return items;
}
