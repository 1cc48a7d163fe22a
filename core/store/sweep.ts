import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { removeQuietly, TEMPORARY_PREFIX } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";

/** A temporary file this old was left behind by a process that is gone, in ms. */
const STALE = 24 * 3600 * 1000;

/**
 * Removes files from a folder that processes which are gone were writing. `now` is in ms since 1970. It never fails: what
 * cannot be removed now is in nobody's way, and is tried again the next time.
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
