import type SQLite from "better-sqlite3";
import { bound, type Cell, cellsOf, parameterSql, type Row } from "./cells.ts";
import type { RowChanges } from "./row-changes.ts";
import { quote, type Table, tableRowSql } from "./table.ts";
import { Unmergeable } from "./unmergeable.ts";

/** Maximum number of cached statements: there may be one for each row. */
const MOST_STATEMENTS = 100;

/** Writes rows of one table. */
export class RowWriter {
  readonly #db: SQLite.Database;
  readonly #table: Table;
  /** By their SQL, which depends on which values are texts. */
  readonly #statements = new Map<string, SQLite.Statement>();

  constructor(db: SQLite.Database, table: Table) {
    this.#db = db;
    this.#table = table;
  }

  /**
   * Writes changes and verifies that each row is then equal to the bit. All changed rows are deleted before any is
   * inserted, since two may swap unique values; a row that is inserted again keeps its rowid. Throws
   * {@link Unmergeable}, and what SQLite throws when a row breaks a constraint.
   */
  write(changes: RowChanges): void {
    const rowids = new Map<string, unknown>();
    for (const [key, { before }] of changes) if (before !== null) rowids.set(key, this.#delete(key));
    for (const [key, { after }] of changes)
      if (after !== null && rowids.has(key)) this.#insert(after, rowids.get(key));
    for (const [key, { after }] of changes) if (after !== null && !rowids.has(key)) this.#insert(after);
    for (const [key, { after }] of changes) this.#verify(key, after);
  }

  #delete(key: string): unknown {
    const { name, rowid = "NULL" } = this.#table;
    const { where, values } = this.#find(key);
    const gone = this.#prepare(`DELETE FROM ${quote(name)} WHERE ${where} RETURNING ${rowid}`).all(...values);
    if (gone.length !== 1) throw this.#unfaithful();
    return gone[0];
  }

  #insert(row: Row, number?: unknown): void {
    const { name, columns, rowid } = this.#table;
    const cells = cellsOf(row);
    const values: unknown[] = cells.map(bound);
    const parameters = cells.map(parameterSql);
    const names = columns.map(quote);
    if (number !== undefined && rowid !== undefined) {
      values.push(number);
      parameters.push("?");
      names.push(rowid);
    }
    // ABORT overrides a constraint of the table that would replace the row in the way or ignore the new one.
    this.#prepare(
      `INSERT OR ABORT INTO ${quote(name)} (${names.join()}) VALUES (${parameters.join()}) RETURNING 0`,
    ).all(...values);
  }

  #verify(key: string, expected: Row | null): void {
    const { where, values } = this.#find(key);
    const found = this.#prepare(
      `SELECT ${tableRowSql(this.#table)} FROM ${quote(this.#table.name)} WHERE ${where}`,
    ).all(...values);
    if (found.length !== (expected === null ? 0 : 1) || (expected !== null && found[0] !== expected)) {
      throw this.#unfaithful();
    }
  }

  #find(key: string): { where: string; values: unknown[] } {
    const cells = cellsOf(key);
    const where = this.#table.key.map(
      ({ name, collation }, at) =>
        `${quote(name)} = ${parameterSql(cells[at] ?? "")} COLLATE ${quote(collation)}`,
    );
    return { where: where.join(" AND "), values: cells.map((cell: Cell) => bound(cell)) };
  }

  #prepare(sql: string): SQLite.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size === MOST_STATEMENTS) this.#statements.clear();
      statement = this.#db.prepare(sql).pluck();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #unfaithful(): Unmergeable {
    return new Unmergeable(
      `A row of the table ${JSON.stringify(this.#table.name)} cannot be written exactly as it is.`,
    );
  }
}
