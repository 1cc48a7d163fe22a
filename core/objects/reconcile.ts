import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { type DirectoryOptions, decodeDirectory, type PackDirectory } from "./pack-format.ts";
import type { PackIndex } from "./pack-index.ts";
import { PACK_SUFFIX } from "./pack-writer.ts";

/** The changes that brought the index in line with the packs on disk. */
export interface Reconciliation {
  /** Number of packs that were indexed. */
  readonly added: number;
  /** Packs that were in the index but are gone. */
  readonly missing: readonly string[];
  /** Packs whose directory cannot be read, with the reason. They are left where they are. */
  readonly damaged: readonly { readonly name: string; readonly reason: string }[];
}

/** Finds the packs that the index does not have, and the indexed packs that are gone. Lists the folder once. */
export function comparePacks(index: PackIndex, folder: string): { unknown: string[]; missing: string[] } {
  // The index is read first: a pack is renamed before it is indexed, so that an indexed pack is on disk or lost.
  const entered = new Set(index.packs().map((pack) => pack.name));
  const present = namesIn(folder).filter((name) => name.endsWith(PACK_SUFFIX));
  const unknown = present.filter((name) => !entered.delete(name));
  return { unknown, missing: [...entered] };
}

/** Indexes packs that are missing from the index, and removes the rows of packs that are gone. */
export function reconcile(index: PackIndex, folder: string, files: FileWrites): Reconciliation {
  const { unknown, missing } = comparePacks(index, folder);
  // Its writer may have stopped between renaming the pack and making the name durable. Once the pack is indexed, moves
  // of labels rely on it.
  if (unknown.length > 0) files.syncFolder(folder);
  const damaged: { name: string; reason: string }[] = [];
  let added = 0;
  for (const name of unknown) {
    try {
      const { bytes, directory } = readDirectory(join(folder, name));
      const isThere = index.addWhile({ name, bytes, ...directory }, () => existsSync(join(folder, name)));
      if (isThere) added++;
    } catch (thrown) {
      // An error of the index or its disk says nothing about the pack.
      if (thrown instanceof StrataError || isDatabaseError(thrown)) throw thrown;
      damaged.push({ name, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  if (missing.length > 0) {
    index.atomically(() => {
      for (const name of missing) index.forget(name);
      enterAnew(index, folder);
    });
  }
  return { added, missing, damaged };
}

/** A missing folder has no packs: a tool that copies a store may leave out empty folders. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}

/** Indexes every pack again: an object of a lost pack may also be in a pack that is not its place in the index. */
function enterAnew(index: PackIndex, folder: string): void {
  for (const { name } of index.packs()) {
    const pack = tryDirectory(join(folder, name));
    if (pack === undefined) continue;
    index.forget(name);
    index.add({ name, bytes: pack.bytes, ...pack.directory });
  }
}

/** Reads a pack's directory; undefined if it is damaged, so that rows made from it earlier stay. */
function tryDirectory(path: string): { bytes: number; directory: PackDirectory } | undefined {
  try {
    return readDirectory(path);
  } catch {
    return undefined;
  }
}

/** Reads a pack file's directory. Throws the system's error, or a plain `Error` that says what is wrong. */
export function readDirectory(
  path: string,
  options?: DirectoryOptions,
): { bytes: number; directory: PackDirectory } {
  const fd = openSync(path, "r");
  try {
    const bytes = fstatSync(fd).size;
    const read = (offset: number, length: number) => {
      const buffer = Buffer.alloc(length);
      if (readSync(fd, buffer, 0, length, offset) !== length) throw new Error("it is cut short");
      return buffer;
    };
    const directory = decodeDirectory(bytes, read, options);
    return { bytes, directory };
  } finally {
    closeSync(fd);
  }
}

function isDatabaseError(thrown: unknown): boolean {
  return String((thrown as { code?: unknown }).code).startsWith("SQLITE_");
}
