import { existsSync } from "node:fs";
import SQLite from "better-sqlite3";
import { StrataError } from "../errors.ts";

/** A connection to one SQLite database file. */
export type Database = SQLite.Database;
/** A prepared statement. */
export type Statement = SQLite.Statement;

/** How a database file is to be opened. */
export interface OpenOptions {
  /** Only read; the file must exist. */
  readonly?: boolean;
  /** How long to wait for another process's lock before `StoreLocked`, in milliseconds. */
  lockWait?: number;
  /** `FULL` for what must never be lost (the default), `NORMAL` for what can be derived again. */
  synchronous?: "FULL" | "NORMAL";
}

/** How long a writer waits for another by default, in milliseconds. */
export const DEFAULT_LOCK_WAIT = 30_000;

/**
 * Opens a database file in WAL mode; creates it unless `readonly`. Errors of SQLite come out as they are and become
 * {@link StrataError} at the edge, through `asStrataError`.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const readonly = options.readonly ?? false;
  if (readonly && !existsSync(path)) {
    throw new StrataError("DatabaseDamaged", `The store's database is missing: ${path}`, {
      hint: "Run `strata recover` to bring back the newest good copy.",
      data: { path },
    });
  }
  const db = new SQLite(path, { readonly, timeout: options.lockWait ?? DEFAULT_LOCK_WAIT });
  try {
    if (!readonly) db.pragma("journal_mode = WAL");
    db.pragma(`synchronous = ${options.synchronous ?? "FULL"}`);
    // On macOS only F_FULLFSYNC reaches the platters; elsewhere these do nothing.
    db.pragma("fullfsync = ON");
    db.pragma("checkpoint_fullfsync = ON");
    db.pragma("foreign_keys = ON");
    // Views and triggers of a file from elsewhere must not call functions with effects.
    db.pragma("trusted_schema = OFF");
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction: it sees and makes one state, or leaves none. Inside another
 * transaction it becomes a part of that one.
 */
export function inTransaction<T>(db: Database, work: () => T): T {
  return db.transaction(work).immediate();
}
