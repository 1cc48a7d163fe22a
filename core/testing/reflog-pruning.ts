import { type Database, inTransaction } from "../database/database.ts";

/**
 * Deletes a label's reflog entries older than the entry `before`, as far as the schema allows, and returns their number.
 * A living label always keeps its latest entry. A deleted label without entries is gone and its name is free.
 */
export function pruneReflog(db: Database, label: string, before: number): number {
  return inTransaction(db, () => {
    const old = db
      .prepare<[string, number], number>(
        `SELECT seq FROM reflog JOIN labels ON labels.id = reflog.label
          WHERE labels.name = ? AND seq < ? AND (seq < last OR head IS NULL) ORDER BY seq`,
      )
      .pluck()
      .all(label, before);
    // One by one: the schema allows to delete only the oldest, and a single DELETE has no order.
    const remove = db.prepare<[number]>("DELETE FROM reflog WHERE seq = ?");
    for (const seq of old) remove.run(seq);
    return old.length;
  });
}
