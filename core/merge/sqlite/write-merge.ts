import SQLite from "better-sqlite3";
import { inTransaction } from "../../database/database.ts";
import { openInMemory } from "./in-memory.ts";
import type { MergePlan } from "./plan-merge.ts";
import { writeSequences } from "./sequences.ts";
import { SoundDatabase } from "./sound-database.ts";
import { asUnmergeable, Unmergeable } from "./unmergeable.ts";
import { RowWriter } from "./write-rows.ts";

/**
 * Writes the merged database: the base with all changes, in an order that does not depend on the sides. Throws
 * {@link Unmergeable} if the result fails a check of SQLite or a foreign key.
 */
export function writeMerge(plan: MergePlan, base: Uint8Array): Buffer {
  const merged = asUnmergeable("The merged database", () => writeAll(plan, base));
  asUnmergeable("The merged database", () => {
    const sound = new SoundDatabase(merged, "integrity_check");
    try {
      requireNoDanglingRows(sound, base);
    } finally {
      sound.close();
    }
  });
  return merged;
}

function writeAll(plan: MergePlan, base: Uint8Array): Buffer {
  const db = openInMemory(base);
  try {
    // Deleted bytes are zeroed, so that equal merges give equal files.
    db.pragma("secure_delete = ON");
    inTransaction(db, () => {
      for (const { table, merge } of plan.tables) new RowWriter(db, table).write(merge.writes);
      writeSequences(db, plan.sequences);
    });
    return db.serialize();
  } catch (thrown) {
    if (!(thrown instanceof SQLite.SqliteError) || !thrown.code.startsWith("SQLITE_CONSTRAINT")) throw thrown;
    throw new Unmergeable(`The changes of the two sides cannot be combined: ${thrown.message}.`, {
      cause: thrown,
    });
  } finally {
    db.close();
  }
}

/** A row that refers to a missing row (https://sqlite.org/pragma.html#pragma_foreign_key_check). */
interface DanglingRow {
  readonly table: string;
  readonly rowid: bigint | null;
  readonly parent: string;
  readonly fkid: bigint;
}

/** Throws {@link Unmergeable} if a row refers to a missing row and did not do so in the base. */
function requireNoDanglingRows(merged: SoundDatabase, base: Uint8Array): void {
  const [first] = danglingRows(merged);
  if (first === undefined) return;
  const old = new SoundDatabase(base, "quick_check");
  try {
    const known = new Set(Array.from(danglingRows(old), identity));
    for (const row of danglingRows(merged)) {
      if (row.rowid !== null && known.has(identity(row))) continue;
      throw new Unmergeable(
        `The changes of the two sides cannot be combined: a row of ${JSON.stringify(row.table)} would refer to one of ${JSON.stringify(row.parent)} that is not there.`,
      );
    }
  } finally {
    old.close();
  }
}

function danglingRows({ db }: SoundDatabase): IterableIterator<DanglingRow> {
  return db.prepare<[], DanglingRow>("PRAGMA foreign_key_check").iterate();
}

function identity({ table, rowid, parent, fkid }: DanglingRow): string {
  return JSON.stringify([table, String(rowid), parent, String(fkid)]);
}
