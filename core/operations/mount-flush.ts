import type { Flushed } from "../mount/mount-reader.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** Makes a snapshot of a mount as it is now, durable and held by no label. */
export async function flushMount(
  store: OpenedStore,
  id: number,
  { mounts, clock }: Pick<OperationContext, "mounts" | "clock">,
): Promise<Flushed> {
  const mount = mounts.get(id);
  const objects = store.stage();
  try {
    const flushed = await mount.flush(store.nodes.over(objects));
    objects.flushWith(() => store.labels.snapshots.record(flushed.id, clock()));
    return flushed;
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}
