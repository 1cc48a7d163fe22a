import { tooMuch } from "./database-view.ts";

/** A row with its key as text. */
export interface KeyedRow {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** The rows with one key in two tables; undefined where a table has none. */
export interface RowPair {
  readonly before: KeyedRow | undefined;
  readonly after: KeyedRow | undefined;
}

/** Maximum number of unmatched rows held at a time. */
const MAX_WAITING = 200_000;

/**
 * Pairs the rows of two tables by their keys. Reads both once, side by side, in any order; since the orders hardly
 * differ, few unmatched rows are held at a time. Repeated keys are paired one by one. Throws `CannotPreview` if too many
 * rows are held.
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
    if (removed.count + added.count > MAX_WAITING) throw tooMuch("Too many of its rows changed places");
  }
  for (const row of removed.rows()) yield { before: row, after: undefined };
  for (const row of added.rows()) yield { before: undefined, after: row };
}

/** The rows of one table that have no partner yet. */
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
