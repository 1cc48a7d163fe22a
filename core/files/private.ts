import { chmodSync, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";

/** The permission bits of a file that is its owner's alone. */
export const PRIVATE_FILE = 0o600;
/** The permission bits of a folder that is its owner's alone. */
export const PRIVATE_FOLDER = 0o700;

/** The permission bits of everybody but the owner. */
const OTHERS = 0o077;

/**
 * Takes away what a folder and all in it grant anybody but their owner, if the folder grants anything and is this user's; tells
 * whether it did. Links are not followed. What does not let itself be changed, as on a disk without permissions, stays as it is.
 */
export function closeToOthers(folder: string): boolean {
  const found = statOf(folder);
  if (found === undefined || found.uid !== process.geteuid?.() || !close(folder, found)) return false;
  closeAllIn(folder);
  return true;
}

/** What is in a folder cannot be reached once that is closed. */
function closeAllIn(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const found = statOf(path);
    if (found === undefined || found.isSymbolicLink()) continue;
    close(path, found);
    if (found.isDirectory()) closeAllIn(path);
  }
}

/** Tells whether anything was taken away. */
function close(path: string, { mode }: Stats): boolean {
  if ((mode & OTHERS) === 0) return false;
  try {
    chmodSync(path, mode & 0o7700);
    return (lstatSync(path).mode & OTHERS) === 0;
  } catch {
    return false;
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
