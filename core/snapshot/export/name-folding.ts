import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { removeQuietly } from "../../files/durable.ts";
import type { FileWrites } from "../../files/file-writes.ts";
import type { Fold } from "./names.ts";
import { errnoOf } from "./skip.ts";
import { TemporaryNames } from "./temporary-names.ts";

/**
 * Gives the fold of a disk that ignores case, or how an accent is encoded, or both; none for one that keeps all names apart.
 *
 * An approximation: each file system has tables of its own, of some version of Unicode (APFS folds `ß` and `ss`, NTFS does
 * not). Where this says "different" and the disk "the same", the second name is noticed when its place turns out taken in a
 * folder that is new; where it is the other way round, a name is left out that the disk could have had.
 */
export function foldOf(ignoresCase: boolean, ignoresForm: boolean): Fold | undefined {
  if (ignoresCase && ignoresForm) return (name) => name.normalize("NFC").toLowerCase();
  if (ignoresCase) return (name) => name.toLowerCase();
  return ignoresForm ? (name) => name.normalize("NFC") : undefined;
}

/** Finds out by two short-lived files what a folder's disk takes for one name. Throws what creating them throws. */
export function probeFold(files: FileWrites, folder: string): Fold | undefined {
  const stem = basename(new TemporaryNames().next({ path: folder }));
  const ignoresCase = meets(files, folder, stem, stem.toUpperCase());
  return foldOf(ignoresCase, ignoresForm(files, folder, stem));
}

function ignoresForm(files: FileWrites, folder: string, stem: string): boolean {
  try {
    return meets(files, folder, `${stem}-\u00e9`, `${stem}-e\u0301`);
  } catch (thrown) {
    // A disk that has no é has no two forms of it.
    const errno = errnoOf(thrown);
    if (errno === "EINVAL" || errno === "EILSEQ") return false;
    throw thrown;
  }
}

/** Tells whether a file that is created under one name is met under another. */
function meets(files: FileWrites, folder: string, name: string, other: string): boolean {
  const path = join(folder, name);
  try {
    files.create(path).close();
    return lstatSync(join(folder, other), { throwIfNoEntry: false }) !== undefined;
  } finally {
    removeQuietly(files, path);
  }
}
