import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { OpenedStore } from "../store/open.ts";
import { type MergeContext, mergePartly } from "./merge.ts";
import type { OperationContext } from "./operation.ts";

/**
 * Returns how many files would be in conflict if a mount were merged with a snapshot; null if that cannot be told, because
 * something of them is damaged. Stores nothing. Throws `UnknownReference`, `Cancelled`.
 */
export async function countConflicts(
  store: OpenedStore,
  { id, theirs }: { readonly id: number; readonly theirs: SnapshotId },
  { mounts, merger, signal }: Pick<MergeContext, "merger" | "signal"> & Pick<OperationContext, "mounts">,
): Promise<number | null> {
  const objects = store.stage();
  try {
    const { nodes, profile } = store;
    const { base, id: ours } = await mounts.get(id).flush(nodes.over(objects));
    const names = { base: "base", ours: "ours", theirs: "theirs" };
    const request = { base, ours, theirs, names, renames: true };
    const { conflicts } = await mergePartly({ objects, nodes, profile, run: merger, signal }, request);
    return conflicts.length;
  } catch (thrown) {
    const isDamaged =
      thrown instanceof StrataError && (thrown.code === "MissingObject" || thrown.code === "CorruptObject");
    if (!isDamaged) throw thrown;
    return null;
  } finally {
    objects.discard();
  }
}
