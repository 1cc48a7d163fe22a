import { z } from "zod";
import type { TableColumn } from "../../preview/database-view.ts";
import { cannotPreview } from "../../preview/preview-errors.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { type FoundEntry, findFile } from "../find-file.ts";
import { count, locator, snapshotId } from "../schemas.ts";

/** The largest database that is shown as tables, in bytes: it is held in memory. */
export const MAX_DATABASE = 64 * 1024 * 1024;

/** A column of a table. */
export const column = z.strictObject({ name: z.string(), type: z.string(), primary_key: z.boolean() });

/** A value in a row: a blob by its size and first bytes; integers past 2^53 and long texts as shown to people. */
export const value = z.union([
  z.null(),
  z.number(),
  z.strictObject({ text: z.string(), truncated: z.boolean() }),
  z.strictObject({ integer: z.string() }),
  z.strictObject({ blob: count, hex: z.string() }),
]);

/** Lists the tables of a database file. */
export const sqliteTablesCommand = defineCommand({
  name: "sqlite.tables",
  summary: "Lists the tables of an SQLite database in a snapshot.",
  kind: "read",
  input: z.strictObject({ ref: locator }),
  output: z.strictObject({
    ca_id: snapshotId,
    path: z.string(),
    tables: z.array(
      z.strictObject({
        name: z.string(),
        columns: z.array(column),
        /** Null where counting took too long. */
        rows: count.nullable(),
      }),
    ),
  }),
  async run(repository, { ref }) {
    const { id, path, entry } = await findDatabase(repository, ref);
    const tables = await repository.tables(entry);
    return {
      ca_id: id,
      path,
      tables: tables.map(({ name, columns, rows = null }) => ({ name, columns: columns.map(shown), rows })),
    };
  },
});

/** Reads some rows of a table. */
export const sqliteRowsCommand = defineCommand({
  name: "sqlite.rows",
  summary: "Gives some rows of a table of an SQLite database in a snapshot.",
  kind: "read",
  input: z.strictObject({
    ref: locator,
    table: z.string(),
    offset: count.default(0),
    limit: count.max(1000).default(200),
  }),
  /** At most 20,000 values: of a table with more than 100 columns, there may be fewer rows than `limit` on the way too. */
  output: z.strictObject({ columns: z.array(column), rows: z.array(z.array(value)) }),
  async run(repository, { ref, ...range }) {
    const { entry } = await findDatabase(repository, ref);
    const { columns, rows } = await repository.tableRows(entry, range);
    return { columns: columns.map(shown), rows: rows.map((row) => [...row]) };
  },
});

function shown({ name, type, primaryKey }: TableColumn): z.output<typeof column> {
  return { name, type, primary_key: primaryKey };
}

/** Finds a file that is small enough to be held in memory. Throws as {@link findFile} does, and `CannotPreview`. */
export async function findDatabase(repository: Repository, ref: string): Promise<FoundEntry> {
  const found = await findFile(repository, ref);
  if (found.entry.size <= MAX_DATABASE) return found;
  throw cannotPreview(
    "too large",
    `The database has ${found.entry.size} bytes; up to ${MAX_DATABASE} are shown.`,
  );
}
