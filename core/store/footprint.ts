import { constants } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { StoreLayout } from "./layout.ts";

/** Returns the total size of the files in a store's folder, in bytes. Skips files that vanish meanwhile. */
export async function footprintOf({ folder }: StoreLayout): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += await sizeOf(join(entry.parentPath, entry.name));
  }
  return bytes;
}

/** Returns whether this user may write every file that a move or an import writes. */
export async function isWritable({ folder, packs, strataDb, indexDb }: StoreLayout): Promise<boolean> {
  const tries = [folder, packs, strataDb, indexDb].map((path) => access(path, constants.W_OK));
  const results = await Promise.allSettled(tries);
  // A missing file or folder is made again.
  return results.every((result) => result.status === "fulfilled" || result.reason.code === "ENOENT");
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw thrown;
  }
}
