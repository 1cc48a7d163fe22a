import { z } from "zod";
import { LONGEST_ROW_KEY, MOST_DECIDED_ROWS } from "../merge/model/row-decisions.ts";
import { count } from "./schemas.ts";

const version = z.enum(["base", "ours", "theirs"]);
const table = z.string();
/** A row's key as `merge.rows` gives it. */
const key = z.string().max(LONGEST_ROW_KEY);
/** By the names of columns. */
const columns = z.record(z.string(), version).readonly();

/**
 * What to take for a row in conflict: a version of it as a whole. With `columns`, which may be empty: those from the named versions, the others in conflict from
 * `take`, all else as it merges.
 */
export const rowDecision = z
  .strictObject({ table, key, take: version, columns: columns.optional() })
  .readonly();

/** What to take for all rows in conflict of a table that have no decision of their own. */
export const tableDecision = z.strictObject({ table, take: version }).readonly();

const undecided = z.literal("undecided");

/** Changes to what is decided for rows; what is undecided loses its decision. */
export const rowDecisionsPatch = {
  rows: z
    .array(z.union([rowDecision, z.strictObject({ table, key, take: undecided }).readonly()]))
    .max(MOST_DECIDED_ROWS)
    .readonly()
    .optional(),
  tables: z
    .array(z.union([tableDecision, z.strictObject({ table, take: undecided }).readonly()]))
    .readonly()
    .optional(),
};

/** A value as an SQL literal; of one that is cut, its full length in bytes of the database's encoding. */
const cell = z.strictObject({ value: z.string(), bytes: count.optional() }).readonly();
const cells = z.array(cell).readonly();

/** A table with rows in conflict. */
export const tableInConflict = z.strictObject({
  table,
  /** The names of the primary key's columns. */
  key: z.array(z.string()).readonly(),
  columns: z.array(z.string()).readonly(),
  conflicts: count,
  decided: count,
  /** What is taken for its rows that have no decision of their own. */
  take: version.nullable(),
});

/** A row in conflict, or several whose changes of keys cannot all stand and that are decided together. */
export const rowInConflict = z.strictObject({
  table,
  key,
  /** The values of the key. */
  key_cells: cells,
  /** The values of each version in the order of the table's columns; null where it has no such row. */
  base: cells.nullable(),
  ours: cells.nullable(),
  theirs: cells.nullable(),
  /** The columns in conflict; none if one side deleted the row. */
  columns: z.array(z.string()).readonly(),
  /** Whether the sides gave it different keys: then it is taken as a whole. */
  moved: z.boolean(),
  /** Its own decision. */
  decision: z.strictObject({ take: version, columns: columns.optional() }).readonly().nullable(),
});
