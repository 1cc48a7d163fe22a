import { readContent } from "../manifest/content.ts";
import {
  DEFAULT_FILE_MODE,
  EMPTY_FOLDER,
  type Entry,
  entryType,
  fileEntry,
  symlinkEntry,
} from "../manifest/entry.ts";
import { hasLoneSurrogate, MAX_PATH_BYTES } from "../manifest/path.ts";
import type { ContentStorer, StoredContent } from "../manifest/store-content.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Draft } from "./draft.ts";
import { alreadyThere, invalid, isAFolder, nothingAt } from "./mount-errors.ts";
import { find, type Resolved, resolve } from "./resolve.ts";
import type { View } from "./view.ts";

/** Resolves the path of a file to write, which may not exist yet. Throws `EISDIR`, `ENOENT`, `ENOTDIR`, `ELOOP`. */
export async function findTarget(view: View, path: string): Promise<Resolved> {
  const target = await resolve(view, path, "all");
  if (target.entry === undefined || entryType(target.entry) !== "directory") return target;
  throw isAFolder(path, "Write to a file in it, or remove the folder first.");
}

/**
 * Writes stored content to a file; an existing one keeps its permissions. Throws as {@link findTarget} does, and
 * `EINVAL`.
 */
export async function writeFile(draft: Draft, path: string, { size, content }: StoredContent): Promise<void> {
  const target = await findTarget(draft.view, path);
  await draft.put(target.path, fileEntry(target.entry?.mode ?? DEFAULT_FILE_MODE, size, content));
}

/** Appends bytes to a file, or creates it. Throws as {@link writeFile} does. */
export async function appendFile(
  draft: Draft,
  path: string,
  bytes: Uint8Array,
  { objects, storer }: { objects: ObjectStore; storer: ContentStorer },
): Promise<void> {
  const { entry } = await findTarget(draft.view, path);
  if (entry !== undefined && bytes.length === 0) return;
  await writeFile(
    draft,
    path,
    await storer.store(entry === undefined ? bytes : joined(objects, entry, bytes)),
  );
}

async function* joined(objects: ObjectStore, entry: Entry, more: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* readContent(objects, entry);
  yield more;
}

/**
 * Copies a file's bytes and permissions to another path, where it may replace a file. Throws as {@link writeFile} does.
 */
export async function copyFile(draft: Draft, from: string, to: string): Promise<void> {
  const { entry } = await find(draft.view, from, "all");
  if (entryType(entry) === "directory") throw isAFolder(from, "Copy the files in it one by one.");
  await draft.put((await findTarget(draft.view, to)).path, entry);
}

/**
 * Sets a file's nine permission bits. Throws `EINVAL` for other bits and for a folder, which is always 0o755 in a
 * snapshot, and `ENOENT`, `ENOTDIR`, `ELOOP`.
 */
export async function chmod(draft: Draft, path: string, mode: number): Promise<void> {
  if (!Number.isInteger(mode) || mode < 0 || mode > 0o777) {
    throw invalid(`Not the permissions of a file: ${mode}.`, "Permissions are 0 to 0o777.", { path, mode });
  }
  const { path: real, entry } = await find(draft.view, path, "all");
  if (entryType(entry) === "file") {
    await draft.put(real, fileEntry(mode, entry.size, entry.content));
  } else if (mode !== (EMPTY_FOLDER.mode & 0o777)) {
    throw invalid(
      `${JSON.stringify(path)} is a folder, whose permissions are always 0o755.`,
      "Set the permissions of the files in it.",
      {
        path,
        mode,
      },
    );
  }
}

/** Makes a link. Throws `EEXIST`, `EINVAL` for an invalid target, `ENOENT` for an empty one, `ENOTDIR`, `ELOOP`. */
export async function symlink(draft: Draft, target: string, path: string): Promise<void> {
  if (target === "") throw nothingAt(target);
  if (hasLoneSurrogate(target) || target.includes("\0") || Buffer.byteLength(target) > MAX_PATH_BYTES) {
    throw invalid(
      `A link cannot lead to ${JSON.stringify(target.slice(0, 80))}.`,
      `A target is Unicode text without NUL, of at most ${MAX_PATH_BYTES} bytes.`,
      { path, target },
    );
  }
  const { path: real, entry } = await resolve(draft.view, path, "parents");
  if (entry !== undefined) throw alreadyThere(path);
  await draft.put(real, symlinkEntry(target));
}
