import { statSync } from "node:fs";
import type { Database } from "../database/database.ts";
import { asStrataError } from "../errors.ts";
import type { Step } from "./progress.ts";

/** The free bytes from which a database gives them back to the disk. */
const WORTH = 64 * 1024;
/** A database up to this size that cannot give back pages one by one is written anew: others wait for it. */
const SMALL = 64 * 1024 * 1024;
/** Number of pages given back at a time. */
const PAGES = 500;
/** The value of `PRAGMA auto_vacuum` with which pages can be given back one by one. */
const INCREMENTAL = 2;

/**
 * Gives the free pages of a database back to the disk, and empties its log. A large one that was made without incremental vacuum keeps
 * its free pages for later use, unless half of it is free. A database that is busy stays as it is.
 */
export async function vacuum(db: Database, step: Step): Promise<void> {
  try {
    if (pragma(db, "auto_vacuum") === INCREMENTAL) {
      while (freeBytes(db) > 0) {
        const before = freeBytes(db);
        db.pragma(`incremental_vacuum(${PAGES})`);
        if (freeBytes(db) >= before) break;
        await step();
      }
    } else if (freeBytes(db) > WORTH) {
      const size = pragma(db, "page_count") * pragma(db, "page_size");
      if (size <= SMALL || freeBytes(db) * 2 > size) {
        db.pragma(`auto_vacuum = ${INCREMENTAL}`);
        db.exec("VACUUM");
      }
    }
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch (thrown) {
    const { code } = asStrataError(thrown);
    if (code !== "StoreLocked" && code !== "DiskFull") throw thrown;
  }
}

/** Returns the size of a database's files, in bytes. */
export function sizeOf(db: Database): number {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size(db.name) + size(`${db.name}-wal`);
}

function freeBytes(db: Database): number {
  return pragma(db, "freelist_count") * pragma(db, "page_size");
}

function pragma(db: Database, name: string): number {
  return db.pragma(name, { simple: true }) as number;
}
