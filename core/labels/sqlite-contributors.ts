import type { Database } from "../database/database.ts";
import { isCount, isText, isWhole, readRows, readValues } from "../database/rows.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { isIds, parseSettings, splitIds } from "./label-rows.ts";
import type { LabelSettings } from "./label-store.ts";

/** Finds the labels whose files a snapshot may hold, as far as histories are kept. Deleted labels count. */
export class SqliteContributors {
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: Database) {
    this.#sql = prepare(db);
  }

  /** Returns the settings of the labels that were ever moved to a snapshot, and of those from which a move up to that one names a parent. */
  settings(id: SnapshotId): LabelSettings[] {
    /** Labels, each with the number of the move up to which its history counts. */
    const found = new Map<number, number>();
    const waiting = [{ id, until: Number.MAX_SAFE_INTEGER }];
    for (const { id, until } of waiting) {
      for (const { label, seq } of this.#sql.holders.all(idToBytes(id), until)) {
        const known = found.get(label) ?? 0;
        if (seq <= known) continue;
        found.set(label, seq);
        for (const { seq: at, parents } of this.#sql.parents.all(label, known, seq)) {
          for (const parent of splitIds(parents)) waiting.push({ id: parent, until: at });
        }
      }
    }
    return [...found.keys()].flatMap((label) => this.#sql.settings.get(label) ?? []).map(parseSettings);
  }
}

function prepare(db: Database) {
  return {
    holders: readRows(
      db.prepare<[Buffer, number]>(
        "SELECT label, min(seq) AS seq FROM reflog WHERE to_id = ? AND seq <= ? GROUP BY label",
      ),
      { label: isWhole, seq: isCount },
    ),
    parents: readRows(
      db.prepare<[number, number, number]>(
        "SELECT seq, parents FROM reflog WHERE label = ? AND seq > ? AND seq <= ? AND parents IS NOT NULL",
      ),
      { seq: isCount, parents: isIds },
    ),
    settings: readValues(db.prepare<[number]>("SELECT settings FROM labels WHERE id = ?"), isText),
  };
}
