import type { MergeSide, Move } from "../conflicting-moves.ts";
import type { Side } from "../model/merge-state.ts";
import { cellsOf, type Row } from "./cells.ts";
import type { RowChange, RowChanges } from "./row-changes.ts";
import { rowAt, type SideChanges } from "./row-moves.ts";

/** A row that the sides changed in different ways. If its key is in conflict, the sides have it under different keys. */
export interface ConflictingRow {
  /** The key in the base, if the row is in the base. */
  readonly key: string;
  readonly base: Row | null;
  readonly ours: Row | null;
  readonly theirs: Row | null;
  /** The positions of the columns in conflict; empty if one side deleted the row. */
  readonly columns: readonly number[];
  /** Whether it stands for all rows whose changes of keys cannot both stand; these are decided together. */
  readonly moved: boolean;
}

/** What to take for a row in conflict: what one version has in its place, or a row made of several versions. */
export type RowChoice = { readonly take: Side } | { readonly row: Row };

/** Decides a row in conflict; undefined leaves it open. */
export type DecideRow = (found: ConflictingRow) => RowChoice | undefined;

/** The merge of a table's rows. */
export interface RowsMerge {
  /** The changes from the base by key, in an order that does not depend on the sides. */
  readonly writes: RowChanges;
  readonly conflicts: readonly ConflictingRow[];
  /** How many conflicts were decided. */
  readonly decided: number;
}

/**
 * Merges the changes of two sides in a table. A row that one side changed is taken from it; of a row that both changed, so
 * is each column. `decide` is asked about each row in conflict. `keyMoves` are the changes of primary keys that cannot both
 * stand, in groups.
 */
export function mergeRows(
  changes: SideChanges,
  decide: DecideRow,
  keyMoves: readonly (readonly Move[])[],
): RowsMerge {
  const { ours, theirs } = changes;
  const writes = new Map<string, RowChange>();
  const conflicts: ConflictingRow[] = [];
  const inConflict = new Set<string>();
  let decided = 0;
  const addConflict = (found: ConflictingRow, keys: readonly string[]) => {
    for (const key of keys) inConflict.add(key);
    const choice = decide(found);
    if (choice === undefined) return void conflicts.push(found);
    decided++;
    for (const key of keys) {
      const before = rowAt(changes, "base", key);
      const after = "row" in choice ? choice.row : rowAt(changes, choice.take, key);
      if (before !== after) writes.set(key, { before, after });
    }
  };
  for (const moves of keyMoves) {
    addConflict(keyConflictOf(moves, changes), [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  }
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    if (inConflict.has(key)) continue;
    const [our, their] = [ours.get(key), theirs.get(key)];
    const merged = our && their ? mergeRow(key, our, their) : (our ?? their);
    if (merged === undefined) continue;
    if ("columns" in merged) addConflict(merged, [key]);
    else writes.set(key, merged);
  }
  return {
    writes: new Map([...writes].sort(([a], [b]) => byLengthAndText(a, b))),
    conflicts: conflicts.sort((a, b) => byLengthAndText(a.key, b.key)),
    decided,
  };
}

/** Returns the conflict of a row that got two keys, or of two rows that got one key. */
function keyConflictOf(moves: readonly Move[], changes: SideChanges): ConflictingRow {
  const disputed = moves.map(({ to }) => to).filter((to, at, all) => all.indexOf(to) !== at);
  const [key = moves[0]?.from ?? ""] = disputed.sort(byLengthAndText);
  const rowOf = (side: MergeSide) => {
    const move = moves.find(({ from, by }) => from === key && by === side);
    return rowAt(changes, side, move?.to ?? key);
  };
  const [ours, theirs] = [rowOf("ours"), rowOf("theirs")];
  const columns = ours === null || theirs === null ? [] : differingColumns(ours, theirs);
  return { key, base: rowAt(changes, "base", key), ours, theirs, columns, moved: true };
}

function differingColumns(a: Row, b: Row): number[] {
  const others = cellsOf(b);
  return cellsOf(a).flatMap((cell, at) => (cell === others[at] ? [] : [at]));
}

function mergeRow(
  key: string,
  { before, after: ours }: RowChange,
  their: RowChange,
): RowChange | ConflictingRow {
  const theirs = their.after;
  if (ours === theirs) return { before, after: ours };
  const conflict = { key, base: before, ours, theirs, moved: false };
  if (ours === null || theirs === null) return { ...conflict, columns: [] };
  const { row, columns } = mergeColumns(before, ours, theirs);
  return columns.length > 0 ? { ...conflict, columns } : { before, after: row };
}

/** Merges the columns of a row that both sides have. `row` has what theirs has in the `columns` in conflict. */
export function mergeColumns(base: Row | null, ours: Row, theirs: Row): { row: Row; columns: number[] } {
  const theirsCells = cellsOf(theirs);
  const baseCells = base === null ? undefined : cellsOf(base);
  const columns: number[] = [];
  const merged = cellsOf(ours).map((cell, at) => {
    const [other = cell, was] = [theirsCells[at], baseCells?.[at]];
    if (cell === other || other === was) return cell;
    if (cell !== was) columns.push(at);
    return other;
  });
  return { row: merged.join(), columns };
}

/** Orders keys by length, then by text: integers of the same sign come in the order of their size. */
function byLengthAndText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
