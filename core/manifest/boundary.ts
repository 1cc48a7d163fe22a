import { hashPrefix } from "../hash.ts";
import { MAX_PATH_BYTES } from "./path.ts";

/** Minimum size of a node in bytes of items. Only the last node of a level may be smaller. */
export const MIN_NODE_BYTES = 4 * 1024;
/** A node ends with the item that brings it to this size, in bytes of items. */
export const MAX_NODE_BYTES = 32 * 1024;

/** 2^32 / 16 KiB: an item of n bytes ends its node with probability n / 16 KiB. */
const THRESHOLD_PER_BYTE = 2 ** 18;
const HASH_RANGE = 2 ** 32;
/** A branch with one child would add a level that is no narrower than the one below. */
const MIN_CHILDREN = 2;

/** Buffer for the hash input: a level byte, then the key as UTF-8. */
const hashInput = Buffer.allocUnsafe(1 + MAX_PATH_BYTES);

/**
 * Decides where the nodes of one level end.
 *
 * The decision depends on the items since the last boundary and nothing else, so equal items always make equal nodes,
 * whatever the history of edits. An item ends its node when the hash of its key is below a threshold that is proportional
 * to its encoded size; a minimum and a maximum size override the hash. After an edit, the nodes are the old ones again
 * from the first boundary that the old and the new items share.
 *
 * Feed items in order with {@link endsAfter}. See `docs/format.md`.
 */
export class Boundary {
  readonly #level: number;
  readonly #fewest: number;
  #bytes = 0;
  #items = 0;

  /**
   * `level` is 0 for leaves. It is part of the hash input: otherwise a key that ends a leaf would end every branch above
   * it too.
   */
  constructor(level: number) {
    this.#level = level;
    this.#fewest = level === 0 ? 1 : MIN_CHILDREN;
  }

  /**
   * Adds the next item, given its key and encoded size, and returns whether the node ends after it. `isHashAbove` says
   * that the key's hash is known to be above the threshold (see {@link NonBoundaryItems}), so that it need not be
   * computed.
   */
  endsAfter(key: string, itemBytes: number, isHashAbove = false): boolean {
    this.#bytes += itemBytes;
    this.#items += 1;
    if (!this.#isEnd(key, itemBytes, isHashAbove)) return false;
    this.#bytes = 0;
    this.#items = 0;
    return true;
  }

  #isEnd(key: string, itemBytes: number, isHashAbove: boolean): boolean {
    if (this.#bytes >= MAX_NODE_BYTES) return true;
    if (isHashAbove || this.#bytes < MIN_NODE_BYTES || this.#items < this.#fewest) return false;
    const threshold = itemBytes * THRESHOLD_PER_BYTE;
    return threshold >= HASH_RANGE || this.#hash(key) < threshold;
  }

  #hash(key: string): number {
    hashInput[0] = this.#level;
    const length = hashInput.write(key, 1, "utf8");
    return hashPrefix(hashInput.subarray(0, 1 + length));
  }
}

/**
 * Finds the items of a stored node whose hash is known to be above the threshold: those that come after the minimum size
 * and do not end the node. The hash depends on the item alone, so an edit need not compute it again.
 */
export class NonBoundaryItems {
  #bytes = 0;
  #items = 0;

  /**
   * Adds the node's next item, which must not be its last, and returns whether its hash is known to be above the
   * threshold. Items of the node may be left out; then fewer are known.
   */
  add(itemBytes: number): boolean {
    this.#bytes += itemBytes;
    this.#items += 1;
    return this.#bytes >= MIN_NODE_BYTES && this.#items >= MIN_CHILDREN;
  }
}
