import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Database, openDatabase } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { removeQuietly, syncFile, temporaryIn } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { PRIVATE_FOLDER } from "../files/private.ts";
import { STORE_VERSION, type StoreLayout } from "./layout.ts";
import { sweepTemporaries } from "./sweep.ts";

/** The age of the latest copy at which a new one is due, in ms. */
const EVERY = 24 * 3600 * 1000;
/** The number of copies that are kept. */
const KEPT = 5;

const NAME = /^strata-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

/** A copy of `strata.db`. */
export interface Backup {
  readonly path: string;
  /** The time when copying began, in ms since 1970, to the second. */
  readonly at: number;
}

/** The part of an open store that is copied, and where its copies are. */
export interface BackupSource {
  readonly db: Database;
  readonly layout: Pick<StoreLayout, "backups">;
}

/**
 * Copies `strata.db` when there is no copy of the last 24 hours, unless nothing was ever stored; returns the copy's path. `now`
 * is in ms since 1970. Throws as {@link makeBackup} does.
 */
export async function backupIfDue(
  store: BackupSource,
  now: number,
  files: FileWrites = nodeFileWrites,
): Promise<string | undefined> {
  const copies = listBackups(store.layout.backups);
  // A copy from the future, made while the clock was wrong, is not the latest.
  if (copies.some(({ at }) => at <= now && now - at < EVERY)) return undefined;
  const hasMoves = store.db.prepare("SELECT 1 FROM reflog LIMIT 1").get() !== undefined;
  return copies.length > 0 || hasMoves ? await makeBackup(store, now, files) : undefined;
}

/**
 * Copies `strata.db` while others may keep writing to it, then deletes all but the newest five copies; returns the copy's
 * path. It counts as a copy only when it is whole, checked and durable. Several processes may do so at once.
 *
 * Throws `DatabaseDamaged` when the database is damaged: existing copies stay.
 */
export async function makeBackup(
  store: BackupSource,
  now: number,
  files: FileWrites = nodeFileWrites,
): Promise<string> {
  const { backups } = store.layout;
  files.makeFolder(backups, PRIVATE_FOLDER);
  const path = join(backups, `strata-${timestamp(now)}.db`);
  const temporary = temporaryIn(backups);
  try {
    // Created first, since SQLite would make it readable by everyone.
    files.create(temporary).close();
    await store.db.backup(temporary);
    requireSound(temporary, path);
    syncFile(temporary);
    files.rename(temporary, path);
  } catch (thrown) {
    for (const suffix of ["", "-wal", "-shm", "-journal"]) removeQuietly(files, temporary + suffix);
    throw thrown;
  }
  files.syncFolder(backups);
  // The newest first, but those that a wrong clock has put into the future last.
  const others = listBackups(backups)
    .filter((copy) => copy.path !== path)
    .sort((a, b) => Number(a.at > now) - Number(b.at > now));
  for (const old of others.slice(KEPT - 1)) removeQuietly(files, old.path);
  sweepTemporaries(files, backups, now);
  return path;
}

/** Returns the copies in a folder, the newest first; none when there is no such folder. */
export function listBackups(folder: string): Backup[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
  return names
    .flatMap((name) => {
      const at = timeOf(name);
      return at === undefined ? [] : [{ path: join(folder, name), at }];
    })
    .sort((a, b) => b.at - a.at);
}

/** Returns a time as it stands in names of files: `yyyymmddThhmmssZ`, in UTC. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
}

function timeOf(name: string): number | undefined {
  const parts = NAME.exec(name)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day, hours, minutes, seconds] = parts;
  return Date.UTC(year, month - 1, day, hours, minutes, seconds);
}

/** Makes the copy a single file, and checks it. */
function requireSound(temporary: string, path: string): void {
  const copy = openDatabase(temporary);
  try {
    // Its header names WAL mode, like the original's.
    copy.pragma("journal_mode = DELETE");
    const isOurs = copy.pragma("user_version", { simple: true }) === STORE_VERSION;
    if (isOurs && copy.pragma("quick_check", { simple: true }) === "ok") return;
  } finally {
    copy.close();
  }
  throw new StrataError("DatabaseDamaged", "The store's database was not copied, as it is damaged.", {
    hint: "Run `strata verify` to see what is damaged, and `strata recover` to bring back the newest good copy.",
    data: { path },
  });
}
