import { divergentMoves, type MergeSide, type Move, otherSide } from "../divergent-moves.ts";
import { listIn } from "../list-in.ts";
import { cellsOf, type Row } from "./cells.ts";
import type { RowChanges } from "./row-changes.ts";
import type { KeyedRow, Table } from "./table.ts";

/** What both sides changed in a table. */
export type SideChanges = Readonly<Record<MergeSide, RowChanges>>;

/**
 * Finds the rows that the sides gave other primary keys in ways that do not go together, in groups of such changes. A row is
 * known again by its other columns, where the base has no second row with the same in them; a table that has none but its key
 * tells nothing. `scanBase` reads the base's rows again, and only where there is something to find.
 */
export function divergentRows(
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
    divergentMoves(some, (side, key) => rowAt(changes, side, key) !== null);
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

/** Gives the row that a side, or the base, has of a key that some side changed; null where it has none. */
export function rowAt(changes: SideChanges, side: MergeSide | "base", key: string): Row | null {
  const change = side === "base" ? undefined : changes[side].get(key);
  if (change !== undefined) return change.after;
  return (changes.ours.get(key) ?? changes.theirs.get(key))?.before ?? null;
}

interface RowMove extends Move {
  /** The columns that are not part of the key. */
  readonly rest: string;
}

/** Pairs rows that are gone with rows that came: of several that came, in the order of their keys, the first. */
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
    // Both sides gave it the same key, unless the other side has the row that it was.
    if (shared.has(rest) && rowAt(changes, otherSide(by), from) === null) return [];
    return [{ from, to, by, rest }];
  });
}
