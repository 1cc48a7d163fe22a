import type { PackStore } from "../objects/pack-store.ts";
import type { OpenedStore } from "../store/open.ts";

/**
 * Runs work that stores objects and returns what to do in the transaction that makes the last of them durable. If either
 * throws, nothing of it stays.
 */
export async function staged<T>(
  store: OpenedStore,
  work: (objects: PackStore) => Promise<() => T>,
): Promise<T> {
  const objects = store.stage();
  try {
    const commit = await work(objects);
    return objects.flushWith(commit);
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}
