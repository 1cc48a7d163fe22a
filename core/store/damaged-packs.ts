import { statSync } from "node:fs";
import { join } from "node:path";
import { type Database, inTransaction } from "../database/database.ts";
import { isCount, isText, readValues } from "../database/rows.ts";
import type { Reconciliation } from "../objects/reconcile.ts";

/** The table of packs that could not be read in, with their state at the time. */
export const DAMAGED_PACKS_SCHEMA = `
  CREATE TABLE damaged_packs (
    name TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    reason TEXT NOT NULL
  ) WITHOUT ROWID;
`;

/** A pack whose directory cannot be read, and why. */
export type DamagedPack = Reconciliation["damaged"][number];

/**
 * Records packs that cannot be read in, to tell them from packs that are not in the index yet: only
 * the latter need a writer.
 */
export class DamagedPacks {
  readonly #db: Database;
  readonly #folder: string;
  readonly #reason;

  /** `folder` is where the packs are. */
  constructor(db: Database, folder: string) {
    this.#db = db;
    this.#folder = folder;
    this.#reason = readValues(
      db.prepare<[string, bigint, bigint]>(
        "SELECT reason FROM damaged_packs WHERE name = ? AND bytes = ? AND mtime_ns = ?",
      ),
      isText,
    );
  }

  /** Returns the given packs that have not changed since they were found damaged. */
  among(names: readonly string[]): DamagedPack[] {
    return names.flatMap((name) => {
      const file = this.#stat(name);
      const reason = file && this.#reason.get(name, file.size, file.mtimeNs);
      return reason === undefined ? [] : [{ name, reason }];
    });
  }

  /** Replaces the recorded packs with these, in their current state. */
  replace(packs: readonly DamagedPack[]): void {
    if (this.#count() === packs.length && this.#has(packs)) return;
    const add = this.#db.prepare(
      "INSERT INTO damaged_packs (name, bytes, mtime_ns, reason) VALUES (?, ?, ?, ?)",
    );
    inTransaction(this.#db, () => {
      this.#db.exec("DELETE FROM damaged_packs");
      for (const { name, reason } of packs) {
        const file = this.#stat(name);
        if (file !== undefined) add.run(name, file.size, file.mtimeNs, reason);
      }
    });
  }

  #count(): number {
    return readValues(this.#db.prepare<[]>("SELECT count(*) FROM damaged_packs"), isCount).get() ?? 0;
  }

  #has(packs: readonly DamagedPack[]): boolean {
    const known = new Map(
      this.among(packs.map(({ name }) => name)).map(({ name, reason }) => [name, reason]),
    );
    return packs.every(({ name, reason }) => known.get(name) === reason);
  }

  #stat(name: string) {
    return statSync(join(this.#folder, name), { bigint: true, throwIfNoEntry: false });
  }
}
