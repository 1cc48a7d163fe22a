import { hashPrefix } from "../hash.ts";
import { MAX_PATH_BYTES } from "./path.ts";

/** No node ends before it has this many bytes of items. */
export const MIN_NODE_BYTES = 4 * 1024;
/** A node ends with the item that brings it to this many bytes. */
export const MAX_NODE_BYTES = 32 * 1024;

/** 2^32 / 16 KiB: an item of n bytes ends its node with probability n / 16 KiB. */
const ODDS_PER_BYTE = 2 ** 18;
const CERTAIN = 2 ** 32;
/** A branch of one child would be a level that gets no narrower. */
const MIN_CHILDREN = 2;

/** Where a level byte and a key are put together to be hashed. */
const salted = Buffer.allocUnsafe(1 + MAX_PATH_BYTES);

/**
 * Decides where the nodes of one level end, from the items alone: the same items always make the same nodes. After an end
 * nothing of the past matters, so that a changed level falls back into step at the first boundary that both have.
 */
export class Boundary {
  readonly #level: number;
  readonly #fewest: number;
  #bytes = 0;
  #items = 0;

  /** The level (0 for leaves) salts the die, else branches would inherit the leaves' lucky keys and never fall into step. */
  constructor(level: number) {
    this.#level = level;
    this.#fewest = level === 0 ? 1 : MIN_CHILDREN;
  }

  /**
   * Takes the next item (its key, and the bytes of its encoding); tells whether the node ends after it. Of an item that is
   * known to have lost its roll ({@link LostRolls}) nothing is hashed.
   */
  endsAfter(key: string, itemBytes: number, hasLost = false): boolean {
    this.#bytes += itemBytes;
    this.#items += 1;
    if (!this.#isEnd(key, itemBytes, hasLost)) return false;
    this.#bytes = 0;
    this.#items = 0;
    return true;
  }

  #isEnd(key: string, itemBytes: number, hasLost: boolean): boolean {
    if (this.#bytes >= MAX_NODE_BYTES) return true;
    if (hasLost || this.#bytes < MIN_NODE_BYTES || this.#items < this.#fewest) return false;
    const odds = itemBytes * ODDS_PER_BYTE;
    return odds >= CERTAIN || this.#roll(key) < odds;
  }

  #roll(key: string): number {
    salted[0] = this.#level;
    const length = salted.write(key, 1, "utf8");
    return hashPrefix(salted.subarray(0, 1 + length));
  }
}

/**
 * Knows which of a stored node's items lost their rolls: those past its least size, but for its last. An item's roll depends
 * on nothing around it, so that it need not be rolled again where it stands elsewhere.
 */
export class LostRolls {
  #bytes = 0;
  #items = 0;

  /**
   * Takes the next of the node's items, which is not its last; tells whether it is known to have lost. Items of the node may
   * be left out: less is known then, but nothing wrong.
   */
  has(itemBytes: number): boolean {
    this.#bytes += itemBytes;
    this.#items += 1;
    return this.#bytes >= MIN_NODE_BYTES && this.#items >= MIN_CHILDREN;
  }
}
