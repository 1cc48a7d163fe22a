import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { diskFull } from "../errors.ts";
import { temporaryIn } from "../files/durable.ts";
import { PRIVATE_FILE } from "../files/private.ts";

/** More than SQLite needs beside a database to open it, in bytes. */
const LEAST = 64 * 1024;

/** How the system and SQLite say so. An error of ours that says so may not say yet of which disk. */
const FULL = ["ENOSPC", "EDQUOT", "SQLITE_FULL", "DiskFull"];

/**
 * Turns what was thrown into `DiskFull` of the disk that a folder is on, where that is why. SQLite does not always say so: of a
 * quota that is used up, or of the files that it cannot make beside a database, it only tells that something failed. All else,
 * and what tells of a disk already, is given back.
 */
export function orDiskFull(thrown: unknown, doing: string, folder: string): unknown {
  const { code, data } = thrown as { code?: unknown; data?: { path?: unknown } };
  if (typeof code !== "string" || data?.path !== undefined) return thrown;
  const isFull = FULL.includes(code) || (/^SQLITE_(IOERR|CANTOPEN)/.test(code) && hasNoRoom(folder));
  return isFull ? diskFull(doing, thrown, folder) : thrown;
}

/** Finds out by a short-lived file whether a folder's disk, or what this user may have of it, is used up. */
function hasNoRoom(folder: string): boolean {
  const path = temporaryIn(folder);
  try {
    const fd = openSync(path, "wx", PRIVATE_FILE);
    try {
      const bytes = Buffer.alloc(LEAST);
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    } finally {
      closeSync(fd);
    }
    return false;
  } catch (thrown) {
    return ["ENOSPC", "EDQUOT"].includes((thrown as NodeJS.ErrnoException).code ?? "");
  } finally {
    rmSync(path, { force: true });
  }
}
