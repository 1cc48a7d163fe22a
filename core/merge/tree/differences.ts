import { cancelled } from "../../errors.ts";
import type { ObjectId } from "../../ids.ts";
import { Cursor } from "../../manifest/cursor.ts";
import { diffManifests } from "../../manifest/diff.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { fileOf, type PathSides } from "./paths.ts";

/**
 * Returns the paths at which ours and theirs differ, in byte order, with the base's entry at each. Of the base, only the
 * nodes that lead to these paths are read. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
 */
export async function readDifferences(
  nodes: NodeStore,
  snapshots: {
    base: ObjectId | null;
    ours: ObjectId;
    theirs: ObjectId;
    unsettled?: ReadonlySet<string> | undefined;
  },
  signal?: AbortSignal,
): Promise<Map<string, PathSides>> {
  const differences = new Map<string, PathSides>();
  const cursor = snapshots.base === null ? undefined : await Cursor.open(nodes, snapshots.base);
  for await (const { path, before, after } of diffManifests(nodes, snapshots.ours, snapshots.theirs)) {
    if (signal?.aborted) throw cancelled();
    if (snapshots.unsettled?.has(path)) {
      differences.set(path, { path, base: null, ours: before, theirs: after, unsettled: true });
      continue;
    }
    await cursor?.seek(path);
    const found = cursor?.entry;
    const base = found?.key === path ? found.entry : null;
    differences.set(path, { path, base, ours: before, theirs: after });
  }
  return differences;
}

/**
 * Returns the paths that both sides removed, or added with the same entry. Together with the differences of the sides,
 * these are all paths that a side may have moved something from or to. Reads the differences between the base and `ours`,
 * or nothing if neither side has a new path. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
 */
export async function readSharedMoves(
  nodes: NodeStore,
  { base, ours }: { base: ObjectId | null; ours: ObjectId },
  differences: ReadonlyMap<string, PathSides>,
  signal?: AbortSignal,
): Promise<PathSides[]> {
  const shared: PathSides[] = [];
  if (base === null || ![...differences.values()].some((sides) => fileOf(sides.base) === null)) return shared;
  for await (const { path, before, after } of diffManifests(nodes, base, ours)) {
    if (signal?.aborted) throw cancelled();
    if (differences.has(path) || (fileOf(before) === null) === (fileOf(after) === null)) continue;
    shared.push({ path, base: before, ours: after, theirs: after });
  }
  return shared;
}
