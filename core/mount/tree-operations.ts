import { StrataError } from "../errors.ts";
import { EMPTY_FOLDER, entryType } from "../manifest/entry.ts";
import { folderStart, isUnder } from "../manifest/path.ts";
import type { Draft } from "./draft.ts";
import { alreadyThere, invalid, isAFolder, notAFolder, notEmpty } from "./mount-errors.ts";
import { find, resolve } from "./resolve.ts";

/** Makes a folder. Throws `EEXIST`, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function makeFolder(draft: Draft, path: string): Promise<void> {
  const { path: real, entry } = await resolve(draft.view, path, "parents");
  if (entry !== undefined) throw alreadyThere(path);
  await draft.put(real, EMPTY_FOLDER);
}

/**
 * Makes a folder and its missing parents; an existing folder is no error. Throws `EEXIST` for an existing file or link,
 * `ENOTDIR` if one is among the parents, `ENOENT` for a parent that is a dangling link, `ELOOP`.
 */
export async function makeFolders(draft: Draft, path: string): Promise<void> {
  const parts = path.split("/");
  let at = "";
  for (const [index, part] of parts.entries()) {
    const next = folderStart(at) + part;
    if ((await resolve(draft.view, next, "parents")).entry === undefined) {
      await draft.put(folderStart(at) + parts.slice(index).join("/"), EMPTY_FOLDER);
      return;
    }
    const found = await find(draft.view, next, "all");
    if (entryType(found.entry) !== "directory")
      throw index === parts.length - 1 ? alreadyThere(path) : notAFolder(next);
    at = found.path;
  }
}

/** Options of {@link remove}. */
export interface RemoveOptions {
  /** Also removes folders and everything in them. */
  readonly recursive?: boolean;
  /** Does nothing if there is nothing at the path, instead of throwing `ENOENT`. */
  readonly force?: boolean;
}

/** Removes a file, a link or a folder. Throws `EISDIR` unless `recursive`, `ENOENT` unless `force`, `ENOTDIR`, `ELOOP`. */
export async function remove(draft: Draft, path: string, options: RemoveOptions): Promise<void> {
  const { recursive = false, force = false } = options;
  const { path: real, entry } = await find(draft.view, path, "parents").catch((thrown: unknown) => {
    if (force && thrown instanceof StrataError && thrown.code === "ENOENT") return { path, entry: undefined };
    throw thrown;
  });
  if (entry === undefined) return;
  if (entryType(entry) === "directory" && !recursive)
    throw isAFolder(path, "Remove it with `recursive`, which removes everything in it too.");
  await draft.remove(real);
}

/**
 * Moves a file, a link or a folder with POSIX semantics: a file or a link may replace one, a folder may replace an empty
 * folder. Throws `EISDIR` for a file in the place of a folder, `ENOTDIR` for the reverse, `ENOTEMPTY`, `EINVAL` for a
 * folder moved into itself or a path that becomes too long, `ENOENT`, `ELOOP`.
 */
export async function rename(draft: Draft, from: string, to: string): Promise<void> {
  const { view } = draft;
  const moved = await find(view, from, "parents");
  const target = await resolve(view, to, "parents");
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
      if (!isFolder) throw isAFolder(to, "To move something into it, name a path in it.");
      if (await view.isFilled(target.path)) throw notEmpty(to);
    } else if (isFolder) {
      throw notAFolder(to);
    }
  }
  await draft.move(moved.path, target.path);
}
