import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { removeQuietly } from "../../files/durable.ts";
import type { FileWrites } from "../../files/file-writes.ts";
import { TemporaryNames } from "../temporary-names.ts";
import type { Fold } from "./names.ts";
import { errnoOf } from "./skip.ts";

/**
 * Returns the fold of a disk that ignores case, or the encoding of an accent, or both; undefined for a disk that
 * distinguishes all names.
 *
 * The fold is an approximation: each file system has its own tables, from some version of Unicode (APFS folds `ß` and
 * `ss`, NTFS does not). If two names have different folds but are one on the disk, the second is noticed when its path
 * is taken in a new folder. In the opposite case, a name is skipped that the disk could have had.
 */
export function foldOf(ignoresCase: boolean, ignoresForm: boolean): Fold | undefined {
  if (ignoresCase && ignoresForm) return (name) => name.normalize("NFC").toLowerCase();
  if (ignoresCase) return (name) => name.toLowerCase();
  return ignoresForm ? (name) => name.normalize("NFC") : undefined;
}

/** Finds out with two temporary files which names a folder's disk treats as one. Throws what creating them throws. */
export function probeFold(files: FileWrites, folder: string): Fold | undefined {
  const stem = basename(new TemporaryNames().next({ path: folder }));
  const ignoresCase = meets(files, folder, stem, stem.toUpperCase());
  return foldOf(ignoresCase, ignoresForm(files, folder, stem));
}

function ignoresForm(files: FileWrites, folder: string, stem: string): boolean {
  try {
    return meets(files, folder, `${stem}-\u00e9`, `${stem}-e\u0301`);
  } catch (thrown) {
    // A disk without é does not have two encodings of it.
    const errno = errnoOf(thrown);
    if (errno === "EINVAL" || errno === "EILSEQ") return false;
    throw thrown;
  }
}

/** Returns whether a file created under one name is found under another. */
function meets(files: FileWrites, folder: string, name: string, other: string): boolean {
  const path = join(folder, name);
  try {
    files.create(path).close();
    return lstatSync(join(folder, other), { throwIfNoEntry: false }) !== undefined;
  } finally {
    removeQuietly(files, path);
  }
}
