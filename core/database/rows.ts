import { basename } from "node:path";
import { StrataError } from "../errors.ts";
import type { BoundStatement } from "./database.ts";

/**
 * Tells whether a value is what a column holds. Nothing that is read from a database of the store is taken for more than it
 * is found to be: a page may be another table's, and SQLite does not look.
 */
export type Column<T> = (value: unknown) => value is T;

/** The columns of a row by name. */
type Shape<R> = { readonly [K in keyof R]: Column<R[K]> };

/** The rows of such columns. */
export type RowOf<S> = { [K in keyof S]: S[K] extends Column<infer T> ? T : never };

/** A statement whose rows are checked. Both throw `DatabaseDamaged`. */
export interface CheckedQuery<Bind extends unknown[], R> {
  get(...bind: Bind): R | undefined;
  all(...bind: Bind): R[];
}

export const isText: Column<string> = (value) => typeof value === "string";
export const isBytes: Column<Buffer> = (value): value is Buffer => Buffer.isBuffer(value);
/** 32 bytes. */
export const isIdBytes: Column<Buffer> = (value): value is Buffer =>
  Buffer.isBuffer(value) && value.length === 32;
/** A whole number, up to 2^53 - 1 either way. */
export const isWhole: Column<number> = (value): value is number => Number.isSafeInteger(value);
/** A whole number from 0. */
export const isCount: Column<number> = (value): value is number => isWhole(value) && value >= 0;

/** A column that may be NULL. */
export function orNull<T>(column: Column<T>): Column<T | null> {
  return (value): value is T | null => value === null || column(value);
}

/** A column that holds one of a few values. */
export function isOneOf<const T extends string | number>(...values: readonly T[]): Column<T> {
  return (value): value is T => (values as readonly unknown[]).includes(value);
}

/** Reads rows by the names of their columns. */
export function readRows<Bind extends unknown[], R>(
  statement: BoundStatement<Bind>,
  shape: Shape<R>,
): CheckedQuery<Bind, R> {
  const columns = Object.entries<Column<unknown>>(shape);
  return checked(statement, (row): row is R => {
    const values = row as Record<string, unknown>;
    return columns.every(([name, column]) => column(values[name]));
  });
}

/** Reads rows as tuples. */
export function readTuples<Bind extends unknown[], const R extends readonly unknown[]>(
  statement: BoundStatement<Bind>,
  ...columns: Shape<R> & readonly Column<unknown>[]
): CheckedQuery<Bind, R> {
  return checked(statement.raw(), (row): row is R =>
    columns.every((column, at) => column((row as readonly unknown[])[at])),
  );
}

/** Reads the only column of rows. */
export function readValues<Bind extends unknown[], T>(
  statement: BoundStatement<Bind>,
  column: Column<T>,
): CheckedQuery<Bind, T> {
  return checked(statement.pluck(), column);
}

/** The error for a row of one of the store's databases that cannot be one of its table. */
export function damagedRow(database: string, what = "a row is not what its table holds"): StrataError {
  return new StrataError("DatabaseDamaged", `${basename(database)} is damaged: ${what}.`, {
    hint: "Run `strata recover`: it makes the index again, or brings back the newest good copy of the database.",
    data: { path: database },
  });
}

function checked<Bind extends unknown[], R>(
  statement: BoundStatement<Bind>,
  isRow: Column<R>,
): CheckedQuery<Bind, R> {
  const check = (row: unknown): R => {
    if (isRow(row)) return row;
    throw damagedRow(statement.database.name);
  };
  return {
    get(...bind) {
      const row = statement.get(...bind);
      return row === undefined ? undefined : check(row);
    },
    all: (...bind) => statement.all(...bind).map(check),
  };
}
