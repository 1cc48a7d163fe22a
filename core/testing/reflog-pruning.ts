import { type Database, inTransaction } from "../database/database.ts";

/**
 * Deletes a label's reflog entries older than the entry `before`, as far as the schema lets go of them, and gives how many. A
 * living label keeps its latest entry whatever is asked; a deleted one that keeps none is gone, and its name free.
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
    // One by one, as the schema lets go of the oldest only and a single DELETE has no order.
    const remove = db.prepare<[number]>("DELETE FROM reflog WHERE seq = ?");
    for (const seq of old) remove.run(seq);
    return old.length;
  });
}
