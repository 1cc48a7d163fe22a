import type { ReflogEntry } from "../labels/label-store.ts";
import type { OpenedStore } from "../store/open.ts";
import type { CallContext } from "./operation.ts";

/** Fills the change index for moves that it lacks, until it is aborted. */
export async function fillChanges(
  store: OpenedStore,
  moves: readonly Pick<ReflogEntry, "from" | "to">[],
  { signal }: Pick<CallContext, "signal">,
): Promise<void> {
  for (const { from, to } of moves) {
    if (signal.aborted) return;
    if (to !== null && from !== to) await store.changes.fill(store.nodes, from, to);
  }
}
