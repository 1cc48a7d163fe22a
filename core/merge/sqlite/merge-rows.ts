import type { Preference } from "../content/merger.ts";
import type { MergeSide, Move } from "../divergent-moves.ts";
import { cellsOf, type Row } from "./cells.ts";
import type { RowChange, RowChanges } from "./row-changes.ts";
import { rowAt, type SideChanges } from "./row-moves.ts";

/** A row that both sides changed, and not in the same way. Where its key is in conflict, it has another one on each side. */
export interface RowClash {
  /** As it is in the base, if the row is in it. */
  readonly key: string;
  readonly base: Row | null;
  readonly ours: Row | null;
  readonly theirs: Row | null;
  /** The positions of the columns in conflict; none when one side deleted the row. */
  readonly columns: readonly number[];
}

/** What is to become of a table. */
export interface RowsMerge {
  /** What differs from the base, by keys, in an order that swapped sides share. */
  readonly writes: RowChanges;
  readonly clashes: readonly RowClash[];
  /** How many clashes the preference decided. */
  readonly preferred: number;
}

/**
 * Merges what two sides changed in a table: a row, and within a row a column, that one side changed is taken from it. With a
 * preference, a row in conflict is that side's as a whole. `divergent` are the changes of primary keys that do not go together.
 */
export function mergeRows(
  changes: SideChanges,
  prefer: Preference,
  divergent: readonly (readonly Move[])[],
): RowsMerge {
  const { ours, theirs } = changes;
  const writes = new Map<string, RowChange>();
  const clashes: RowClash[] = [];
  const undecided = new Set<string>();
  let preferred = 0;
  const clash = (found: RowClash, keys: readonly string[]) => {
    if (prefer === "none") clashes.push(found);
    else preferred++;
    for (const key of keys) {
      undecided.add(key);
      if (prefer === "none") continue;
      const [before, after] = [rowAt(changes, "base", key), rowAt(changes, prefer, key)];
      if (before !== after) writes.set(key, { before, after });
    }
  };
  for (const moves of divergent) {
    clash(clashOf(moves, changes), [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  }
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    if (undecided.has(key)) continue;
    const [our, their] = [ours.get(key), theirs.get(key)];
    const merged = our && their ? mergeRow(key, our, their) : (our ?? their);
    if (merged === undefined) continue;
    if ("columns" in merged) clash(merged, [key]);
    else writes.set(key, merged);
  }
  return {
    writes: new Map([...writes].sort(([a], [b]) => byLengthAndText(a, b))),
    clashes: clashes.sort((a, b) => byLengthAndText(a.key, b.key)),
    preferred,
  };
}

/** Tells of a row that got two keys, or of two that got the same one. */
function clashOf(moves: readonly Move[], changes: SideChanges): RowClash {
  const disputed = moves.map(({ to }) => to).filter((to, at, all) => all.indexOf(to) !== at);
  const [key = moves[0]?.from ?? ""] = disputed.sort(byLengthAndText);
  const rowOf = (side: MergeSide) => {
    const move = moves.find(({ from, by }) => from === key && by === side);
    return rowAt(changes, side, move?.to ?? key);
  };
  const [ours, theirs] = [rowOf("ours"), rowOf("theirs")];
  const columns = ours === null || theirs === null ? [] : differingColumns(ours, theirs);
  return { key, base: rowAt(changes, "base", key), ours, theirs, columns };
}

function differingColumns(a: Row, b: Row): number[] {
  const others = cellsOf(b);
  return cellsOf(a).flatMap((cell, at) => (cell === others[at] ? [] : [at]));
}

function mergeRow(key: string, { before, after: ours }: RowChange, their: RowChange): RowChange | RowClash {
  const theirs = their.after;
  if (ours === theirs) return { before, after: ours };
  const clash = { key, base: before, ours, theirs };
  if (ours === null || theirs === null) return { ...clash, columns: [] };
  const [oursCells, theirsCells] = [cellsOf(ours), cellsOf(theirs)];
  const baseCells = before === null ? undefined : cellsOf(before);
  const columns: number[] = [];
  const merged = oursCells.map((cell, at) => {
    const [other = cell, was] = [theirsCells[at], baseCells?.[at]];
    if (cell === other || other === was) return cell;
    if (cell !== was) columns.push(at);
    return other;
  });
  return columns.length > 0 ? { ...clash, columns } : { before, after: merged.join() };
}

/** Puts whole numbers in the order of their size, as long as they have the same sign. */
function byLengthAndText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
