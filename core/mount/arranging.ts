import { StrataError } from "../errors.ts";
import { EMPTY_FOLDER, entryType } from "../manifest/entry.ts";
import { folderStart, isUnder } from "../manifest/path.ts";
import type { Draft } from "./draft.ts";
import { alreadyThere, invalid, isAFolder, notAFolder, notEmpty } from "./mount-errors.ts";
import { find, resolve } from "./resolve.ts";

/** Makes a folder. Throws `EEXIST`, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function makeFolder(draft: Draft, path: string): Promise<void> {
  const { path: real, entry } = await resolve(draft.view, path, "way");
  if (entry !== undefined) throw alreadyThere(path);
  await draft.put(real, EMPTY_FOLDER);
}

/**
 * Makes a folder and those above it that are missing; one that is there is as good. Throws `EEXIST` where something else is,
 * `ENOTDIR` where it is on the way, `ENOENT` for a link on the way that leads to nothing, `ELOOP`.
 */
export async function makeFolders(draft: Draft, path: string): Promise<void> {
  const parts = path.split("/");
  let at = "";
  for (const [index, part] of parts.entries()) {
    const next = folderStart(at) + part;
    if ((await resolve(draft.view, next, "way")).entry === undefined) {
      await draft.put(folderStart(at) + parts.slice(index).join("/"), EMPTY_FOLDER);
      return;
    }
    const found = await find(draft.view, next, "all");
    if (entryType(found.entry) !== "directory")
      throw index === parts.length - 1 ? alreadyThere(path) : notAFolder(next);
    at = found.path;
  }
}

/** What {@link remove} may remove. */
export interface RemoveOptions {
  /** Folders too, with everything in them. */
  readonly recursive?: boolean;
  /** Nothing too. */
  readonly force?: boolean;
}

/** Removes a file, a link or a folder. Throws `EISDIR` unless `recursive`, `ENOENT` unless `force`, `ENOTDIR`, `ELOOP`. */
export async function remove(draft: Draft, path: string, options: RemoveOptions): Promise<void> {
  const { recursive = false, force = false } = options;
  const { path: real, entry } = await find(draft.view, path, "way").catch((thrown: unknown) => {
    if (force && thrown instanceof StrataError && thrown.code === "ENOENT") return { path, entry: undefined };
    throw thrown;
  });
  if (entry === undefined) return;
  if (entryType(entry) === "directory" && !recursive)
    throw isAFolder(path, "Remove it with everything in it, which has to be asked for.");
  await draft.remove(real);
}

/**
 * Moves a file, a link or a folder, as POSIX has it: a file or a link takes the place of one, a folder that of an empty one.
 * Throws `EISDIR` for a file in the place of a folder, `ENOTDIR` for the reverse, `ENOTEMPTY`, `EINVAL` for a folder that would
 * be in itself or a path that becomes too long, `ENOENT`, `ELOOP`.
 */
export async function rename(draft: Draft, from: string, to: string): Promise<void> {
  const { view } = draft;
  const moved = await find(view, from, "way");
  const target = await resolve(view, to, "way");
  if (moved.path === target.path) return;
  if (isUnder(target.path, moved.path)) {
    throw invalid(`${JSON.stringify(from)} cannot be moved into itself.`, "Choose a place outside of it.", {
      from,
      to,
    });
  }
  if (target.entry !== undefined) {
    const isFolder = entryType(moved.entry) === "directory";
    if (entryType(target.entry) === "directory") {
      if (!isFolder) throw isAFolder(to, "Name a path in it to move something there.");
      if (await view.isFilled(target.path)) throw notEmpty(to);
    } else if (isFolder) {
      throw notAFolder(to);
    }
  }
  await draft.move(moved.path, target.path);
}
