import { chmodSync, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";

/** The permission bits of a file that only its owner can access. */
export const PRIVATE_FILE = 0o600;
/** The permission bits of a folder that only its owner can access. */
export const PRIVATE_FOLDER = 0o700;

/** The permission bits of everybody but the owner. */
const OTHERS = 0o077;

/**
 * Removes the permissions of others from a folder and everything in it, if the folder grants any and belongs to this
 * user. Returns whether it removed any. Links are not followed. Files that cannot be changed, as on a disk without
 * permissions, are left as they are.
 */
export function closeToOthers(folder: string): boolean {
  const found = statOf(folder);
  if (found === undefined || found.uid !== process.geteuid?.() || !close(folder, found)) return false;
  closeAllIn(folder);
  return true;
}

/** Removes the permissions of others from everything in a folder that is closed itself. */
function closeAllIn(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    const found = statOf(path);
    if (found === undefined || found.isSymbolicLink()) continue;
    close(path, found);
    if (found.isDirectory()) closeAllIn(path);
  }
}

/** Removes the permissions of others. Returns whether it did. */
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
