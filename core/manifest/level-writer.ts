import { BincodeWriter } from "./bincode-writer.ts";
import { Boundary, type NonBoundaryItems } from "./boundary.ts";
import { type Item, type Tally, tallyOf } from "./node.ts";
import { beginNode, endNode, writeItem } from "./node-codec.ts";

/** An encoded node with its last path and the tally of everything below it. */
export interface FinishedNode extends Tally {
  readonly encoded: Uint8Array;
  readonly key: string;
}

/** Cuts the ascending items of one level into encoded nodes. Holds one node at a time. */
export class LevelWriter {
  readonly #level: number;
  readonly #boundary: Boundary;
  readonly #node = new BincodeWriter();
  #finished = 0;
  #count = 0;
  #last: Item | undefined;
  #entries = 0;
  #bytes = 0;

  constructor(level: number) {
    this.#level = level;
    this.#boundary = new Boundary(level);
  }

  /** Whether the next item starts a new node. */
  get isAtBoundary(): boolean {
    return this.#count === 0;
  }

  /** The only item added so far; undefined before the first and from the second on. */
  get sole(): Item | undefined {
    return this.#finished === 0 && this.#count === 1 ? this.#last : undefined;
  }

  /**
   * Adds the next item and returns the node that ends with it, if any. Pass `nonBoundary` for an item that comes
   * unchanged from a stored node of this level and was not its last.
   */
  add(item: Item, nonBoundary?: NonBoundaryItems): FinishedNode | undefined {
    if (this.#count === 0) beginNode(this.#node, this.#level);
    const before = this.#node.length;
    writeItem(this.#node, item);
    const { entries, bytes } = tallyOf(item);
    this.#count += 1;
    this.#last = item;
    this.#entries += entries;
    this.#bytes += bytes;
    const itemBytes = this.#node.length - before;
    const isEnd = this.#boundary.endsAfter(item.key, itemBytes, nonBoundary?.add(itemBytes));
    return isEnd ? this.#finish(item.key) : undefined;
  }

  /** Returns the last node unless the last item ended one. Nothing may be added afterwards. */
  end(): FinishedNode | undefined {
    return this.#last === undefined ? undefined : this.#finish(this.#last.key);
  }

  #finish(key: string): FinishedNode {
    const encoded = endNode(this.#node, this.#count);
    const node = { encoded, key, entries: this.#entries, bytes: this.#bytes };
    this.#finished += 1;
    this.#count = 0;
    this.#last = undefined;
    this.#entries = 0;
    this.#bytes = 0;
    return node;
  }
}
