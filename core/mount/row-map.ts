import { comparePaths } from "../manifest/path.ts";
import type { PlacedRow, Row, RowSource } from "./upper-layer.ts";

/** Holds rows in memory, sorted by their paths' bytes. Setting them in that order only appends. */
export class RowMap implements RowSource {
  readonly #rows = new Map<string, Row>();
  readonly #order: PlacedRow[] = [];

  /** All rows in the order of their paths' bytes. */
  get rows(): readonly PlacedRow[] {
    return this.#order;
  }

  get(path: string): Row | undefined {
    return this.#rows.get(path);
  }

  seek(from: string): PlacedRow | undefined {
    return this.#order[this.#indexFrom(from)];
  }

  /** Sets a path's row, or removes it. */
  set(path: string, row: Row | undefined): void {
    const isKnown = this.#rows.has(path);
    if (row === undefined) {
      if (isKnown) this.#order.splice(this.#indexFrom(path), 1);
      this.#rows.delete(path);
    } else {
      this.#order.splice(this.#indexFrom(path), isKnown ? 1 : 0, [path, row]);
      this.#rows.set(path, row);
    }
  }

  /** Returns the index of the first row whose path is not less than a text. */
  #indexFrom(text: string): number {
    const last = this.#order.at(-1);
    if (last === undefined || comparePaths(last[0], text) < 0) return this.#order.length;
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#order[middle];
      if (row !== undefined && comparePaths(row[0], text) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
