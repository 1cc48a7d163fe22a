import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { removeQuietly, TEMPORARY_PREFIX } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";

/** The age at which a temporary file counts as left behind by a dead process, in ms. */
const STALE = 24 * 3600 * 1000;

/**
 * Removes the temporary files of dead processes from a folder. `now` is in ms since 1970. It never fails: a file that
 * cannot be removed now does no harm and is tried again next time.
 */
export function sweepTemporaries(files: FileWrites, folder: string, now: number): void {
  for (const path of temporariesIn(folder)) {
    if (isOlder(path, now - STALE)) removeQuietly(files, path);
  }
}

function temporariesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith(TEMPORARY_PREFIX));
    return names.map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function isOlder(path: string, than: number): boolean {
  try {
    return statSync(path).mtimeMs < than;
  } catch {
    return false;
  }
}
