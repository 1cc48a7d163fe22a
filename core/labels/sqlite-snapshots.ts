import type { Database } from "../database/database.ts";
import { isIdBytes, isWhole, readValues } from "../database/rows.ts";
import { idToBytes, type ObjectId, type SnapshotId } from "../ids.ts";
import { snapshotPruned } from "./label-errors.ts";
import { snapshotFromBytes } from "./label-rows.ts";

/** Knows which ids of `strata.db` are snapshots: those that a label was moved to, and those that were recorded. */
export class SqliteSnapshots {
  readonly #record;
  readonly #has;
  readonly #at;
  readonly #between;

  constructor(db: Database) {
    this.#record = db.prepare<[Buffer, number]>(
      "INSERT INTO snapshots (id, at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at)",
    );
    this.#has = db.prepare<[Buffer], number>("SELECT 1 FROM snapshots WHERE id = ?").pluck();
    this.#at = readValues(db.prepare<[Buffer]>("SELECT at FROM snapshots WHERE id = ?"), isWhole);
    this.#between = readValues(
      db.prepare<[Buffer, Buffer, number]>(
        "SELECT id FROM snapshots WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
      ),
      isIdBytes,
    );
  }

  /** Records that an id is a snapshot that no label holds, and when it was last made, in ms since 1970. */
  record(id: SnapshotId, at: number): void {
    this.#record.run(idToBytes(id), at);
  }

  /** Returns whether an id is a snapshot's. */
  has(id: ObjectId): id is SnapshotId {
    return this.#has.get(idToBytes(id)) !== undefined;
  }

  /**
   * Throws `SnapshotPruned` unless all these ids are snapshots still. Called in the transaction that makes something rely on
   * them, it keeps a collection from taking their objects.
   */
  require(ids: readonly SnapshotId[]): void {
    for (const id of ids) if (!this.has(id)) throw snapshotPruned(id);
  }

  /** Returns when a snapshot was last made, in ms since 1970; undefined for an id that is not a snapshot's. */
  at(id: SnapshotId): number | undefined {
    return this.#at.get(idToBytes(id));
  }

  /** Returns the first `limit` snapshots whose ids begin with these lower-case hex digits, sorted by id. */
  withPrefix(prefix: string, limit: number): SnapshotId[] {
    const first = Buffer.from(prefix.padEnd(64, "0"), "hex");
    const last = Buffer.from(prefix.padEnd(64, "f"), "hex");
    return this.#between.all(first, last, limit).map(snapshotFromBytes);
  }
}
