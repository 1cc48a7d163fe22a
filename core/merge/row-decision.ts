// @browser-safe
import type { MergeSide } from "./conflicting-moves.ts";

/** The version of a row that is taken. */
type Taken = "base" | MergeSide;

/**
 * What to take for one row in conflict. Without `columns` it is the row of that version as a whole, or no row where the version
 * has none. With `columns` (which may be empty), the row is merged column by column: a column in it is taken from the version it names, a column in
 * conflict from `take`, any other from the side that changed it.
 */
export interface RowDecision {
  readonly table: string;
  /** The row's key, as the list of conflicts gives it. */
  readonly key: string;
  readonly take: Taken;
  /** Not for a row whose key is in conflict. */
  readonly columns?: Readonly<Record<string, Taken>> | undefined;
}

/** What to take for all rows in conflict of a table that have no decision of their own: each row as a whole. */
export interface TableDecision {
  readonly table: string;
  readonly take: Taken;
}

/** The decisions for the rows of a database. At most one for each row and each table, in the order of tables and keys. */
export interface RowDecisions {
  readonly rows: readonly RowDecision[];
  readonly tables: readonly TableDecision[];
}
