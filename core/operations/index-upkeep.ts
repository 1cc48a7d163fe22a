import type { SnapshotId } from "../ids.ts";
import type { ReflogEntry } from "../labels/label-store.ts";
import type { OpenedStore } from "../store/open.ts";
import type { CallContext, OperationContext } from "./operation.ts";

/** Rebuilds the index if it is damaged, which it checks unless `certain`; returns whether it was. */
export async function mendIndex(
  store: OpenedStore,
  certain: boolean,
  { reload }: Pick<OperationContext, "reload">,
): Promise<boolean> {
  if (!store.mendIndex(certain)) return false;
  reload();
  return true;
}

/** Fills the change index for moves that it lacks and whose snapshots were not pruned, until it is aborted. */
export async function fillChanges(
  store: OpenedStore,
  moves: readonly Pick<ReflogEntry, "from" | "to">[],
  { signal }: Pick<CallContext, "signal">,
): Promise<void> {
  for (const { from, to } of moves) {
    if (signal.aborted) return;
    if (to === null || from === to) continue;
    if (!isPruned(store, from) && !isPruned(store, to)) await store.changes.fill(store.nodes, from, to);
  }
}

function isPruned({ labels }: OpenedStore, id: SnapshotId | null): boolean {
  return id !== null && labels.prunedAt(id) !== undefined;
}
