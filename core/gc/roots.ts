import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { isIdBytes, isText, isWhole, readRows, readValues } from "../database/rows.ts";
import type { SnapshotId } from "../ids.ts";
import { snapshotFromBytes } from "../labels/label-rows.ts";
import type { Entry } from "../manifest/entry.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import type { Lease } from "../store/leases.ts";
import { DELETED_STAYS, type LabelPlan } from "./history-plan.ts";

/** How long a snapshot that no label ever held stays after it was made, in milliseconds. */
export const UNNAMED_STAYS = 24 * 3600 * 1000;

/** Something that names snapshots or entries whose objects must stay. */
export interface Root {
  /** Changes with what it names. */
  readonly key: string;
  /** What it is, for people: `work@{3}`, `the working copy draft`. */
  readonly name: string;
  /** The label that it belongs to, where it goes with that. */
  readonly label?: string;
  readonly snapshots: readonly SnapshotId[];
  /** Reads the entries that it names besides. */
  readonly entries?: () => readonly Entry[];
}

/** What roots are found in. */
export interface RootSources {
  readonly db: Database;
  readonly history: readonly LabelPlan[];
  readonly leases: readonly Lease[];
  /** In ms since 1970. */
  readonly now: number;
}

/**
 * Returns everything in a store that objects are needed for: kept moves with their parents, working copies and merges, also those
 * that can still be brought back, the last common states of labels and their folders, readers, and snapshots of the last 24 hours that no label held.
 * Snapshots that an earlier collection let go are not among them.
 */
export function findRoots({ db, history, leases, now }: RootSources): Root[] {
  const gone = new Set(readIds(db, "SELECT id FROM pruned_snapshots"));
  const clock: Clock = () => now;
  const roots = [
    ...moveRoots(history),
    ...baseRoots(db),
    ...mountRoots(new MountCatalog(db, clock), now),
    ...mergeRoots(new SessionCatalog(db, clock)),
    ...leases
      .filter(({ roots }) => roots.length > 0)
      .map(({ id, work, roots: snapshots }) => ({
        key: `lease:${id}`,
        name: `the running ${work}`,
        snapshots,
      })),
    ...unnamedRoots(db, now),
  ];
  return roots.map((root) => ({ ...root, snapshots: root.snapshots.filter((id) => !gone.has(id)) }));
}

/** Returns the ids of all snapshots of a store. */
export function snapshotIds(db: Database): SnapshotId[] {
  return readIds(db, "SELECT id FROM snapshots");
}

/** Returns the time by the store's own clock, which never goes back: a computer's may. In ms since 1970. */
export function storeTime(db: Database, clock: Clock): number {
  const latest = readValues(db.prepare<[]>("SELECT coalesce(max(at), 0) FROM snapshots"), isWhole).get() ?? 0;
  return Math.max(clock(), latest);
}

function moveRoots(history: readonly LabelPlan[]): Root[] {
  return history.flatMap(({ label, kept }) =>
    kept.map(({ seq, to, parents }) => ({
      key: `move:${seq}`,
      name: `a move of ${label}`,
      snapshots: to === null ? parents : [to, ...parents],
    })),
  );
}

function baseRoots(db: Database): Root[] {
  const rows = readRows(
    db.prepare<[]>("SELECT DISTINCT snapshot, name FROM bases JOIN labels ON labels.id = label"),
    { snapshot: isIdBytes, name: isText },
  );
  return rows.all().map(({ snapshot, name }) => {
    const id = snapshotFromBytes(snapshot);
    return { key: `base:${id}`, name: `the last import of ${name}`, label: name, snapshots: [id] };
  });
}

function mountRoots(mounts: MountCatalog, now: number): Root[] {
  return mounts
    .list({ discarded: true })
    .filter(({ discardedAt }) => discardedAt === null || now - discardedAt < DELETED_STAYS)
    .map(({ id, name, revision, base }) => ({
      key: `mount:${id}:${revision}`,
      name: `the working copy ${name}`,
      snapshots: [base],
      entries: () => mounts.entries(id),
    }));
}

function mergeRoots(merges: SessionCatalog): Root[] {
  return merges.list({ ended: true }).map(({ id, revision, endedAt }) => {
    const { snapshots, entries } = merges.roots(id);
    return {
      key: `merge:${id}:${revision}:${endedAt}`,
      name: `the merge ${id}`,
      snapshots,
      entries: () => entries,
    };
  });
}

function unnamedRoots(db: Database, now: number): Root[] {
  const recent = readValues(
    db.prepare<[number]>(
      "SELECT id FROM snapshots WHERE at > ? AND NOT EXISTS (SELECT 1 FROM reflog WHERE to_id = snapshots.id)",
    ),
    isIdBytes,
  );
  return recent.all(now - UNNAMED_STAYS).map((bytes) => {
    const id = snapshotFromBytes(bytes);
    return { key: `snapshot:${id}`, name: `the new snapshot ${id.slice(0, 10)}`, snapshots: [id] };
  });
}

function readIds(db: Database, sql: string): SnapshotId[] {
  return readValues(db.prepare<[]>(sql), isIdBytes).all().map(snapshotFromBytes);
}
