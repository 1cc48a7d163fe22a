import { type DecideRow, mergeRows, type RowsMerge } from "./merge-rows.ts";
import { requireMergeable, requireSameSchema, tableNames } from "./mergeable-tables.ts";
import { changedRows } from "./row-changes.ts";
import { conflictingRowMoves } from "./row-moves.ts";
import { mergeSequences, readSequences, type Sequences } from "./sequences.ts";
import type { SoundDatabase } from "./sound-database.ts";
import { readTable, scanRows, type Table } from "./table.ts";

/** The merge of a table. */
export interface TablePlan {
  readonly table: Table;
  readonly merge: RowsMerge;
}

/** The merge of a database. */
export interface MergePlan {
  /** All tables, also unchanged ones, in the order of their names. */
  readonly tables: readonly TablePlan[];
  readonly sequences: Sequences;
}

/** Returns the function that decides the rows in conflict of a table. */
export type DecideRows = (table: Table) => DecideRow;

/** Merges three databases row by row, without writing the result. Throws `Unmergeable`, and what SQLite throws. */
export function planMerge(
  base: SoundDatabase,
  ours: SoundDatabase,
  theirs: SoundDatabase,
  decide: DecideRows,
): MergePlan {
  requireSameSchema(base, ours, theirs);
  const tables = tableNames(base).map((name) => {
    const table = readTable(base.db, name);
    const changes = changedRows(
      scanRows(base.db, table),
      scanRows(ours.db, table),
      scanRows(theirs.db, table),
    );
    requireMergeable(table, new Set([...changes.ours.keys(), ...changes.theirs.keys()]), base.schema);
    const moves = conflictingRowMoves(table, changes, () => scanRows(base.db, table));
    return { table, merge: mergeRows(changes, decide(table), moves) };
  });
  return {
    tables,
    sequences: mergeSequences(readSequences(base.db), readSequences(ours.db), readSequences(theirs.db)),
  };
}
