import { ID_BYTES } from "../ids.ts";
import { IdSet } from "./id-set.ts";

/** What an object is needed as. The same bytes can be two of these. */
export type MarkKind = "node" | "list" | "chunk";

/**
 * The objects that roots need, by kind. Nodes and chunk lists are kept exactly, since what is below one that counts as seen is not
 * visited. Of chunks, which are most, the first 8 bytes are kept: one that is taken for needed by mistake only stays too long.
 */
export class Marks {
  readonly #nodes = new IdSet(ID_BYTES);
  readonly #lists = new IdSet(ID_BYTES);
  readonly #chunks: IdSet;

  /** `expected` is the number of objects that may be marked. */
  constructor(expected = 0) {
    this.#chunks = new IdSet(8, expected);
  }

  /** Number of marks. */
  get size(): number {
    return this.#nodes.size + this.#lists.size + this.#chunks.size;
  }

  /** Marks the object whose raw id begins at an offset of some bytes; returns whether it was not marked as that before. */
  add(kind: MarkKind, bytes: Uint8Array, offset = 0): boolean {
    return this.#of(kind).add(bytes, offset);
  }

  /** Returns whether the object with these raw bytes is needed. */
  has(id: Uint8Array): boolean {
    return this.#chunks.has(id) || this.#nodes.has(id) || this.#lists.has(id);
  }

  /** Returns how many marks the object with these raw bytes has. */
  count(id: Uint8Array): number {
    return Number(this.#chunks.has(id)) + Number(this.#nodes.has(id)) + Number(this.#lists.has(id));
  }

  #of(kind: MarkKind): IdSet {
    if (kind === "chunk") return this.#chunks;
    return kind === "node" ? this.#nodes : this.#lists;
  }
}
