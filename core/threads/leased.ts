import { asStrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { HeldLease, LeaseRequest } from "../store/leases.ts";
import type { OpenedStore } from "../store/open.ts";
import { unlessUnwritable } from "../store/unless-unwritable.ts";

/** How often work is done again whose objects were collected meanwhile. */
const TRIES = 20;

/** Runs work under a lease that makes collections wait. Without a name it needs none. */
export async function writing<T>(
  store: OpenedStore,
  work: string | undefined,
  run: () => Promise<T>,
): Promise<T> {
  return work === undefined ? await run() : await leased(store, { kind: "writer", work }, run);
}

/** Runs work under a lease that keeps some snapshots. */
export async function reading<T>(
  store: OpenedStore,
  roots: readonly SnapshotId[],
  run: () => Promise<T>,
): Promise<T> {
  return roots.length === 0
    ? await run()
    : await leased(store, { kind: "reader", work: "export", roots }, run);
}

/**
 * Runs work until nothing that it relied on was collected meanwhile. Work that fails so leaves nothing behind, so that it can begin
 * anew.
 */
export async function untilKept<T>({ generation }: OpenedStore, run: () => T | Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--) {
    const began = generation.begin();
    try {
      return await run();
    } catch (thrown) {
      const { code } = asStrataError(thrown);
      // What was collected may be missed before anything is to be made durable.
      const isLost = code === "LeaseLost" || (code === "MissingObject" && !generation.isStill(began));
      if (!isLost || left === 0) throw thrown;
    }
  }
}

async function leased<T>(store: OpenedStore, request: LeaseRequest, run: () => Promise<T>): Promise<T> {
  const lease = takeIfWritable(store, request);
  try {
    return await run();
  } finally {
    lease?.release();
  }
}

/** On a full disk, work begins without a lease: it fails by itself where it has to write. */
function takeIfWritable({ leases }: OpenedStore, request: LeaseRequest): HeldLease | undefined {
  try {
    return leases.take(request);
  } catch (thrown) {
    unlessUnwritable(thrown);
    return undefined;
  }
}
