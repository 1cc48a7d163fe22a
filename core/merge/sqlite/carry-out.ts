import SQLite from "better-sqlite3";
import { inTransaction } from "../../database/database.ts";
import { openInMemory } from "./in-memory.ts";
import type { MergePlan } from "./plan-merge.ts";
import { writeSequences } from "./sequences.ts";
import { SoundDatabase } from "./sound-database.ts";
import { complainingOf, Unmergeable } from "./unmergeable.ts";
import { RowWriter } from "./write-rows.ts";

/**
 * Makes the merged database: the base with all changes, which are written in one order whatever side they come from. It then
 * has to pass every check that SQLite has. Throws {@link Unmergeable}.
 */
export function carryOut(plan: MergePlan, base: Uint8Array): Buffer {
  const merged = complainingOf("The merged database", () => writeAll(plan, base));
  complainingOf("The merged database", () => {
    const sound = new SoundDatabase(merged, "integrity_check");
    try {
      requireNoLostParents(sound, base);
    } finally {
      sound.close();
    }
  });
  return merged;
}

function writeAll(plan: MergePlan, base: Uint8Array): Buffer {
  const db = openInMemory(base);
  try {
    // What a row leaves behind on its page is not to depend on memory.
    db.pragma("secure_delete = ON");
    inTransaction(db, () => {
      for (const { table, merge } of plan.tables) new RowWriter(db, table).write(merge.writes);
      writeSequences(db, plan.sequences);
    });
    return db.serialize();
  } catch (thrown) {
    if (!(thrown instanceof SQLite.SqliteError) || !thrown.code.startsWith("SQLITE_CONSTRAINT")) throw thrown;
    throw new Unmergeable(`What the two sides changed does not go together: ${thrown.message}.`, {
      cause: thrown,
    });
  } finally {
    db.close();
  }
}

/** A row that refers to one that is not there (https://sqlite.org/pragma.html#pragma_foreign_key_check). */
interface LostParent {
  readonly table: string;
  readonly rowid: bigint | null;
  readonly parent: string;
  readonly fkid: bigint;
}

/** Rows of the base that have long referred to nothing are not the merge's doing. */
function requireNoLostParents(merged: SoundDatabase, base: Uint8Array): void {
  const [first] = lostParents(merged);
  if (first === undefined) return;
  const old = new SoundDatabase(base, "quick_check");
  try {
    const known = new Set(Array.from(lostParents(old), identity));
    for (const lost of lostParents(merged)) {
      if (lost.rowid !== null && known.has(identity(lost))) continue;
      throw new Unmergeable(
        `What the two sides changed does not go together: a row of ${JSON.stringify(lost.table)} would refer to one of ${JSON.stringify(lost.parent)} that is not there.`,
      );
    }
  } finally {
    old.close();
  }
}

function lostParents({ db }: SoundDatabase): IterableIterator<LostParent> {
  return db.prepare<[], LostParent>("PRAGMA foreign_key_check").iterate();
}

function identity({ table, rowid, parent, fkid }: LostParent): string {
  return JSON.stringify([table, String(rowid), parent, String(fkid)]);
}
