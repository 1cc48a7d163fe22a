import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** Names a place outside the checkout for what is expensive to make, so that a fresh clone does not pay again. */
export function cachePath(...parts) {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "strata", ...parts);
}

/** Names a sibling of `path` that no other process uses, to be renamed onto it once complete. */
export function temporaryBeside(path) {
  return `${path}.${process.pid}-${Date.now().toString(36)}.tmp`;
}

/** Copies a file so that readers of `to` see the old one or the whole new one, never a part. */
export function copyAtomically(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const temporary = temporaryBeside(to);
  copyFileSync(from, temporary);
  renameSync(temporary, to);
}
