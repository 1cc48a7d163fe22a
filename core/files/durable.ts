import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileWrites } from "./file-writes.ts";

/** The prefix of the names of unfinished files. */
export const TEMPORARY_PREFIX = "tmp-";

/** Returns an unused name in a folder for an unfinished file. */
export function temporaryIn(folder: string): string {
  return join(folder, `${TEMPORARY_PREFIX}${randomBytes(12).toString("hex")}`);
}

/**
 * Writes a whole file so that a crash leaves the old or the new one, never a part: temporary name, fsync, rename, fsync
 * of the folder. On failure, the temporary file is removed and the error is thrown.
 */
export function writeDurably(files: FileWrites, path: string, bytes: Uint8Array): void {
  const temporary = temporaryIn(dirname(path));
  const file = files.create(temporary);
  try {
    try {
      file.write(bytes);
      file.sync();
    } finally {
      file.close();
    }
    files.rename(temporary, path);
  } catch (thrown) {
    removeQuietly(files, temporary);
    throw thrown;
  }
  files.syncFolder(dirname(path));
}

/** Removes a file while another error is handled, and ignores errors of its own. */
export function removeQuietly(files: FileWrites, path: string): void {
  try {
    files.remove(path);
  } catch {
    // Temporary files that remain are removed when the store is next opened.
  }
}

/**
 * Syncs a file that SQLite wrote. It does not go through `FileWrites`, which only syncs files that it writes; on macOS
 * Node's fsync is `F_FULLFSYNC`.
 */
export function syncFile(path: string): void {
  // Windows syncs only files that are open for writing.
  const fd = openSync(path, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Removes a folder if nothing is in it. */
export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something, or is gone.
  }
}
