import { type Database, inTransaction } from "../database/database.ts";
import { hasKeptMoves } from "./kept-moves.ts";

/**
 * Deletes a label's reflog entries older than the entry `before`, as far as the schema allows, and returns their number.
 * A living label always keeps its latest entry. A deleted label without entries is gone and its name is free. A kept move
 * stays, and so do the moves after it, since a reflog loses only its oldest entries.
 */
export function pruneReflog(db: Database, label: string, before: number): number {
  return inTransaction(db, () => {
    const oldestKept = hasKeptMoves(db)
      ? db
          .prepare<[string], number | null>(
            `SELECT min(kept_moves.seq) FROM kept_moves JOIN reflog ON reflog.seq = kept_moves.seq
              WHERE reflog.label = (SELECT id FROM labels WHERE name = ?)`,
          )
          .pluck()
          .get(label)
      : null;
    const old = db
      .prepare<[string, number], number>(
        `SELECT seq FROM reflog JOIN labels ON labels.id = reflog.label
          WHERE labels.name = ? AND seq < ? AND (seq < last OR head IS NULL) ORDER BY seq`,
      )
      .pluck()
      .all(label, Math.min(before, oldestKept ?? before));
    // One by one: the schema allows to delete only the oldest, and a single DELETE has no order.
    const remove = db.prepare<[number]>("DELETE FROM reflog WHERE seq = ?");
    for (const seq of old) remove.run(seq);
    return old.length;
  });
}
