import { tooMuch } from "./database-view.ts";

/** A row as SQLite has it, by the name of its key. */
export interface KeyedRow {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** Two rows of the same key; undefined where there is none. */
export interface RowPair {
  readonly before: KeyedRow | undefined;
  readonly after: KeyedRow | undefined;
}

/** Rows that wait for their like at the same time, at most. */
const MOST_WAITING = 200_000;

/**
 * Pairs the rows of two tables by their keys. Both are read once and side by side, in whatever order they are in: as this hardly
 * changes, only few rows wait at a time for their like. Of two rows with one key in the same table, each has a pair of its own.
 * Throws `CannotPreview` when too many wait.
 */
export function* pairRows(before: Iterator<KeyedRow>, after: Iterator<KeyedRow>): Generator<RowPair> {
  const [removed, added] = [new Waiting(), new Waiting()];
  for (;;) {
    const [one, other] = [nextOf(before), nextOf(after)];
    if (one === undefined && other === undefined) break;
    if (one !== undefined && one.key === other?.key) {
      yield { before: one, after: other };
      continue;
    }
    if (one !== undefined) {
      const later = added.take(one.key);
      if (later === undefined) removed.add(one);
      else yield { before: one, after: later };
    }
    if (other !== undefined) {
      const earlier = removed.take(other.key);
      if (earlier === undefined) added.add(other);
      else yield { before: earlier, after: other };
    }
    if (removed.count + added.count > MOST_WAITING) throw tooMuch("Too many of its rows changed places");
  }
  for (const row of removed.rows()) yield { before: row, after: undefined };
  for (const row of added.rows()) yield { before: undefined, after: row };
}

/** Rows of one table whose like in the other has not come yet. */
class Waiting {
  readonly #rows = new Map<string, KeyedRow[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(row: KeyedRow): void {
    const same = this.#rows.get(row.key);
    if (same === undefined) this.#rows.set(row.key, [row]);
    else same.push(row);
    this.#count++;
  }

  take(key: string): KeyedRow | undefined {
    const same = this.#rows.get(key);
    const row = same?.shift();
    if (same?.length === 0) this.#rows.delete(key);
    if (row !== undefined) this.#count--;
    return row;
  }

  *rows(): Generator<KeyedRow> {
    for (const same of this.#rows.values()) yield* same;
  }
}

function nextOf(rows: Iterator<KeyedRow>): KeyedRow | undefined {
  const { done, value } = rows.next();
  return done ? undefined : value;
}
