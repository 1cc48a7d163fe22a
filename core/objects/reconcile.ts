import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { decodeDirectory, type PackDirectory } from "./pack-format.ts";
import type { PackIndex } from "./pack-index.ts";
import { PACK_SUFFIX } from "./pack-writer.ts";

/** How the index was brought in line with the packs on disk. */
export interface Reconciliation {
  /** Packs that were read in. */
  readonly added: number;
  /** Packs that the index knew, but that are gone. */
  readonly missing: readonly string[];
  /** Packs whose directory cannot be read, and why; they are left where they are. */
  readonly damaged: readonly { readonly name: string; readonly reason: string }[];
}

/** Tells which packs the index does not know, and which of those it knows are gone. Cost: one listing of the folder. */
export function comparePacks(index: PackIndex, folder: string): { unknown: string[]; missing: string[] } {
  // The index first: a pack is renamed before it is entered, so one that is entered is on disk, or lost.
  const entered = new Set(index.packs().map((pack) => pack.name));
  const present = readdirSync(folder).filter((name) => name.endsWith(PACK_SUFFIX));
  const unknown = present.filter((name) => !entered.delete(name));
  return { unknown, missing: [...entered] };
}

/** Reads packs that the index does not know in from their directories, and drops the rows of packs that are gone. */
export function reconcile(index: PackIndex, folder: string): Reconciliation {
  const { unknown, missing } = comparePacks(index, folder);
  const damaged: { name: string; reason: string }[] = [];
  let added = 0;
  for (const name of unknown) {
    try {
      const { bytes, directory } = readDirectory(join(folder, name));
      index.add({ name, bytes, ...directory });
      added++;
    } catch (thrown) {
      if (isDatabaseError(thrown)) throw thrown;
      damaged.push({ name, reason: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  for (const name of missing) index.forget(name);
  return { added, missing, damaged };
}

/** Reads a pack file's directory. Throws the system's error, or a plain `Error` that says what is wrong with it. */
export function readDirectory(path: string): { bytes: number; directory: PackDirectory } {
  const fd = openSync(path, "r");
  try {
    const bytes = fstatSync(fd).size;
    const directory = decodeDirectory(bytes, (offset, length) => {
      const buffer = Buffer.alloc(length);
      if (readSync(fd, buffer, 0, length, offset) !== length) throw new Error("it is cut short");
      return buffer;
    });
    return { bytes, directory };
  } finally {
    closeSync(fd);
  }
}

function isDatabaseError(thrown: unknown): boolean {
  return String((thrown as { code?: unknown }).code).startsWith("SQLITE_");
}
