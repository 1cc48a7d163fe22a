import type { Flushed } from "../mount/mount-reader.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** Makes a durable snapshot of a mount, which no label holds. */
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
