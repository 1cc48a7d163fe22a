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
/** A prepared statement whose parameters are known, and whose rows are not. */
export type BoundStatement<Bind extends unknown[]> = SQLite.Statement<Bind, unknown>;

/** Options for opening a database file. */
export interface OpenOptions {
  /** Opens for reading only. */
  readonly?: boolean;
  /** Creates a missing file; without it a missing file counts as damage. */
  create?: boolean;
  /** How long to wait for another process's lock before `StoreLocked`, in milliseconds. */
  lockWait?: number;
  /** `FULL` (the default) for data that must never be lost, `NORMAL` for data that can be derived again. */
  synchronous?: "FULL" | "NORMAL";
}

/** Default lock wait in milliseconds. */
export const DEFAULT_LOCK_WAIT = 30_000;

/**
 * Opens a database file in WAL mode. If SQLite cannot read it so, a read-only connection gets a copy in memory of its
 * current state (`db.memory`). Throws `DatabaseDamaged` if it is missing and not to be created, `DiskFull`. SQLite's
 * other errors pass through; `asStrataError` converts them.
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

/**
 * Creates a missing file of a database as private. SQLite would make it readable for everyone, and gives the files beside it the same
 * permissions.
 */
export function makePrivately(path: string): void {
  if (path !== ":memory:") closeSync(openSync(path, "a", PRIVATE_FILE));
}

function configure(db: Database, options: OpenOptions): Database {
  try {
    if (!options.readonly) db.pragma("journal_mode = WAL");
    db.pragma(`synchronous = ${options.synchronous ?? "FULL"}`);
    // On macOS only F_FULLFSYNC reaches the disk itself; elsewhere these have no effect.
    db.pragma("fullfsync = ON");
    db.pragma("checkpoint_fullfsync = ON");
    db.pragma("foreign_keys = ON");
    // Views and triggers of a foreign file must not call functions with side effects.
    db.pragma("trusted_schema = OFF");
    db.pragma("schema_version");
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Returns whether a database failed to open because SQLite cannot create the files that WAL mode needs beside it: the
 * disk or folder is read-only or full.
 */
function isClosedOff(thrown: unknown): boolean {
  return /^SQLITE_(CANTOPEN|READONLY|FULL|IOERR_SHM)/.test(String((thrown as { code?: unknown }).code));
}

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction, which commits as a whole or not at all. Joins an enclosing
 * transaction. Throws `DiskFull`; SQLite's other errors pass through.
 */
export function inTransaction<T>(db: Database, work: () => T): T {
  try {
    return db.transaction(work).immediate();
  } catch (thrown) {
    throw db.memory ? thrown : orDiskFull(thrown, "writing to the store", dirname(db.name));
  }
}
