import type { Row } from "./cells.ts";
import type { KeyedRow } from "./table.ts";
import { Unmergeable } from "./unmergeable.ts";

/** A row before and after a change; null if there is none. */
export interface RowChange {
  readonly before: Row | null;
  readonly after: Row | null;
}

/** The changed rows by key. */
export type RowChanges = ReadonlyMap<string, RowChange>;

/**
 * Returns the rows of a table that each side changed. All three tables are read once, side by side, in any order. As sides
 * store most rows in the same order, few are held at a time. Throws {@link Unmergeable} if a key occurs twice.
 */
export function changedRows(
  base: Iterator<KeyedRow>,
  ours: Iterator<KeyedRow>,
  theirs: Iterator<KeyedRow>,
): { ours: RowChanges; theirs: RowChanges } {
  const [our, their] = [new TableComparison(), new TableComparison()];
  for (;;) {
    const [was, one, other] = [base.next(), ours.next(), theirs.next()];
    if (was.done && one.done && other.done) return { ours: our.changes(), theirs: their.changes() };
    our.add(was.done ? undefined : was.value, one.done ? undefined : one.value);
    their.add(was.done ? undefined : was.value, other.done ? undefined : other.value);
  }
}

/** Compares two tables as their rows arrive. */
class TableComparison {
  readonly #changes = new Map<string, RowChange>();
  readonly #removed = new Map<string, Row>();
  readonly #added = new Map<string, Row>();

  add(old: KeyedRow | undefined, now: KeyedRow | undefined): void {
    if (old !== undefined && now !== undefined && old[0] === now[0]) {
      this.#compare(old[0], old[1], now[1]);
      return;
    }
    if (old !== undefined) {
      const later = take(this.#added, old[0]);
      if (later === undefined) wait(this.#removed, old);
      else this.#compare(old[0], old[1], later);
    }
    if (now !== undefined) {
      const earlier = take(this.#removed, now[0]);
      if (earlier === undefined) wait(this.#added, now);
      else this.#compare(now[0], earlier, now[1]);
    }
  }

  /** Returns the changes after all rows were added. */
  changes(): RowChanges {
    for (const [key, row] of this.#removed) this.#changes.set(key, { before: row, after: null });
    for (const [key, row] of this.#added) this.#changes.set(key, { before: null, after: row });
    return this.#changes;
  }

  #compare(key: string, before: Row, after: Row): void {
    if (before !== after) this.#changes.set(key, { before, after });
  }
}

function take(waiting: Map<string, Row>, key: string): Row | undefined {
  const row = waiting.get(key);
  waiting.delete(key);
  return row;
}

function wait(waiting: Map<string, Row>, [key, row]: KeyedRow): void {
  if (waiting.has(key)) throw new Unmergeable("One of the databases has two rows with the same primary key.");
  waiting.set(key, row);
}
