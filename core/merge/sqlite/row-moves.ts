import { conflictingMoves, type MergeSide, type Move, otherSide } from "../conflicting-moves.ts";
import { listIn } from "../list-in.ts";
import { cellsOf, type Row } from "./cells.ts";
import type { RowChanges } from "./row-changes.ts";
import type { KeyedRow, Table } from "./table.ts";

/** The rows of a table that each side changed. */
export type SideChanges = Readonly<Record<MergeSide, RowChanges>>;

/**
 * Returns the changes of primary keys that cannot both stand, in groups that share keys. A row is recognized by its other
 * columns if no second row of the base has the same values in them; in a table with only key columns, none is. `scanBase`
 * reads the base's rows again; it is called only if there are candidates.
 */
export function conflictingRowMoves(
  table: Table,
  changes: SideChanges,
  scanBase: () => Iterable<KeyedRow>,
): Move[][] {
  const keyed = new Set(table.key.map(({ name }) => name));
  const others = table.columns.flatMap((name, at) => (keyed.has(name) ? [] : [at]));
  if (others.length === 0) return [];
  const restOf = (row: Row) => {
    const cells = cellsOf(row);
    return others.map((at) => cells[at]).join();
  };
  const moves = [...movesBy("ours", changes, restOf), ...movesBy("theirs", changes, restOf)];
  const groupsOf = (some: readonly RowMove[]) =>
    conflictingMoves(some, (side, key) => rowAt(changes, side, key) !== null);
  const candidates = groupsOf(moves);
  if (candidates.length === 0) return [];
  const counts = new Map(candidates.flat().map(({ rest }) => [rest, 0]));
  for (const [, row] of scanBase()) {
    const rest = restOf(row);
    const count = counts.get(rest);
    if (count !== undefined) counts.set(rest, count + 1);
  }
  return groupsOf(moves.filter(({ rest }) => (counts.get(rest) ?? 0) < 2));
}

/** Returns the row that a side or the base has for a key that a side changed; null if it has none. */
export function rowAt(changes: SideChanges, side: MergeSide | "base", key: string): Row | null {
  const change = side === "base" ? undefined : changes[side].get(key);
  if (change !== undefined) return change.after;
  return (changes.ours.get(key) ?? changes.theirs.get(key))?.before ?? null;
}

interface RowMove extends Move {
  /** The cells of the columns that are not part of the key. */
  readonly rest: string;
}

/** Pairs removed rows with added ones of equal `rest`. Of several added rows, the one with the first key is paired. */
function movesBy(by: MergeSide, changes: SideChanges, restOf: (row: Row) => string): RowMove[] {
  const gone = new Map<string, string[]>();
  for (const [key, { before, after }] of changes[by])
    if (before !== null && after === null) listIn(gone, restOf(before)).push(key);
  if (gone.size === 0) return [];
  const added = new Map<string, string[]>();
  const shared = new Set<string>();
  for (const [key, { before, after }] of changes[by]) {
    if (before !== null || after === null) continue;
    const rest = restOf(after);
    if (!gone.has(rest)) continue;
    const others = changes[otherSide(by)].get(key)?.after ?? null;
    if (others !== null && restOf(others) === rest) shared.add(rest);
    else listIn(added, rest).push(key);
  }
  return [...added].flatMap(([rest, keys]) => {
    const [from, another] = gone.get(rest) ?? [];
    const [to] = keys.sort();
    if (from === undefined || another !== undefined || to === undefined) return [];
    // Both sides gave the row the same key, unless the other side still has the old row.
    if (shared.has(rest) && rowAt(changes, otherSide(by), from) === null) return [];
    return [{ from, to, by, rest }];
  });
}
