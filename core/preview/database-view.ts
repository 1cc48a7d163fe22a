import SQLite from "better-sqlite3";
import { requireTree, type TreeKind, UnsoundDatabase } from "../database/database-pages.ts";
import { StrataError } from "../errors.ts";
import { type Cell, cellOf } from "./database-cell.ts";
import { cannotPreview } from "./preview-errors.ts";

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** As it was declared; "" where it was not. */
  readonly type: string;
  readonly primaryKey: boolean;
}

/** Which rows of a table to give. */
export interface RowRange {
  readonly table: string;
  readonly offset: number;
  readonly limit: number;
}

/** Some rows of a table. */
export interface TableRows {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What an answer holds at most, so that whoever shows it is done with it at once. */
const MOST_TABLES = 1000;
const MOST_COLUMNS = 10_000;
const MOST_CELLS = 20_000;
/** What SQLite calls a row's number, unless a column is called so. */
const ROW_NUMBERS = ["rowid", "_rowid_", "oid"];
/** In UTF-16 units. */
const LONGEST_NAME = 256;

/**
 * Looks into a database file that may have been made to harm: nothing of it runs. Only what its tables store is read, in the
 * order in which it is stored, which is that of the rowid or the primary key; views, virtual tables, generated columns,
 * triggers and indexes are left alone.
 *
 * All methods throw `CannotPreview` for a damaged database.
 */
export class DatabaseView {
  readonly #file: Buffer;
  readonly #db: SQLite.Database;
  /** The page that each table begins at. */
  readonly #roots: ReadonlyMap<string, number>;

  /** Takes the file's bytes, which it changes. */
  constructor(file: Buffer) {
    sound(() => requireTree(file, 1));
    // A database in WAL mode does not open in memory. What its log had in addition is not in this file.
    file.fill(1, 18, 20);
    this.#file = file;
    this.#db = sound(() => new SQLite(file, { readonly: true }));
    try {
      this.#roots = sound(() => this.#open());
    } catch (thrown) {
      this.#db.close();
      throw thrown;
    }
  }

  /** Gives the names of the tables, in order. */
  tables(): string[] {
    return [...this.#roots.keys()].sort();
  }

  /** Gives the tables in order, with their columns. */
  overview(): { name: string; columns: TableColumn[] }[] {
    let count = 0;
    return this.tables().map((name) => {
      const columns = this.columns(name);
      count += columns.length;
      if (count > MOST_COLUMNS) throw tooMuch(`It has more than ${MOST_COLUMNS} columns`);
      return { name, columns };
    });
  }

  /** Gives the columns that a table stores. Throws `ENOENT`. */
  columns(table: string): TableColumn[] {
    this.#tree(table);
    const columns = sound(() =>
      this.#db
        .prepare<[string], { name: string; type: string; pk: bigint; hidden: bigint }>(
          "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)",
        )
        .all(table)
        // 2 is a column that is computed when it is read.
        .filter(({ hidden }) => hidden === 0n || hidden === 3n)
        .map(({ name, type, pk }) => ({ name, type, primaryKey: pk > 0n })),
    );
    for (const { name, type } of columns) checkNames(name, type);
    return columns;
  }

  /** Counts the rows of a table. Throws `ENOENT`. */
  count(table: string): number {
    this.#tree(table);
    const counted = sound(() =>
      this.#db
        .prepare(`SELECT count(*) FROM ${quote(table)} NOT INDEXED`)
        .pluck()
        .get(),
    );
    return Number(counted);
  }

  /** Gives some rows of a table, of a very wide one fewer than were asked for. Throws `ENOENT`. */
  rows({ table, offset, limit }: RowRange): TableRows {
    const from = `${quote(table)} ${this.#tree(table) === "table" ? "NOT INDEXED" : this.#byPrimaryKey(table)}`;
    const columns = this.columns(table);
    const names = columns.map(({ name }) => quote(name)).join(", ");
    const most = Math.min(limit, Math.max(1, Math.floor(MOST_CELLS / columns.length)));
    return sound(() => {
      const rows: Cell[][] = [];
      const select = this.#db.prepare(`SELECT ${names} FROM ${from} LIMIT ? OFFSET ?`);
      // One by one, since a row may be large before its values are cut.
      for (const row of select.raw().iterate(most, offset)) rows.push((row as unknown[]).map(cellOf));
      return { columns, rows };
    });
  }

  /**
   * Gives all rows of a table as SQLite has them, in the order in which they are stored, each behind its row number: null in a
   * table without such, or whose columns have taken all names for it. Throws `ENOENT`.
   */
  *scan(table: string): Generator<readonly unknown[]> {
    const hasNumbers = this.#tree(table) === "table";
    const columns = this.columns(table);
    const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
    const number = hasNumbers ? ROW_NUMBERS.find((name) => !taken.has(name)) : undefined;
    const names = [number ?? "NULL", ...columns.map(({ name }) => quote(name))].join(", ");
    const from = `${quote(table)} ${hasNumbers ? "NOT INDEXED" : this.#byPrimaryKey(table)}`;
    const rows = sound(() => this.#db.prepare(`SELECT ${names} FROM ${from}`).raw().iterate());
    try {
      for (;;) {
        const { done, value } = sound(() => rows.next());
        if (done) return;
        yield value as unknown[];
      }
    } finally {
      rows.return?.();
    }
  }

  close(): void {
    this.#db.close();
  }

  #open(): Map<string, number> {
    this.#db.pragma("trusted_schema = OFF");
    this.#db.pragma("query_only = ON");
    this.#db.pragma("cell_size_check = ON");
    this.#db.defaultSafeIntegers();
    // SQLite has made sure that a table is what is called one, but a virtual one is too.
    const rows = this.#db
      .prepare<[], { name: string; rootpage: bigint }>(
        `SELECT name, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0
          AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
      )
      .all();
    if (rows.length > MOST_TABLES) throw tooMuch(`It has more than ${MOST_TABLES} tables`);
    checkNames(...rows.map(({ name }) => name));
    return new Map(rows.map(({ name, rootpage }) => [name, Number(rootpage)]));
  }

  /** A table without rowids is the index of its primary key; SQLite would go by any that has all columns. */
  #byPrimaryKey(table: string): string {
    const list = this.#db.prepare<[string], string>(
      "SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'",
    );
    return `INDEXED BY ${quote(sound(() => list.pluck().get(table)) ?? "")}`;
  }

  #tree(table: string): TreeKind {
    const root = this.#roots.get(table);
    if (root === undefined) throw noTable(table);
    return sound(() => requireTree(this.#file, root));
  }
}

/** Refuses what is too much to be shown. */
export function tooMuch(why: string): StrataError {
  return cannotPreview("too large", `${why}, which is too much to be shown.`);
}

function checkNames(...names: string[]): void {
  if (names.some(({ length }) => length > LONGEST_NAME))
    throw tooMuch(`A name in it has more than ${LONGEST_NAME} characters`);
}

function noTable(table: string): StrataError {
  return new StrataError("ENOENT", `The database has no table ${JSON.stringify(table)}.`, {
    hint: "Views and virtual tables are not shown.",
    data: { table },
  });
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Does something with the file, or with SQLite, whose complaints are all about the file. */
function sound<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof UnsoundDatabase && !thrown.isDatabase) {
      throw cannotPreview("not a database", "It is not an SQLite 3 database.", thrown);
    }
    if (
      thrown instanceof UnsoundDatabase ||
      thrown instanceof SQLite.SqliteError ||
      thrown instanceof RangeError
    ) {
      const why = `The database is damaged, or of a kind that cannot be shown: ${thrown.message}.`;
      throw cannotPreview("damaged", why, thrown);
    }
    throw thrown;
  }
}
