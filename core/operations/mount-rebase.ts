import { inTransaction } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { labelDeleted, unknownLabel } from "../labels/label-errors.ts";
import type { NamedSnapshot } from "../labels/label-store.ts";
import type { Change } from "../manifest/changes.ts";
import { diffManifests } from "../manifest/diff.ts";
import type { Preference } from "../merge/merger.ts";
import type { TreeConflict } from "../merge/tree/conflict.ts";
import type { OpenedStore } from "../store/open.ts";
import { type MergeContext, mergeSnapshots } from "./merge.ts";
import { flushMount } from "./mount-flush.ts";
import { noLabel } from "./mount-push.ts";
import type { OperationContext } from "./operation.ts";

/** The outcome of a rebase. */
export type MountRebase =
  /** The label's head is the mount's base now, with the changes of both. */
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
 * Merges a mount's changes with its label's head, and makes the head the mount's base; open merges of the mount are abandoned. Throws `BadInput` for a mount without
 * a label, `LabelDeleted`, and as a merge does.
 */
export async function rebaseMount(
  store: OpenedStore,
  { id, prefer }: { readonly id: number; readonly prefer: Preference },
  { mounts, sessions, ...context }: MergeContext & Pick<OperationContext, "mounts" | "sessions">,
): Promise<MountRebase> {
  const { catalog } = mounts;
  for (;;) {
    const began = store.generation.begin();
    const info = catalog.get(id);
    const { label } = info;
    if (label === null) throw noLabel(info);
    const head = headOf(store, label);
    const theirs = head.id;
    const { base, revision, id: ours } = await flushMount(store, id, { mounts, clock: context.clock });
    if (theirs === base) return { status: "current", base };
    const names = { base: base.slice(0, 10), ours: info.name, theirs: label };
    const request = { base, ours, theirs, names, prefer, renames: true };
    const merge = await mergeSnapshots(store, request, context);
    if (merge.status === "conflict")
      return { status: "conflict", base, ours, theirs, conflicts: merge.conflicts };
    const changes: Change[] = [];
    for await (const { path, after } of diffManifests(store.nodes, theirs, merge.id))
      changes.push([path, after]);
    const isRebased = inTransaction(store.db, () => {
      store.generation.check(began);
      if (!catalog.setBase(id, revision, head, changes)) return false;
      sessions.abandonOfMount(id);
      return true;
    });
    if (isRebased) return { status: "rebased", base: theirs, autoMerged: merge.autoMerged };
  }
}

function headOf(store: OpenedStore, label: string): Required<NamedSnapshot> {
  const found = store.labels.resolveSync(label);
  if (found === undefined) throw unknownLabel(label);
  if (found.head === null) throw labelDeleted(label);
  return { id: found.head, seq: found.last.seq };
}
