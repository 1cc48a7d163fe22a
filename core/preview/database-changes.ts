import { comparePaths } from "../manifest/path.ts";
import { type Cell, cellOf } from "./database-cell.ts";
import type { DatabaseView, TableColumn } from "./database-view.ts";
import { type KeyedRow, pairRows, type RowPair } from "./row-pairs.ts";

/** The numbers of added, changed and removed rows. */
export interface RowCounts {
  readonly added: number;
  readonly modified: number;
  readonly removed: number;
}

/** A column of one or both compared tables. */
export interface ComparedColumn extends TableColumn {
  readonly change: "added" | "removed" | undefined;
}

/** A changed row. Cells are in the order of the columns; null for a column that a side does not have. */
export interface RowChange {
  readonly before: readonly Cell[] | undefined;
  readonly after: readonly Cell[] | undefined;
  /** For a row that both have, the indexes of the columns whose values differ. */
  readonly changed: readonly number[];
}

/** The differences between the rows of two tables. */
export interface TableChanges {
  readonly columns: readonly ComparedColumn[];
  /** Whether rows are matched by primary key; otherwise by rowid. */
  readonly keyed: boolean;
  readonly counts: RowCounts;
  /** In the order of their keys. If there are very many, only the first ones found. */
  readonly rows: readonly RowChange[];
}

/** Some of the rows of a table that changed. */
export interface ChangedRows extends TableChanges {
  /** Number of changed rows that can be read; of very many not all. */
  readonly total: number;
}

/** Maximum number of values kept of a comparison. */
const MAX_CELLS = 200_000;

/**
 * Compares a table of two databases row by row; one of them may not have it. Throws `CannotPreview`, and `ENOENT` if
 * neither has it.
 */
export function compareTables(before: DatabaseView, after: DatabaseView, table: string): TableChanges {
  const [old, now] = [sideOf(before, table), sideOf(after, table)];
  if (!old.exists && !now.exists) after.columns(table);
  const columns = union(old.columns, now.columns);
  const places = [old, now].map((side) =>
    columns.map(({ name }) => side.columns.findIndex((column) => column.name === name)),
  );
  const [oldPlaces = [], nowPlaces = []] = places;
  // Rows of tables with different primary keys cannot be matched by key.
  const key = keyOf(old) ?? keyOf(now) ?? [];
  const counts = { added: 0, modified: 0, removed: 0 };
  const found: { order: readonly unknown[]; row: RowChange }[] = [];
  const most = Math.max(1, Math.floor(MAX_CELLS / Math.max(1, columns.length)));
  for (const pair of pairRows(keyed(before, old, key), keyed(after, now, key))) {
    const changed = differences(pair, oldPlaces, nowPlaces);
    if (pair.before !== undefined && pair.after !== undefined && changed.length === 0) continue;
    counts[pair.before === undefined ? "added" : pair.after === undefined ? "removed" : "modified"]++;
    if (found.length === most) continue;
    const some = pair.after ?? pair.before;
    const order = orderOf(some, pair.after === undefined ? old : now, key);
    found.push({
      order,
      row: {
        before: pair.before && oldPlaces.map((at) => cellAt(pair.before, at)),
        after: pair.after && nowPlaces.map((at) => cellAt(pair.after, at)),
        changed,
      },
    });
  }
  found.sort((one, other) => byKey(one.order, other.order));
  return { columns, keyed: key.length > 0, counts, rows: found.map(({ row }) => row) };
}

/** One of the tables; a missing one has no columns. */
interface Side {
  readonly table: string;
  readonly exists: boolean;
  readonly columns: readonly TableColumn[];
}

function sideOf(view: DatabaseView, table: string): Side {
  const exists = view.tables().includes(table);
  return { table, exists, columns: exists ? view.columns(table) : [] };
}

function union(before: readonly TableColumn[], after: readonly TableColumn[]): ComparedColumn[] {
  const has = (columns: readonly TableColumn[], name: string) => columns.some((each) => each.name === name);
  const isNew = before.length === 0;
  return [
    ...after.map((column) => ({
      ...column,
      change: isNew || has(before, column.name) ? undefined : ("added" as const),
    })),
    ...before
      .filter(({ name }) => !has(after, name))
      .map((column) => ({ ...column, change: after.length === 0 ? undefined : ("removed" as const) })),
  ];
}

function keyOf({ columns }: Side): string[] | undefined {
  const key = columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  return key.length === 0 ? undefined : key;
}

function* keyed(view: DatabaseView, side: Side, key: readonly string[]): Generator<KeyedRow> {
  if (!side.exists) return;
  const places = placesOf(side, key);
  for (const [number, ...values] of view.scan(side.table)) {
    const own = places.map((at) => (at === -1 ? null : values[at]));
    // A key with NULL does not identify a row.
    const isKey = own.length > 0 && own.every((value) => value !== null);
    yield {
      key: isKey ? own.map(written).join() : `#${String(number)}`,
      values: isKey ? values : [...values, number],
    };
  }
}

function placesOf({ columns }: Side, key: readonly string[]): number[] {
  return key.map((name) => columns.findIndex((column) => column.name === name));
}

/** Formats a value so that different values differ. */
function written(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Uint8Array) return `x${Buffer.from(value).toString("hex")}`;
  return String(value);
}

/**
 * Returns the columns in which the rows of a pair differ. A column that one side lacks counts if its value is not NULL.
 */
function differences(
  { before, after }: RowPair,
  oldPlaces: readonly number[],
  nowPlaces: readonly number[],
): number[] {
  if (before === undefined || after === undefined) return [];
  const changed: number[] = [];
  for (const [column, was] of oldPlaces.entries()) {
    const is = nowPlaces[column] ?? -1;
    if (!isSame(was === -1 ? null : before.values[was], is === -1 ? null : after.values[is]))
      changed.push(column);
  }
  return changed;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other) === 0;
  return Object.is(one, other);
}

function cellAt(row: KeyedRow | undefined, at: number): Cell {
  return at === -1 || row === undefined ? null : cellOf(row.values[at]);
}

function orderOf(row: KeyedRow | undefined, side: Side, key: readonly string[]): readonly unknown[] {
  if (row === undefined) return [];
  const number = row.values[side.columns.length];
  return number === undefined ? placesOf(side, key).map((at) => row.values[at]) : [null, number];
}

/** Compares keys value by value in SQLite's order: NULL, numbers, texts, blobs. */
function byKey(one: readonly unknown[], other: readonly unknown[]): number {
  for (const [at, value] of one.entries()) {
    const order = byValue(value, other[at]);
    if (order !== 0) return order;
  }
  return 0;
}

function byValue(one: unknown, other: unknown): number {
  const rank = rankOf(one) - rankOf(other);
  if (rank !== 0) return rank;
  if (typeof one === "string" && typeof other === "string") return comparePaths(one, other);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  if (one === null || other === null) return 0;
  return (one as number) < (other as number) ? -1 : (one as number) > (other as number) ? 1 : 0;
}

function rankOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "string") return 2;
  return value instanceof Uint8Array ? 3 : 1;
}
