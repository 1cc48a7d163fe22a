import { accessSync, constants, lstatSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { StrataError } from "../errors.ts";
import { comparePaths } from "../manifest/path.ts";
import type { FolderIdentity } from "./folder-identity.ts";
import { cannotRead, whyUnreadable } from "./unreadable.ts";

/** A path to import. */
export interface ImportRoot {
  /** The path on disk, with links above it resolved. */
  readonly path: string;
  /** Its path in the snapshot: "" if this folder's content is the snapshot's root. */
  readonly name: string;
}

/**
 * Turns the paths given by a person into import roots, in the manifest's order. The content of a single folder is the
 * snapshot's root; several paths or single files are in it under their own names. A link to a folder stands for the
 * folder. With `named`, a single folder is in the snapshot under its name too.
 *
 * Throws `NothingToImport`, `ENOENT`, `ReadFailed`, `NameCollision`, and `StoreInFolder` for paths in the store.
 */
export function importRoots(
  paths: readonly string[],
  store: FolderIdentity,
  { named = false }: { named?: boolean | undefined } = {},
): ImportRoot[] {
  if (paths.length === 0) {
    throw new StrataError("NothingToImport", "There is nothing to import.", {
      hint: "Name at least one file or folder.",
    });
  }
  const found = paths.map((path) => inspect(resolve(path), store));
  const [only] = found;
  if (found.length === 1 && only?.isFolder && !named) return [{ path: only.path, name: "" }];

  const byName = new Map<string, string>();
  for (const { path, name } of found) {
    const other = byName.get(name);
    if (other !== undefined) {
      throw new StrataError(
        "NameCollision",
        `Both ${other} and ${path} would be named ${JSON.stringify(name)}.`,
        {
          hint: "Import them one after the other under labels of their own, or rename one.",
          data: { paths: [other, path] },
        },
      );
    }
    byName.set(name, path);
  }
  const key = (root: { name: string; isFolder: boolean }) => (root.isFolder ? `${root.name}/` : root.name);
  found.sort((a, b) => comparePaths(key(a), key(b)));
  return found.map(({ path, name }) => ({ path, name }));
}

/**
 * Returns the absolute path of the folder to import if the paths name only one; else undefined. Links are not resolved.
 */
export function soleFolder(paths: readonly string[]): string | undefined {
  const [only, ...others] = paths;
  if (only === undefined || others.length > 0) return undefined;
  return statSync(only, { throwIfNoEntry: false })?.isDirectory() ? resolve(only) : undefined;
}

function inspect(given: string, store: FolderIdentity): ImportRoot & { isFolder: boolean } {
  let isFolder: boolean;
  let path = given;
  try {
    isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() ?? false;
    // A link to a file is imported as a link.
    if (isFolder) {
      path = realpathSync(given);
      // Nothing can be read in a folder that can be listed but not entered.
      accessSync(path, constants.R_OK | constants.X_OK);
    } else {
      requireImportable(given);
      path = resolve(realpathSync(dirname(given)), basename(given));
    }
  } catch (thrown) {
    if (thrown instanceof StrataError) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new StrataError("ENOENT", `There is nothing at ${given}.`, {
        hint: "Check the path; a relative one counts from the current folder.",
        data: { path: given },
      });
    }
    throw cannotRead(given, whyUnreadable(thrown), thrown);
  }
  if (store.holds(path)) {
    throw new StrataError("StoreInFolder", `${given} lies in the store itself.`, {
      hint: "Import a folder of your own; the store keeps its copies by itself.",
      data: { path: given },
    });
  }
  const name = basename(given);
  return { path, name: name === "" ? "root" : name, isFolder };
}

function requireImportable(path: string): void {
  const stat = lstatSync(path);
  if (stat.isFile()) accessSync(path, constants.R_OK);
  if (stat.isFile() || stat.isSymbolicLink()) return;
  throw new StrataError("NothingToImport", `${path} is neither a file, a folder nor a link.`, {
    hint: "Sockets, pipes and devices have no content to keep.",
    data: { path },
  });
}
