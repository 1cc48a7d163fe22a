import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import type { FileWrites } from "./file-writes.ts";

/** How the names of files begin that are being written and do not count yet. */
export const TEMPORARY_PREFIX = "tmp-";

/** Gives a name in a folder that nothing else has, for a file on its way. */
export function temporaryIn(folder: string): string {
  return join(folder, `${TEMPORARY_PREFIX}${randomBytes(12).toString("hex")}`);
}

/**
 * Writes a whole file so that a crash leaves the old one or the new one, never a part: temporary name, fsync, rename, fsync
 * of the folder. On failure the temporary file is removed and the error goes on.
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

/** Removes a file on the way out of a failure, whose own error is the one worth telling. */
export function removeQuietly(files: FileWrites, path: string): void {
  try {
    files.remove(path);
  } catch {
    // Left-over temporary files are swept when the store is next opened.
  }
}
