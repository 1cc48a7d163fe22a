import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { removeIfEmpty, TEMPORARY_PREFIX } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { StoreLayout } from "./layout.ts";

/** Names in a store's folder that are the store's. `store.json` and `arriving.json` say what the folder is. */
const OWN =
  /^(packs|backups|reserve|collected\.json|set-aside|damaged-.*|(strata|index)\.db(-wal|-shm|-journal)?)$/;
/** Of these, what a copy makes by itself: the databases, and the file that reserves space. */
const MADE = /^(reserve|(strata|index)\.db.*)$/;

/** A file of a store. */
export interface OwnFile {
  /** Its path in the store's folder, as parts. */
  readonly path: readonly string[];
  readonly bytes: number;
}

/** Returns whether a name in a store's folder is the store's own: anything but its descriptions, and files of others. */
export function isOwnName(name: string): boolean {
  return OWN.test(name) || name.startsWith(TEMPORARY_PREFIX);
}

/** Returns all files of a store but its descriptions, unfinished ones too. Skips files that vanish meanwhile. */
export function ownFiles({ folder }: Pick<StoreLayout, "folder">): OwnFile[] {
  return namesIn(folder)
    .filter(isOwnName)
    .flatMap((name) => filesAt(folder, [name]));
}

/** Returns the files of a store that a copy takes over as they are. */
export function filesToCopy(layout: Pick<StoreLayout, "folder">): OwnFile[] {
  return ownFiles(layout).filter(
    ({ path }) => !MADE.test(path[0] ?? "") && !path.some((part) => part.startsWith(TEMPORARY_PREFIX)),
  );
}

/** Removes all files of a store but its descriptions, and the folders that are empty then. Files of others stay. */
export function removeOwnFiles(layout: Pick<StoreLayout, "folder">, files: FileWrites): void {
  const { folder } = layout;
  for (const { path } of ownFiles(layout)) files.remove(join(folder, ...path));
  for (const name of namesIn(folder).filter(isOwnName)) removeFolders(join(folder, name));
}

function removeFolders(at: string): void {
  if (!statSync(at, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const name of namesIn(at)) removeFolders(join(at, name));
  removeIfEmpty(at);
}

function filesAt(folder: string, path: readonly string[]): OwnFile[] {
  const found = statSync(join(folder, ...path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [{ path, bytes: found.size }];
  return namesIn(join(folder, ...path)).flatMap((name) => filesAt(folder, [...path, name]));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}
