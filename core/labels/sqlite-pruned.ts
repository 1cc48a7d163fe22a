import type { Database } from "../database/database.ts";
import { isCount, isIdBytes, isWhole, readTuples, readValues } from "../database/rows.ts";
import { idToBytes, type ObjectId, type SnapshotId } from "../ids.ts";
import { snapshotFromBytes } from "./label-rows.ts";
import { hasPruned } from "./pruned.ts";

/** Knows the snapshots that were pruned and that moves still name. An older database that is opened read-only has none. */
export class SqlitePruned {
  readonly #db: Database;
  #sql: ReturnType<typeof prepare> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Returns when a snapshot was pruned, in ms since 1970; undefined for one that is there, and for any other id. */
  at(id: ObjectId): number | undefined {
    return this.#prepared()?.at.get(idToBytes(id));
  }

  /** Returns the first pruned snapshot whose id begins with these lower-case hex digits. */
  withPrefix(prefix: string): SnapshotId | undefined {
    const first = Buffer.from(prefix.padEnd(64, "0"), "hex");
    const last = Buffer.from(prefix.padEnd(64, "f"), "hex");
    const found = this.#prepared()?.between.get(first, last);
    return found && snapshotFromBytes(found);
  }

  /** Returns all pruned snapshots with when they were pruned, in ms since 1970. */
  all(): Map<SnapshotId, number> {
    const rows = this.#prepared()?.all.all() ?? [];
    return new Map(rows.map(([id, at]) => [snapshotFromBytes(id), at]));
  }

  /** Returns the numbers of the moves to pruned snapshots of the label with this key. */
  movesOf(labelId: number): number[] {
    return this.#prepared()?.moves.all(labelId) ?? [];
  }

  #prepared() {
    if (this.#sql === undefined && hasPruned(this.#db)) this.#sql = prepare(this.#db);
    return this.#sql;
  }
}

function prepare(db: Database) {
  return {
    at: readValues(db.prepare<[Buffer]>("SELECT at FROM pruned_snapshots WHERE id = ?"), isWhole),
    between: readValues(
      db.prepare<[Buffer, Buffer]>(
        "SELECT id FROM pruned_snapshots WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1",
      ),
      isIdBytes,
    ),
    all: readTuples(db.prepare<[]>("SELECT id, at FROM pruned_snapshots"), isIdBytes, isWhole),
    moves: readValues(
      db.prepare<[number]>(
        // In this order it takes as long as snapshots were pruned, not as the label has moves.
        "SELECT seq FROM pruned_snapshots CROSS JOIN reflog ON reflog.to_id = pruned_snapshots.id WHERE label = ?",
      ),
      isCount,
    ),
  };
}
