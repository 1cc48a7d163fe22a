import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import SQLite from "better-sqlite3";
import { StrataError } from "../errors.ts";
import { PRIVATE_FILE } from "../files/private.ts";

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
 * Opens a database file in WAL mode. Throws `DatabaseDamaged` when it is missing and not to be created. Other errors of
 * SQLite come out as they are and become {@link StrataError} at the edge, through `asStrataError`.
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
    if (!readonly || !isClosedOff(thrown, path)) throw thrown;
    return configure(new SQLite(readAtRest(path), { readonly }), options);
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
 * Tells whether a database failed to open because its disk or folder is read-only and SQLite cannot make the files that
 * WAL mode needs beside it; without a log left over, the file alone is the whole database then.
 */
function isClosedOff(thrown: unknown, path: string): boolean {
  const code = (thrown as { code?: string }).code ?? "";
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_READONLY")) && (log?.size ?? 0) === 0;
}

/** Reads a whole database file that nobody can be writing to, marked as one without a log so that it opens in memory. */
function readAtRest(path: string): Buffer {
  const bytes = readFileSync(path);
  // The file format's write and read version (https://sqlite.org/fileformat2.html#file_format_version_numbers): 2 is WAL.
  if (bytes.length > 20 && bytes[18] === 2) bytes.fill(1, 18, 20);
  return bytes;
}

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction: it sees and makes one state, or leaves none. Inside another
 * transaction it becomes a part of that one.
 */
export function inTransaction<T>(db: Database, work: () => T): T {
  return db.transaction(work).immediate();
}
