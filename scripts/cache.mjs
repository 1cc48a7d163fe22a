import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Returns a folder outside of the checkout for results that are expensive to make, so that a fresh clone can reuse them.
 */
export function cachePath(...parts) {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "strata", ...parts);
}

/** Returns an unused name beside `path`, to be renamed to it when the file is complete. */
export function temporaryBeside(path) {
  return `${path}.${process.pid}-${Date.now().toString(36)}.tmp`;
}

/** Copies a file atomically: readers of `to` see the old file or the whole new one. */
export function copyAtomically(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const temporary = temporaryBeside(to);
  copyFileSync(from, temporary);
  renameSync(temporary, to);
}
