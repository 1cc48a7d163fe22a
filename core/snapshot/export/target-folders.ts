import { lstatSync, type Stats } from "node:fs";
import { sep } from "node:path";
import type { FileWrites } from "../../files/file-writes.ts";
import type { FolderIdentity } from "../folder-identity.ts";
import { sweepLeftOvers, type TemporaryNames } from "../temporary-names.ts";
import type { Skip } from "./skip.ts";

/** A folder of the target, by its path on disk. `isNew` if this export created it, so that it contains nothing else. */
export interface Folder {
  readonly path: string;
  readonly isNew: boolean;
}

/** Returns the path of a name in a folder. */
export function pathIn({ path }: Folder, name: string): string {
  return path.endsWith(sep) ? path + name : path + sep + name;
}

/** Splits a snapshot's path into its folder (`""` is the root) and its name. */
export function splitPath(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? ["", path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** Returns why nothing can be written below a path; undefined if it is a folder. */
export function whyNotFolder(path: string, existing: Stats): Skip | undefined {
  if (existing.isDirectory()) return undefined;
  const shown = JSON.stringify(path);
  if (existing.isSymbolicLink()) {
    return { code: "ELOOP", reason: `${shown} is a link, and links are not followed` };
  }
  return { code: "ENOTDIR", reason: `${shown} is not a folder` };
}

/**
 * The folders of a target, created on demand. In existing folders, the temporary files of earlier exports are removed.
 * Each folder is looked at once, without following links, so that nothing below the target leads out of it. Later
 * changes by other programs are not noticed.
 */
export class TargetFolders {
  readonly #files: FileWrites;
  readonly #temporary: TemporaryNames;
  readonly #replaceFiles: boolean;
  readonly #exclude: FolderIdentity | undefined;
  readonly #root: Folder;
  readonly #known = new Map<string, Folder | Skip>();

  /** `replaceFiles`: whether a folder replaces a file at its path. `exclude`: a folder that is never written into. */
  constructor(
    root: Folder,
    options: {
      readonly files: FileWrites;
      readonly temporary: TemporaryNames;
      readonly replaceFiles: boolean;
      readonly exclude: FolderIdentity | undefined;
    },
  ) {
    this.#files = options.files;
    this.#temporary = options.temporary;
    this.#replaceFiles = options.replaceFiles;
    this.#exclude = options.exclude;
    this.#root = root;
  }

  /** Returns a folder, created if needed, or why there can be none. `path` is relative to the target. */
  open(path: string): Folder | Skip {
    let found = this.#known.get(path);
    if (found === undefined) {
      found = path === "" ? this.#root : this.#openBelow(path);
      if ("path" in found && !found.isNew) sweepLeftOvers(this.#files, found.path);
      this.#known.set(path, found);
    }
    return found;
  }

  #openBelow(path: string): Folder | Skip {
    const [above, name] = splitPath(path);
    const parent = this.open(above);
    return "code" in parent ? parent : this.#openIn(parent, name, path);
  }

  #openIn(parent: Folder, name: string, shown: string): Folder | Skip {
    const path = pathIn(parent, name);
    const existing = parent.isNew ? undefined : lstatSync(path, { throwIfNoEntry: false });
    if (existing?.isDirectory()) {
      if (this.#exclude?.is(path))
        return { code: "StoreInFolder", reason: "it would be written into the store itself" };
      return { path, isNew: false };
    }
    if (existing === undefined) this.#files.makeFolder(path);
    else if (existing.isFile() && this.#replaceFiles) this.#replace(parent, path);
    // Checked even if just created: creating a folder succeeds if a link to one has taken its place.
    const made = lstatSync(path);
    return whyNotFolder(shown, made) ?? { path, isNew: true };
  }

  /** Replaces a file by a folder. The file is removed only when the folder exists. */
  #replace(parent: Folder, path: string): void {
    const aside = this.#temporary.next(parent);
    this.#files.rename(path, aside);
    try {
      this.#files.makeFolder(path);
    } catch (thrown) {
      this.#files.rename(aside, path);
      throw thrown;
    }
    this.#files.remove(aside);
  }
}
