import SQLite from "better-sqlite3";
import type { ContentMerge, Preference } from "../content/merger.ts";
import { sqliteMerger } from "./sqlite-merger.ts";

/** Makes a database file of some SQL, from nothing or from another file. */
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

/** Reads what a query gives from a database file, integers as `bigint`. */
export function rowsOf(file: Uint8Array, sql: string): unknown[][] {
  const db = new SQLite(Buffer.from(file));
  try {
    return db.prepare<[], unknown[]>(sql).safeIntegers().raw().all();
  } finally {
    db.close();
  }
}

/** Merges three database files. */
export function merge(
  base: Uint8Array | null,
  ours: Uint8Array,
  theirs: Uint8Array,
  prefer: Preference = "none",
): ContentMerge {
  return sqliteMerger.merge(
    { base, ours, theirs },
    { prefer, names: { base: "the base", ours: "main", theirs: "topic" } },
  );
}

/** Merges what two pieces of SQL make of a database that a first one makes. */
export function mergeSql(
  schema: string,
  ours: string,
  theirs: string,
  prefer: Preference = "none",
): ContentMerge {
  const base = fileOf(schema);
  return merge(base, fileOf(ours, base), fileOf(theirs, base), prefer);
}

/** Gives the bytes of what has merged. */
export function mergedBytes(merged: ContentMerge): Uint8Array {
  if (merged.status === "merged") return merged.bytes;
  throw new Error(`is in conflict: ${merged.reason ?? JSON.stringify(merged.rows)}`);
}

/** Gives the reason for which a whole file is in conflict; undefined when it is not. */
export function reasonOf(merged: ContentMerge): string | undefined {
  return merged.status === "conflict" && merged.rows === undefined ? merged.reason : undefined;
}
