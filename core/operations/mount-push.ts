import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { descendsFrom } from "../labels/history.ts";
import { labelDeleted, unknownLabel } from "../labels/label-errors.ts";
import type { Move, MoveResult, NamedSnapshot, ReflogEntry } from "../labels/label-store.ts";
import type { Change } from "../manifest/changes.ts";
import { diffManifests } from "../manifest/diff.ts";
import type { Preference } from "../merge/content/merger.ts";
import type { TreeConflict } from "../merge/tree/conflict.ts";
import type { Mount } from "../mount/mount.ts";
import type { MountCatalog, MountInfo } from "../mount/mount-catalog.ts";
import type { Flushed } from "../mount/mount-reader.ts";
import type { OpenedStore } from "../store/open.ts";
import { type MergeContext, mergeSnapshots } from "./merge.ts";

/** A mount, and what pushing it works with. */
export interface PushedMount {
  readonly store: OpenedStore;
  readonly catalog: MountCatalog;
  readonly mount: Mount;
  readonly id: number;
}

/** A push that is asked for. */
export interface MountPushRequest {
  readonly id: number;
  /** None: the label that the mount was made of. */
  readonly label?: string | undefined;
  /** What the label has to hold. None: what the mount is pinned on; for another label than the mount's, that there is none. */
  readonly expected?: string | undefined;
  /** Moves the label whatever it holds. */
  readonly force: boolean;
  readonly message: string;
  readonly override: boolean;
}

/** What became of a push. */
export type MountPush =
  | {
      readonly status: "advanced";
      readonly label: string;
      readonly id: SnapshotId;
      readonly entry: ReflogEntry;
    }
  | { readonly status: "unchanged"; readonly label: string; readonly id: SnapshotId }
  | { readonly status: "rejected"; readonly label: string; readonly current: SnapshotId | null };

/**
 * Makes a snapshot of a mount and moves a label to it, in one transaction, after which the mount is pinned on that snapshot with
 * nothing written. A label that holds something else than expected stays, and so does all else; unless it is the mount's own and
 * came to hold just that snapshot by another way, and nothing was expected by name.
 *
 * Throws `BadInput` for a mount without a label when none is named, and as `LabelStore.cas` does.
 */
export async function pushMount(
  { store, catalog, mount, id }: PushedMount,
  request: MountPushRequest,
): Promise<MountPush> {
  for (;;) {
    const objects = store.stage();
    try {
      const flushed = await mount.flush(store.nodes.over(objects));
      return objects.flushWith(() => {
        // Only now, as labels are renamed and mounts pushed elsewhere at any time.
        const info = catalog.get(id);
        const pushed = moveTo(store, info, request, { ...flushed, on: catalog.namedBase(id) });
        if (pushed.status === "rejected") throw new Rejected(pushed);
        const seq = store.labels.resolveSync(pushed.label)?.last.seq;
        const pinned = { id: flushed.id, ...(seq !== undefined && { seq }) };
        if (!catalog.setBase(id, flushed.revision, pinned, [])) throw new WrittenMeanwhile();
        if (pushed.label !== info.label) catalog.amend(id, { label: pushed.label });
        return pushed;
      });
    } catch (thrown) {
      // The transaction is undone: the label has not moved.
      objects.discard();
      if (thrown instanceof Rejected) return thrown.push;
      if (!(thrown instanceof WrittenMeanwhile)) throw thrown;
    }
  }
}

/** What became of a rebase. */
export type MountRebase =
  /** The mount is pinned on what the label holds now, with what both changed. */
  | { readonly status: "rebased"; readonly base: SnapshotId; readonly autoMerged: readonly string[] }
  /** The label has not moved. */
  | { readonly status: "current"; readonly base: SnapshotId }
  /** The mount stays as it is; these are the three snapshots that conflict. */
  | {
      readonly status: "conflict";
      readonly base: SnapshotId;
      readonly ours: SnapshotId;
      readonly theirs: SnapshotId;
      readonly conflicts: readonly TreeConflict[];
    };

/**
 * Merges what a mount changed with what its label holds now, and pins the mount on that. Throws `BadInput` for a mount without
 * a label, `LabelDeleted`, and as a merge does.
 */
export async function rebaseMount(
  { store, catalog, mount, id }: PushedMount,
  { prefer }: { readonly prefer: Preference },
  context: MergeContext,
): Promise<MountRebase> {
  for (;;) {
    const info = catalog.get(id);
    const { label } = info;
    if (label === null) throw noLabel(info);
    const head = headOf(store, label);
    const theirs = head.id;
    const { base, revision, id: ours } = await durably(store, mount, context.clock());
    if (theirs === base) return { status: "current", base };
    const names = { base: base.slice(0, 10), ours: info.name, theirs: label };
    const request = { base, ours, theirs, names, prefer, renames: true };
    const merge = await mergeSnapshots(store, request, context);
    if (merge.status === "conflict")
      return { status: "conflict", base, ours, theirs, conflicts: merge.conflicts };
    const changes: Change[] = [];
    for await (const { path, after } of diffManifests(store.nodes, theirs, merge.id))
      changes.push([path, after]);
    if (catalog.setBase(id, revision, head, changes))
      return { status: "rebased", base: theirs, autoMerged: merge.autoMerged };
  }
}

/** Makes a snapshot of a mount as it is now, durable and held by no label. */
export async function durably(store: OpenedStore, mount: Mount, now: number): Promise<Flushed> {
  const objects = store.stage();
  try {
    const flushed = await mount.flush(store.nodes.over(objects));
    objects.flushWith(() => store.labels.snapshots.record(flushed.id, now));
    return flushed;
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}

/** Somebody wrote to the mount while it was pushed: what they wrote has to be a part of it. */
class WrittenMeanwhile extends Error {}

/** The label holds something else: nothing of the push is kept. */
class Rejected extends Error {
  readonly push: MountPush;

  constructor(push: MountPush) {
    super();
    this.push = push;
  }
}

function moveTo(
  { labels }: OpenedStore,
  info: MountInfo,
  request: MountPushRequest,
  { base, id: to, on }: Flushed & { readonly on: NamedSnapshot },
): MountPush {
  const { force, message, override } = request;
  const label = request.label ?? info.label;
  if (label === null) throw noLabel(info);
  const isOwn = label === info.label;
  const { head, last } = labels.resolveSync(label) ?? { head: null };
  const expected = force ? head : (request.expected ?? (isOwn ? base : null));
  const isThere = head === to && isOwn && request.expected === undefined;
  if (head !== expected && !isThere) return { status: "rejected", label, current: head };
  if (head === to) return { status: "unchanged", label, id: to };
  const op = head === null ? "create" : force ? "force" : "push";
  // A label that does not go on from where the mount was opened has to be told where this came from.
  const goesOn = head !== null && on.seq !== undefined && descendsFrom(labels.history, last.seq, on.seq);
  const parents = goesOn ? [] : [on];
  const move: Move = { label, op, to, message, override, parents };
  const moved: MoveResult = labels.casSync(move, head);
  if (moved.status === "rejected") return { ...moved, label };
  return { status: "advanced", label, id: to, entry: moved.entry };
}

function headOf(store: OpenedStore, label: string): Required<NamedSnapshot> {
  const found = store.labels.resolveSync(label);
  if (found === undefined) throw unknownLabel(label);
  if (found.head === null) throw labelDeleted(label);
  return { id: found.head, seq: found.last.seq };
}

function noLabel({ name }: MountInfo): StrataError {
  return new StrataError("BadInput", `The mount ${name} was made of a snapshot, not of a label.`, {
    hint: "Name the label to push to; one that is new is created.",
    data: { mount: name },
  });
}
