import { z } from "zod";
import type { ChangedRows } from "../../preview/database-changes.ts";
import { defineCommand } from "../command.ts";
import { changeCounts, count, locator } from "../schemas.ts";
import { column, findDatabase, value } from "./sqlite.ts";

const both = {
  /** The database before and after, each a file in a snapshot. */
  from: locator,
  to: locator,
};

/** Compares the tables of two database files. */
export const sqliteCompareCommand = defineCommand({
  name: "sqlite.compare",
  summary: "Tells which tables of an SQLite database changed, and how many of their rows.",
  kind: "read",
  input: z.strictObject(both),
  output: z.strictObject({
    tables: z.array(
      z.strictObject({
        name: z.string(),
        /** Of a table that only one of them has. */
        change: z.enum(["added", "removed"]).optional(),
        /** Rows; null where comparing them took too long. */
        counts: changeCounts.nullable(),
      }),
    ),
  }),
  async run(repository, { from, to }) {
    const [before, after] = [await findDatabase(repository, from), await findDatabase(repository, to)];
    const tables = await repository.compareTables(before.entry, after.entry);
    return {
      tables: tables.map(({ name, change, counts = null }) => ({
        name,
        ...(change && { change }),
        counts: counts && { ...counts },
      })),
    };
  },
});

const comparedColumn = column.extend({
  /** Of a column that only one of them has, of a table that both have. */
  change: z.enum(["added", "removed"]).optional(),
});

const row = z.strictObject({
  change: z.enum(["added", "modified", "removed"]),
  /** Its values, in the order of the columns; null for a column that this side does not have. */
  before: z.array(value).optional(),
  after: z.array(value).optional(),
  /** Of a modified row: the numbers of the columns whose values differ. */
  changed: z.array(count),
});

const changedRows = z.strictObject({
  columns: z.array(comparedColumn),
  /** Whether rows are matched by primary key; otherwise by rowid. */
  keyed: z.boolean(),
  counts: changeCounts,
  /** How many rows can be had: of very many, those that were found first. */
  total: count,
  /** In the order of their keys. At most 20,000 values: of a very wide table, there may be fewer rows than `limit`. */
  rows: z.array(row),
});

/** Lists the rows of a table that changed. */
export const sqliteChangesCommand = defineCommand({
  name: "sqlite.changes",
  summary: "Gives some of the rows of a table in which two SQLite databases differ.",
  kind: "read",
  input: z.strictObject({
    ...both,
    table: z.string(),
    offset: count.default(0),
    limit: count.max(1000).default(200),
  }),
  output: changedRows,
  async run(repository, { from, to, table, offset, limit }) {
    const [before, after] = [await findDatabase(repository, from), await findDatabase(repository, to)];
    const found = await repository.changedRows(before.entry, after.entry, { table, offset, limit });
    return described(found);
  },
});

/** Values in an answer, at most. */
const MOST_VALUES = 20_000;

function described({ columns, keyed, counts, total, rows }: ChangedRows): z.output<typeof changedRows> {
  // A modified row has two of each.
  const most = Math.max(1, Math.floor(MOST_VALUES / (2 * Math.max(1, columns.length))));
  return {
    columns: columns.map(({ name, type, primaryKey, change }) => ({
      name,
      type,
      primary_key: primaryKey,
      ...(change && { change }),
    })),
    keyed,
    counts: { ...counts },
    total,
    rows: rows.slice(0, most).map(({ before, after, changed }) => ({
      change: before === undefined ? "added" : after === undefined ? "removed" : "modified",
      ...(before && { before: [...before] }),
      ...(after && { after: [...after] }),
      changed: [...changed],
    })),
  };
}
