import type { Database } from "../database/database.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import type { PlannedMove } from "./history-plan.ts";
import type { Sections } from "./section.ts";
import type { Survey } from "./survey.ts";

/** How many rows are deleted in one section: others wait for it. */
const BATCH = 5000;

/**
 * Deletes the entries that retention does not keep, and lets go of the snapshots that no root names: nobody can name them any more
 * before the first of their objects is taken. Returns the number of entries that lost their snapshot or are gone.
 */
export async function prune(
  db: Database,
  { sections, survey, now }: { readonly sections: Sections; readonly survey: Survey; readonly now: number },
): Promise<number> {
  let entries = 0;
  for (let left = true; left; ) {
    await survey.mark();
    left = await sections.run(() => {
      const { deleted, thinned, snapshots, mounts } = survey.prunable();
      deleteEntries(db, deleted.slice(0, BATCH));
      entries += Math.min(deleted.length, BATCH);
      if (deleted.length > BATCH) return true;
      const batch = snapshots.slice(0, BATCH);
      const gone = new Set(batch);
      letGo(db, batch, now);
      entries += thinned.filter(({ to }) => to !== null && gone.has(to)).length;
      dropEnded(db, mounts, now);
      return snapshots.length > BATCH;
    });
  }
  await sections.run(() => forgetUnnamed(db));
  return entries;
}

/** One by one, the oldest first: the schema allows no other order. */
function deleteEntries(db: Database, entries: readonly PlannedMove[]): void {
  const remove = db.prepare<[number]>("DELETE FROM reflog WHERE seq = ?");
  for (const { seq } of entries) remove.run(seq);
}

function letGo(db: Database, ids: readonly SnapshotId[], now: number): void {
  const remove = db.prepare<[Buffer]>("DELETE FROM snapshots WHERE id = ?");
  const note = db.prepare<[Buffer, number]>("INSERT OR IGNORE INTO pruned_snapshots (id, at) VALUES (?, ?)");
  for (const id of ids) {
    remove.run(idToBytes(id));
    note.run(idToBytes(id), now);
  }
}

function dropEnded(db: Database, mounts: readonly number[], now: number): void {
  const catalog = new MountCatalog(db, () => now);
  for (const id of mounts) catalog.drop(id);
  new SessionCatalog(db, () => now).prune();
}

/** Forgets which snapshots were pruned once no entry names them. */
function forgetUnnamed(db: Database): void {
  db.exec(`
    CREATE TEMP TABLE named_snapshots AS
      SELECT to_id AS id FROM reflog UNION SELECT from_id FROM reflog;
    DELETE FROM pruned_snapshots WHERE id NOT IN (SELECT id FROM named_snapshots WHERE id IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM reflog WHERE parents IS NOT NULL AND instr(parents, pruned_snapshots.id) > 0);
    DROP TABLE named_snapshots;
  `);
}
