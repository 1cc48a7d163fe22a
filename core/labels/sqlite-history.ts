import type { Database } from "../database/database.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import type { HistoryEntry, HistorySource } from "./history.ts";
import { type HistoryRow, rowToHistory, SELECT_HISTORY } from "./label-rows.ts";

/** Looks up reflog entries in `strata.db`: each look-up is one search of an index. */
export class SqliteHistory implements HistorySource {
  readonly #entry;
  readonly #previous;
  readonly #latest;
  readonly #latestOfLabel;

  constructor(db: Database) {
    this.#entry = db.prepare<[number], HistoryRow>(`${SELECT_HISTORY} WHERE seq = ?`);
    this.#previous = db
      .prepare<[number, number], number>(
        "SELECT seq FROM reflog WHERE label = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
      )
      .pluck();
    this.#latest = db
      .prepare<[Buffer, number], number>(
        "SELECT seq FROM reflog WHERE to_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
      )
      .pluck();
    this.#latestOfLabel = db
      .prepare<[number, Buffer, number], number>(
        "SELECT seq FROM reflog WHERE label = ? AND to_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
      )
      .pluck();
  }

  entry(seq: number): HistoryEntry | undefined {
    const row = this.#entry.get(seq);
    return row && rowToHistory(row);
  }

  previous(labelId: number, before: number): number | undefined {
    return this.#previous.get(labelId, before);
  }

  latestWithTo(id: SnapshotId, before: number, labelId?: number): number | undefined {
    if (labelId === undefined) return this.#latest.get(idToBytes(id), before);
    return this.#latestOfLabel.get(labelId, idToBytes(id), before);
  }
}
