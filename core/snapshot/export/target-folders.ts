import { lstatSync, type Stats } from "node:fs";
import { sep } from "node:path";
import type { FileWrites } from "../../files/file-writes.ts";
import type { FolderIdentity } from "../folder-identity.ts";
import type { Skip } from "./skip.ts";
import { sweepLeftOvers, type TemporaryNames } from "./temporary-names.ts";

/** A folder of the target, by its path on disk; it is new when this export made it, so that nothing else is in it. */
export interface Folder {
  readonly path: string;
  readonly isNew: boolean;
}

/** Gives where something is in a folder. */
export function pathIn({ path }: Folder, name: string): string {
  return path.endsWith(sep) ? path + name : path + sep + name;
}

/** Gives the folder of a path in a snapshot (`""` is the root) and its name there. */
export function splitPath(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? ["", path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/** Says why nothing can be written below what is at a folder's place; undefined for a folder. */
export function whyNotFolder(path: string, existing: Stats): Skip | undefined {
  if (existing.isDirectory()) return undefined;
  const shown = JSON.stringify(path);
  if (existing.isSymbolicLink()) {
    return { code: "ELOOP", reason: `${shown} is a link, and links are not followed` };
  }
  return { code: "ENOTDIR", reason: `${shown} is not a folder` };
}

/**
 * The folders of a target, made as they are asked for. What an earlier export left in
 * one that was there is swept. Each is looked at once, without following links, so that nothing below
 * the target leads out of it; what another program does to a folder afterwards is not noticed.
 */
export class TargetFolders {
  readonly #files: FileWrites;
  readonly #temporary: TemporaryNames;
  readonly #replaceFiles: boolean;
  readonly #exclude: FolderIdentity | undefined;
  readonly #root: Folder;
  readonly #known = new Map<string, Folder | Skip>();

  /** `replaceFiles`: whether a file at a folder's place makes room for it; `exclude`: a folder that is never written into. */
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

  /** Gives a folder, made if need be, or why it cannot be one. `path` is relative to the target. */
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
    // Looked at even when just made: making a folder succeeds where a link to one has come in between.
    const made = lstatSync(path);
    return whyNotFolder(shown, made) ?? { path, isNew: true };
  }

  /** Puts a folder in a file's place; the file is removed only when the folder is there. */
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
