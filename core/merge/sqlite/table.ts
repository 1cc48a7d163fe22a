import type SQLite from "better-sqlite3";
import { cellSql, keyCellSql, rowSql } from "./cells.ts";

/** A column of a primary key, and the collation that compares its texts. */
export interface KeyColumn {
  readonly name: string;
  readonly collation: string;
}

/** The columns and names needed to read and write the rows of a table. */
export interface Table {
  readonly name: string;
  /** The stored columns, without generated ones. */
  readonly columns: readonly string[];
  /** Empty if the table has no primary key. */
  readonly key: readonly KeyColumn[];
  /** The name of the hidden rowid; undefined if there is none beside the key. */
  readonly rowid: string | undefined;
  /** Makes SQLite read the table itself: in a damaged database, an index may hold other rows. */
  readonly hint: string;
}

/** A row of a table and its key. A key that is missing or has a NULL in it ends in `@` and the rowid. */
export type KeyedRow = [key: string, row: string];

/** Describes a table of a database. */
export function readTable(db: SQLite.Database, name: string): Table {
  const columns = db
    .prepare<[string], { name: string; pk: bigint; hidden: bigint }>(
      "SELECT name, pk, hidden FROM pragma_table_xinfo(?)",
    )
    .all(name);
  const keyIndex = db
    .prepare<[string], string>("SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'")
    .pluck()
    .get(name);
  const withoutRowid = db
    .prepare<[string], bigint>("SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'")
    .pluck()
    .get(name);
  const declared = columns.filter(({ pk }) => pk > 0n);
  const names = new Set(columns.map((column) => column.name.toLowerCase()));
  const isAlias = keyIndex === undefined && declared.length > 0;
  return {
    name,
    columns: columns.filter(({ hidden }) => hidden === 0n).map((column) => column.name),
    key:
      keyIndex === undefined
        ? declared.map((column) => ({ name: column.name, collation: "BINARY" }))
        : keyColumns(db, keyIndex),
    rowid: withoutRowid || isAlias ? undefined : ["rowid", "_rowid_", "oid"].find((each) => !names.has(each)),
    hint: withoutRowid ? `INDEXED BY ${quote(keyIndex ?? "")}` : "NOT INDEXED",
  };
}

function keyColumns(db: SQLite.Database, index: string): KeyColumn[] {
  return db
    .prepare<[string], KeyColumn>(
      "SELECT name, coll AS collation FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno",
    )
    .all(index);
}

/** Returns the SQL expression of a table's rows. */
export function tableRowSql(table: Table): string {
  return rowSql(table.columns.map((name) => cellSql(quote(name))));
}

/** Reads all rows of a table in storage order. */
export function scanRows(db: SQLite.Database, table: Table): IterableIterator<KeyedRow> {
  const key = table.key.map(({ name, collation }) => keyCellSql(quote(name), collation));
  const number = table.rowid === undefined ? "''" : `'@' || ${table.rowid}`;
  const unknown = table.key.map(({ name }) => `${quote(name)} IS NULL`).join(" OR ") || "TRUE";
  const tail = table.rowid === undefined && table.key.length > 0 ? "''" : `iif(${unknown}, ${number}, '')`;
  const keySql = key.length === 0 ? tail : `${rowSql(key)} || ${tail}`;
  return db
    .prepare<[], KeyedRow>(`SELECT ${keySql}, ${tableRowSql(table)} FROM ${quote(table.name)} ${table.hint}`)
    .raw()
    .iterate();
}

/** Quotes a name for SQL. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
