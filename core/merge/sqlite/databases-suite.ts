import SQLite from "better-sqlite3";
import type { ContentMerge, Preference } from "../merger.ts";
import type { RowDecisions } from "../row-decision.ts";
import { sqliteMerger } from "./sqlite-merger.ts";

/** Returns a database file made by running SQL on a new database or on another file. */
export function fileOf(sql: string, from?: Uint8Array): Buffer {
  const db = new SQLite(from === undefined ? ":memory:" : Buffer.from(from));
  try {
    db.unsafeMode();
    db.exec(sql);
    return db.serialize();
  } finally {
    db.close();
  }
}

/** Returns the rows of a query on a database file, integers as `bigint`. */
export function rowsOf(file: Uint8Array, sql: string): unknown[][] {
  const db = new SQLite(Buffer.from(file));
  try {
    return db.prepare<[], unknown[]>(sql).safeIntegers().raw().all();
  } finally {
    db.close();
  }
}

export const NAMES = { base: "the base", ours: "main", theirs: "topic" };

/** Merges three database files. */
export function merge(
  base: Uint8Array | null,
  ours: Uint8Array,
  theirs: Uint8Array,
  prefer: Preference = "none",
  rows?: RowDecisions,
): ContentMerge {
  return sqliteMerger.merge({ base, ours, theirs }, { prefer, names: NAMES, ...(rows && { rows }) });
}

/** Merges two databases that SQL makes from a base. */
export function mergeSql(
  schema: string,
  ours: string,
  theirs: string,
  prefer: Preference = "none",
  rows?: RowDecisions,
): ContentMerge {
  const base = fileOf(schema);
  return merge(base, fileOf(ours, base), fileOf(theirs, base), prefer, rows);
}

/** Returns the merged bytes. Throws if there is a conflict. */
export function mergedBytes(merged: ContentMerge): Uint8Array {
  if (merged.status === "merged") return merged.bytes;
  throw new Error(`is in conflict: ${merged.reason ?? JSON.stringify(merged.rows)}`);
}

/** Returns the reason why a whole file is in conflict; undefined if it is not. */
export function reasonOf(merged: ContentMerge): string | undefined {
  return merged.status === "conflict" && merged.rows === undefined ? merged.reason : undefined;
}
