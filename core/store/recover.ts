import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type Database, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { removeQuietly, temporaryIn, writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { PRIVATE_FOLDER } from "../files/private.ts";
import { checkProfile } from "../profile.ts";
import { requireArrived } from "./arriving.ts";
import { type Backup, listBackups, timestamp } from "./backup.ts";
import { collectedAfter } from "./collected.ts";
import { formatDescription, noStore, notAStore, readDescription, storedProfile } from "./description.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { requireStill } from "./moved.ts";

/** The files that SQLite keeps of a database. */
const SUFFIXES = ["", "-wal", "-shm", "-journal"] as const;
const COPY_BYTES = 1024 * 1024;

/** The outcome of {@link recover}. Times are in ms since 1970. */
export interface RecoverReport {
  /** `restored`: a copy is in its place now. */
  readonly database: "sound" | "restored";
  /** The copy that was put in place. */
  readonly restoredFrom?: string;
  /** When that copy was made. */
  readonly copyMadeAt?: number;
  /** The time of the copy's last move: later moves are lost. Absent when it has no moves. */
  readonly lostSince?: number;
  /** When a collection took something away after the copy was made: the copy may name snapshots that are gone. */
  readonly collectedAt?: number;
  /** The folder that damaged files were moved to. */
  readonly setAside?: string;
  /** `removed`: it is gone, and the next command that writes to the store rebuilds it. */
  readonly index: "sound" | "removed";
  /** `restored`: `store.json` was lost or damaged, and was written again. */
  readonly description: "sound" | "restored";
}

/** Options of {@link recover}. */
export interface RecoverOptions {
  /** Puts the best copy in place also of a database that SQLite finds sound, as its rows contradict each other. */
  readonly replaceSound?: boolean;
}

/**
 * Repairs a store that does not open. A sound `strata.db` stays as it is; a damaged or missing one is set aside, never
 * deleted, and the newest good copy takes its place. `index.db` is derived, and is removed when it is damaged or older than a copy.
 * `store.json` is written again from the database.
 *
 * Interrupted at any point, it can be run again. No other process may have the store open: with a sound database that is
 * checked (`StoreLocked`), with a damaged one it is up to the caller.
 *
 * Nothing is salvaged from a damaged database: its readable pages may be of different states, and the latest snapshots' objects
 * are mostly loose in it.
 *
 * Throws `DatabaseDamaged` when there is no good copy, `NoStore`, `NotAStore`, `StoreMoved`, `StoreTooNew`; every file is then left in place.
 */
export function recover(
  layout: StoreLayout,
  files: FileWrites,
  now: number,
  { replaceSound = false }: RecoverOptions = {},
): RecoverReport {
  requireArrived(layout, files);
  const hasDescription = isDescribed(layout);
  const copies = listBackups(layout.backups);
  const isThere = existsSync(layout.strataDb);
  if (!isThere && !hasDescription && copies.length === 0) throw noStore(layout);
  if (isThere && isSound(layout.strataDb)) {
    reading(layout.strataDb, (db) => requireStill(db, layout));
    if (!replaceSound) return whileLocked(layout, () => keep(layout, files, now, hasDescription));
    // Tells whether another process is writing to it; from then on that is up to the caller.
    whileLocked(layout, () => undefined);
  }
  return restore(layout, files, now, hasDescription, copies);
}

/** Returns the copy that {@link recover} puts in place, with the number of its latest move; undefined if none is good. */
export function bestCopy(layout: StoreLayout): { readonly copy: Backup; readonly moves: number } | undefined {
  return bestOf(listBackups(layout.backups));
}

/** Repairs the files beside a sound database. */
function keep(layout: StoreLayout, files: FileWrites, now: number, hasDescription: boolean): RecoverReport {
  const hasIndex = existsSync(layout.indexDb) && isIntact(layout.indexDb);
  if (!hasIndex) removeIndex(layout, files);
  const aside = new SetAside(layout, files, now);
  if (!hasDescription) describe(layout, files, aside);
  return {
    database: "sound",
    index: hasIndex ? "sound" : "removed",
    description: hasDescription ? "sound" : "restored",
    ...aside.report(),
  };
}

/** Replaces a damaged or missing database with the newest good copy. */
function restore(
  layout: StoreLayout,
  files: FileWrites,
  now: number,
  hasDescription: boolean,
  copies: readonly Backup[],
): RecoverReport {
  const copy = bestOf(copies)?.copy;
  if (copy === undefined) throw noGoodCopy(layout, copies.length);
  const aside = new SetAside(layout, files, now);
  const temporary = temporaryIn(layout.folder);
  try {
    copyDurably(files, copy.path, temporary);
    // Each file is moved before the next step: a WAL or journal must never be beside another database than its own, nor an
    // index another store.
    for (const suffix of SUFFIXES) aside.move(layout.strataDb + suffix);
    removeIndex(layout, files);
    files.rename(temporary, layout.strataDb);
  } catch (thrown) {
    removeQuietly(files, temporary);
    throw thrown;
  }
  files.syncFolder(layout.folder);
  if (!hasDescription) describe(layout, files, aside);
  const lostSince = lastMoveIn(layout.strataDb);
  const collectedAt = collectedAfter(layout, copy.at);
  return {
    database: "restored",
    restoredFrom: copy.path,
    copyMadeAt: copy.at,
    ...(lostSince === undefined ? {} : { lostSince }),
    ...(collectedAt === undefined ? {} : { collectedAt }),
    index: "removed",
    description: hasDescription ? "sound" : "restored",
    ...aside.report(),
  };
}

/** Returns the sound copy with the most moves. The times in the names come from a clock that may be wrong. */
function bestOf(copies: readonly Backup[]): { readonly copy: Backup; readonly moves: number } | undefined {
  let best: { copy: Backup; moves: number } | undefined;
  for (const copy of copies) {
    const moves = movesIn(copy.path);
    if (moves !== undefined && moves > (best?.moves ?? -1)) best = { copy, moves };
  }
  return best;
}

/** Returns the number of a copy's latest move, also one that was pruned; undefined when the copy is damaged or unreadable. */
function movesIn(path: string): number | undefined {
  try {
    if (!isSound(path)) return undefined;
    return reading(path, (db) => {
      const last = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'reflog'").pluck();
      return last.get() ?? 0;
    });
  } catch {
    return undefined;
  }
}

/** The folder for damaged files, created for the first one. */
class SetAside {
  readonly #layout: StoreLayout;
  readonly #files: FileWrites;
  readonly #now: number;
  #folder: string | undefined;

  constructor(layout: StoreLayout, files: FileWrites, now: number) {
    this.#layout = layout;
    this.#files = files;
    this.#now = now;
  }

  /** Moves a file durably; a missing file is skipped. */
  move(path: string): void {
    if (!existsSync(path)) return;
    this.#folder ??= this.#makeFolder();
    this.#files.rename(path, join(this.#folder, basename(path)));
    this.#files.syncFolder(this.#folder);
    this.#files.syncFolder(this.#layout.folder);
  }

  report(): Pick<RecoverReport, "setAside"> {
    return this.#folder === undefined ? {} : { setAside: this.#folder };
  }

  #makeFolder(): string {
    const wanted = join(this.#layout.folder, `damaged-${timestamp(this.#now)}`);
    let folder = wanted;
    // Files that were set aside before stay as they are.
    for (let again = 2; existsSync(folder); again++) folder = `${wanted}-${again}`;
    this.#files.makeFolder(folder, PRIVATE_FOLDER);
    return folder;
  }
}

/** Returns whether `store.json` is sound. Throws `StoreTooNew`. */
function isDescribed(layout: StoreLayout): boolean {
  try {
    return readDescription(layout) !== undefined;
  } catch (thrown) {
    if (thrown instanceof StrataError && (thrown.code === "NotAStore" || thrown.code === "BadInput"))
      return false;
    throw thrown;
  }
}

/** Writes `store.json` with the database's profile. */
function describe(layout: StoreLayout, files: FileWrites, aside: SetAside): void {
  const profile = reading(layout.strataDb, (db) => {
    const text = db.prepare("SELECT 1 FROM settings WHERE name = 'profile'").get();
    if (text === undefined) throw notAStore(layout, "neither store.json nor its database names a profile");
    return checkProfile(storedProfile(db));
  });
  aside.move(layout.description);
  writeDurably(files, layout.description, Buffer.from(formatDescription({ profile })));
}

/** Returns whether a file is a sound database of a store. Throws `StoreTooNew` for one of a newer Strata. */
function isSound(path: string): boolean {
  if (!isIntact(path)) return false;
  const version = reading(path, (db) => db.pragma("user_version", { simple: true }) as number);
  if (version > STORE_VERSION) {
    throw new StrataError("StoreTooNew", `${path} was made by a newer Strata.`, {
      hint: "Update Strata; this version would not understand what is in it, and has changed nothing.",
      data: { path, version, understood: STORE_VERSION },
    });
  }
  // Version 0 is an empty file: SQLite makes one where a database was missing.
  return version === STORE_VERSION;
}

/** Returns whether SQLite finds no damage in a database. */
function isIntact(path: string): boolean {
  // Not opened: SQLite deletes a WAL beside an empty file.
  if (statSync(path).size === 0) return false;
  try {
    return reading(path, (db) => {
      const found = db.pragma("integrity_check", { simple: true });
      return found === "ok" && (db.pragma("foreign_key_check") as unknown[]).length === 0;
    });
  } catch (thrown) {
    const { code } = thrown as { code?: unknown };
    if (typeof code === "string" && /^SQLITE_(CORRUPT|NOTADB)/.test(code)) return false;
    throw thrown;
  }
}

function lastMoveIn(path: string): number | undefined {
  return (
    reading(path, (db) => db.prepare<[], number | null>("SELECT max(at) FROM reflog").pluck().get()) ??
    undefined
  );
}

/** Reads a database without changing it, its WAL included. */
function reading<T>(path: string, read: (db: Database) => T): T {
  const db = openDatabase(path, { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** Runs `work` while no other process can write to the database. Throws `StoreLocked`. */
function whileLocked<T>(layout: StoreLayout, work: () => T): T {
  const db = openDatabase(layout.strataDb, { lockWait: 0 });
  try {
    return db.transaction(work).immediate();
  } finally {
    db.close();
  }
}

function removeIndex(layout: StoreLayout, files: FileWrites): void {
  for (const suffix of SUFFIXES) files.remove(layout.indexDb + suffix);
  files.syncFolder(layout.folder);
}

function copyDurably(files: FileWrites, from: string, to: string): void {
  const buffer = Buffer.allocUnsafe(COPY_BYTES);
  const fd = openSync(from, "r");
  try {
    const file = files.create(to);
    try {
      for (;;) {
        const read = readSync(fd, buffer, 0, buffer.length, null);
        if (read === 0) break;
        file.write(buffer.subarray(0, read));
      }
      file.sync();
    } finally {
      file.close();
    }
  } finally {
    closeSync(fd);
  }
}

function noGoodCopy(layout: StoreLayout, copies: number): StrataError {
  const which = copies === 0 ? "there is no copy of it" : `none of its ${copies} copies is good`;
  return new StrataError("DatabaseDamaged", `The database of ${layout.folder} is damaged, and ${which}.`, {
    hint: "Nothing was changed. Bring strata.db back from a backup of your own; the files' contents are in the packs.",
    data: { path: layout.strataDb, copies },
  });
}
