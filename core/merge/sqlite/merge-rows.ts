import type { Preference } from "../content-merger.ts";
import { cellsOf, type Row } from "./cells.ts";
import type { RowChange, RowChanges } from "./row-changes.ts";

/** A row that both sides changed, and not in the same way. */
export interface RowClash {
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
 * preference, a row in conflict is that side's as a whole.
 */
export function mergeRows(ours: RowChanges, theirs: RowChanges, prefer: Preference): RowsMerge {
  const writes = new Map<string, RowChange>();
  const clashes: RowClash[] = [];
  let preferred = 0;
  for (const key of [...new Set([...ours.keys(), ...theirs.keys()])].sort(byLengthAndText)) {
    const [our, their] = [ours.get(key), theirs.get(key)];
    const merged = our && their ? mergeRow(key, our, their) : (our ?? their);
    if (merged === undefined) continue;
    if (!("columns" in merged)) writes.set(key, merged);
    else if (prefer === "none") clashes.push(merged);
    else {
      preferred++;
      if (merged[prefer] !== merged.base) writes.set(key, { before: merged.base, after: merged[prefer] });
    }
  }
  return { writes, clashes, preferred };
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
