import type { Database } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import { DELETED_STAYS, type LabelPlan, type PlannedMove } from "./history-plan.ts";
import { type Root, snapshotIds } from "./roots.ts";

/** The history and the roots of a store at one moment. */
export interface StoreState {
  readonly history: readonly LabelPlan[];
  readonly roots: readonly Root[];
}

/** What a collection takes from `strata.db` before it takes objects. */
export interface Prunable {
  /** The entries that are deleted, the oldest of each label first. */
  readonly deleted: readonly PlannedMove[];
  /** The entries that stay without their snapshot. */
  readonly thinned: readonly PlannedMove[];
  /** The snapshots that no root names. */
  readonly snapshots: readonly SnapshotId[];
  /** Discarded working copies that can be brought back no more. */
  readonly mounts: readonly number[];
  /** Number of merges that ended too long ago to be seen. */
  readonly merges: number;
}

/** Returns what can be taken in a state. `now` is in ms since 1970. */
export function findPrunable(db: Database, { history, roots }: StoreState, now: number): Prunable {
  const stay = new Set(roots.flatMap(({ snapshots }) => snapshots));
  const gone = new Set(snapshotIds(db).filter((id) => !stay.has(id)));
  const mounts = new MountCatalog(db, () => now).list({ discarded: true });
  return {
    deleted: history.flatMap(({ deleted }) => deleted),
    thinned: history.flatMap((plan) => plan.thinned.filter(({ to }) => to !== null && gone.has(to))),
    snapshots: [...gone],
    mounts: mounts
      .filter(({ discardedAt }) => discardedAt !== null && now - discardedAt >= DELETED_STAYS)
      .map(({ id }) => id),
    merges: new SessionCatalog(db, () => now).prunable(),
  };
}
