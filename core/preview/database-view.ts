import SQLite from "better-sqlite3";
import { requireTree, type TreeKind, UnsoundDatabase } from "../database/database-pages.ts";
import { StrataError } from "../errors.ts";
import { type Cell, cellOf } from "./database-cell.ts";
import { cannotPreview } from "./preview-errors.ts";

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** As declared; "" if not declared. */
  readonly type: string;
  readonly primaryKey: boolean;
}

/** A range of a table's rows. */
export interface RowRange {
  readonly table: string;
  readonly offset: number;
  readonly limit: number;
}

/** A range of a table's rows with its columns. */
export interface TableRows {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Limits of one answer, so that it can be shown at once. */
const MAX_TABLES = 1000;
const MAX_COLUMNS = 10_000;
const MAX_CELLS = 20_000;
/** SQLite's names for the rowid, unless a column has that name. */
const ROW_NUMBERS = ["rowid", "_rowid_", "oid"];
/** In UTF-16 units. */
const MAX_NAME = 256;

/**
 * Reads a database file that may be malicious, without running anything in it. Reads only what tables store, in storage
 * order (by rowid or primary key); ignores views, virtual tables, generated columns, triggers and indexes.
 *
 * All methods throw `CannotPreview` for a damaged database.
 */
export class DatabaseView {
  readonly #file: Buffer;
  readonly #db: SQLite.Database;
  /** The root page of each table. */
  readonly #roots: ReadonlyMap<string, number>;

  /** Takes ownership of the file's bytes, which it changes. */
  constructor(file: Buffer) {
    guarded(() => requireTree(file, 1));
    // A database in WAL mode does not open in memory. Its log is not part of this file.
    file.fill(1, 18, 20);
    this.#file = file;
    this.#db = guarded(() => new SQLite(file, { readonly: true }));
    try {
      this.#roots = guarded(() => this.#open());
    } catch (thrown) {
      this.#db.close();
      throw thrown;
    }
  }

  /** Returns the tables' names in order. */
  tables(): string[] {
    return [...this.#roots.keys()].sort();
  }

  /** Returns the tables in order, with their columns. */
  overview(): { name: string; columns: TableColumn[] }[] {
    let count = 0;
    return this.tables().map((name) => {
      const columns = this.columns(name);
      count += columns.length;
      if (count > MAX_COLUMNS) throw tooMuch(`It has more than ${MAX_COLUMNS} columns`);
      return { name, columns };
    });
  }

  /** Returns a table's stored columns. Throws `ENOENT`. */
  columns(table: string): TableColumn[] {
    this.#tree(table);
    const columns = guarded(() =>
      this.#db
        .prepare<[string], { name: string; type: string; pk: bigint; hidden: bigint }>(
          "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)",
        )
        .all(table)
        // 2 is a column that is computed on reading.
        .filter(({ hidden }) => hidden === 0n || hidden === 3n)
        .map(({ name, type, pk }) => ({ name, type, primaryKey: pk > 0n })),
    );
    for (const { name, type } of columns) checkNames(name, type);
    return columns;
  }

  /** Returns the number of a table's rows. Throws `ENOENT`. */
  count(table: string): number {
    this.#tree(table);
    const counted = guarded(() =>
      this.#db
        .prepare(`SELECT count(*) FROM ${quote(table)} NOT INDEXED`)
        .pluck()
        .get(),
    );
    return Number(counted);
  }

  /** Returns a range of a table's rows, fewer than requested if it is very wide. Throws `ENOENT`. */
  rows({ table, offset, limit }: RowRange): TableRows {
    const from = `${quote(table)} ${this.#tree(table) === "table" ? "NOT INDEXED" : this.#byPrimaryKey(table)}`;
    const columns = this.columns(table);
    const names = columns.map(({ name }) => quote(name)).join(", ");
    const most = Math.min(limit, Math.max(1, Math.floor(MAX_CELLS / columns.length)));
    return guarded(() => {
      const rows: Cell[][] = [];
      const select = this.#db.prepare(`SELECT ${names} FROM ${from} LIMIT ? OFFSET ?`);
      // One by one, since a row may be large until its values are truncated.
      for (const row of select.raw().iterate(most, offset)) rows.push((row as unknown[]).map(cellOf));
      return { columns, rows };
    });
  }

  /**
   * Yields all rows of a table in storage order, each after its rowid; null if the table has none, or its columns use all
   * names for it. Throws `ENOENT`.
   */
  *scan(table: string): Generator<readonly unknown[]> {
    const hasNumbers = this.#tree(table) === "table";
    const columns = this.columns(table);
    const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
    const number = hasNumbers ? ROW_NUMBERS.find((name) => !taken.has(name)) : undefined;
    const names = [number ?? "NULL", ...columns.map(({ name }) => quote(name))].join(", ");
    const from = `${quote(table)} ${hasNumbers ? "NOT INDEXED" : this.#byPrimaryKey(table)}`;
    const rows = guarded(() => this.#db.prepare(`SELECT ${names} FROM ${from}`).raw().iterate());
    try {
      for (;;) {
        const { done, value } = guarded(() => rows.next());
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
    // SQLite has checked that entries of type table are tables, but these include virtual ones.
    const rows = this.#db
      .prepare<[], { name: string; rootpage: bigint }>(
        `SELECT name, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0
          AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
      )
      .all();
    if (rows.length > MAX_TABLES) throw tooMuch(`It has more than ${MAX_TABLES} tables`);
    checkNames(...rows.map(({ name }) => name));
    return new Map(rows.map(({ name, rootpage }) => [name, Number(rootpage)]));
  }

  /**
   * A table without rowids is stored in the index of its primary key. SQLite would use any index that has all columns.
   */
  #byPrimaryKey(table: string): string {
    const list = this.#db.prepare<[string], string>(
      "SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'",
    );
    return `INDEXED BY ${quote(guarded(() => list.pluck().get(table)) ?? "")}`;
  }

  #tree(table: string): TreeKind {
    const root = this.#roots.get(table);
    if (root === undefined) throw noTable(table);
    return guarded(() => requireTree(this.#file, root));
  }
}

/** Returns the error for more than can be shown. */
export function tooMuch(why: string): StrataError {
  return cannotPreview("too large", `${why}, which is too much to be shown.`);
}

function checkNames(...names: string[]): void {
  if (names.some(({ length }) => length > MAX_NAME))
    throw tooMuch(`A name in it has more than ${MAX_NAME} characters`);
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

/** Runs work on the file or in SQLite, and converts their errors to `CannotPreview`. */
function guarded<T>(work: () => T): T {
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
