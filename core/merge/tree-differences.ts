import { cancelled } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { Cursor } from "../manifest/cursor.ts";
import { diffManifests } from "../manifest/diff.ts";
import type { Entry } from "../manifest/entry.ts";
import type { NodeStore } from "../manifest/node-store.ts";

/** What three snapshots have at one path; null is nothing, or a folder with something in it. */
export interface PathSides {
  readonly path: string;
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
}

/**
 * Gives the paths in which ours and theirs differ, in the order of their bytes, with what the base has there. What both have
 * is merged as it is, so that no more of the base is read than the way to those paths. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
 */
export async function readDifferences(
  nodes: NodeStore,
  snapshots: { base: ObjectId | null; ours: ObjectId; theirs: ObjectId },
  signal?: AbortSignal,
): Promise<Map<string, PathSides>> {
  const differences = new Map<string, PathSides>();
  const cursor = snapshots.base === null ? undefined : await Cursor.open(nodes, snapshots.base);
  for await (const { path, before, after } of diffManifests(nodes, snapshots.ours, snapshots.theirs)) {
    if (signal?.aborted) throw cancelled();
    await cursor?.seek(path);
    const found = cursor?.entry;
    const base = found?.key === path ? found.entry : null;
    differences.set(path, { path, base, ours: before, theirs: after });
  }
  return differences;
}
