import { cancelled } from "../../errors.ts";
import type { ObjectId } from "../../ids.ts";
import { Cursor } from "../../manifest/cursor.ts";
import { diffManifests } from "../../manifest/diff.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { fileOf } from "./merge-path.ts";

/** What three snapshots have at one path; null is nothing, or a folder with something in it. */
export interface PathSides {
  readonly path: string;
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
  /** What both came from does not agree on the path: `base` is null, and that they differ is a conflict. */
  readonly unsettled?: boolean;
}

/**
 * Gives the paths in which ours and theirs differ, in the order of their bytes, with what the base has there. What both have
 * is merged as it is, so that no more of the base is read than the way to those paths. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
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
 * Gives the paths at which both sides came to have the same, where the base has a file or link and they have none, or the other
 * way round: with the differences of the sides, that is all that may have been moved. It reads what `ours` differs in from the
 * base, and nothing where neither side has a path that is new. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
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
