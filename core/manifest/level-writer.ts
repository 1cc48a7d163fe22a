import { BincodeWriter } from "./bincode-writer.ts";
import { Boundary, type LostRolls } from "./boundary.ts";
import { type Item, type Tally, tallyOf } from "./node.ts";
import { beginNode, endNode, writeItem } from "./node-codec.ts";

/** A node ready to be stored: its bytes, its last path, and what is below it. */
export interface FinishedNode extends Tally {
  readonly encoded: Uint8Array;
  readonly key: string;
}

/** Cuts the ascending items of one level into nodes, holding one node at a time. */
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

  /** Whether the next item begins a node. */
  get isAtBoundary(): boolean {
    return this.#count === 0;
  }

  /** The item that was added, while it is the only one so far. */
  get sole(): Item | undefined {
    return this.#finished === 0 && this.#count === 1 ? this.#last : undefined;
  }

  /**
   * Takes the next item; gives the node that ends with it, if one does. `lost` is given with an item that comes unchanged out
   * of a stored node of this level, unless it ended that node.
   */
  add(item: Item, lost?: LostRolls): FinishedNode | undefined {
    if (this.#count === 0) beginNode(this.#node, this.#level);
    const before = this.#node.length;
    writeItem(this.#node, item);
    const { entries, bytes } = tallyOf(item);
    this.#count += 1;
    this.#last = item;
    this.#entries += entries;
    this.#bytes += bytes;
    const itemBytes = this.#node.length - before;
    const isEnd = this.#boundary.endsAfter(item.key, itemBytes, lost?.has(itemBytes));
    return isEnd ? this.#finish(item.key) : undefined;
  }

  /** Gives the last node, which no boundary ends, unless the last item was at one. Nothing may be added after it. */
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
