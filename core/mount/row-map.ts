import { comparePaths } from "../manifest/path.ts";
import type { PlacedRow, Row, RowSource } from "./upper-layer.ts";

/** Holds rows in memory. They are put in order when that is next asked for, so that many can be set in a row. */
export class RowMap implements RowSource {
  readonly #rows = new Map<string, Row>();
  #order: PlacedRow[] | undefined;

  /** All rows, in the order of their paths' bytes. */
  get rows(): readonly PlacedRow[] {
    this.#order ??= [...this.#rows].sort(([a], [b]) => comparePaths(a, b));
    return this.#order;
  }

  get(path: string): Row | undefined {
    return this.#rows.get(path);
  }

  seek(from: string): PlacedRow | undefined {
    const { rows } = this;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = rows[middle];
      if (row !== undefined && comparePaths(row[0], from) < 0) low = middle + 1;
      else high = middle;
    }
    return rows[low];
  }

  /** Sets a path's row, or takes it away. */
  set(path: string, row: Row | undefined): void {
    this.#order = undefined;
    if (row === undefined) this.#rows.delete(path);
    else this.#rows.set(path, row);
  }
}
