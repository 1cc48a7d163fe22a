import { closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import SQLite from "better-sqlite3";
import { StrataError } from "../errors.ts";
import { PRIVATE_FILE } from "../files/private.ts";
import { readAtRest } from "./at-rest.ts";
import { orDiskFull } from "./full-disk.ts";

/** A connection to one SQLite database file. */
export type Database = SQLite.Database;
/** A prepared statement. */
export type Statement = SQLite.Statement;

/** How a database file is to be opened. */
export interface OpenOptions {
  /** Only read. */
  readonly?: boolean;
  /** Make the file where there is none; otherwise its absence is damage. */
  create?: boolean;
  /** How long to wait for another process's lock before `StoreLocked`, in milliseconds. */
  lockWait?: number;
  /** `FULL` for what must never be lost (the default), `NORMAL` for what can be derived again. */
  synchronous?: "FULL" | "NORMAL";
}

/** How long a writer waits for another by default, in milliseconds. */
export const DEFAULT_LOCK_WAIT = 30_000;

/**
 * Opens a database file in WAL mode. Where SQLite cannot read it so, one that is only read is opened in memory, as it
 * is at that moment (`db.memory`). Throws `DatabaseDamaged` when it is missing and not to be created, `DiskFull`. Other errors of SQLite come out as they are and become {@link StrataError} at the edge, through `asStrataError`.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const readonly = options.readonly ?? false;
  if (!options.create && path !== ":memory:" && !existsSync(path)) {
    throw new StrataError("DatabaseDamaged", `The store's database is missing: ${path}`, {
      hint: "Run `strata recover` to bring back the newest good copy.",
      data: { path },
    });
  }
  if (options.create) makePrivately(path);
  const wait = options.lockWait ?? DEFAULT_LOCK_WAIT;
  try {
    return configure(new SQLite(path, { readonly, timeout: wait }), options);
  } catch (thrown) {
    const atRest = readonly && isClosedOff(thrown) ? readAtRest(path) : undefined;
    if (atRest === undefined) throw orDiskFull(thrown, "opening the store", dirname(path));
    return configure(new SQLite(atRest, { readonly }), options);
  }
}

/** Makes an empty file where there is none: SQLite would let everybody read it, and gives the files beside it its permissions. */
function makePrivately(path: string): void {
  if (path !== ":memory:") closeSync(openSync(path, "a", PRIVATE_FILE));
}

function configure(db: Database, options: OpenOptions): Database {
  try {
    if (!options.readonly) db.pragma("journal_mode = WAL");
    db.pragma(`synchronous = ${options.synchronous ?? "FULL"}`);
    // On macOS only F_FULLFSYNC reaches the platters; elsewhere these do nothing.
    db.pragma("fullfsync = ON");
    db.pragma("checkpoint_fullfsync = ON");
    db.pragma("foreign_keys = ON");
    // Views and triggers of a file from elsewhere must not call functions with effects.
    db.pragma("trusted_schema = OFF");
    db.pragma("schema_version");
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Tells whether a database failed to open because SQLite cannot make the files that WAL mode needs beside it: the disk or folder is
 * read-only, or has no room.
 */
function isClosedOff(thrown: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY|FULL|IOERR_SHM)/.test(String((thrown as { code?: unknown }).code));
}

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction: it sees and makes one state, or leaves none. Inside another
 * transaction it becomes a part of that one. Throws `DiskFull`, other errors of SQLite as they are.
 */
export function inTransaction<T>(db: Database, work: () => T): T {
  try {
    return db.transaction(work).immediate();
  } catch (thrown) {
    throw db.memory ? thrown : orDiskFull(thrown, "writing to the store", dirname(db.name));
  }
}
