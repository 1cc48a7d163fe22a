import { cancelled } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { readWhole } from "../manifest/content.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { getEntry } from "../manifest/read.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import { companionFilesIn } from "../merge/content/choose-merger.ts";
import { type MergeContents, mergeContentsWith, type RunMerger } from "../merge/content/merge-contents.ts";
import { sketchOf } from "../merge/content/sketch.ts";
import type { ContentMergeOptions, Preference } from "../merge/merger.ts";
import {
  mergeIntoBase,
  mergeTrees,
  mergeTreesPartly,
  type PartialMerge,
  type TreeMerge,
  type TreeMergeOptions,
} from "../merge/tree/merge-trees.ts";
import { type BasePlan, settleBase } from "../merge/tree/virtual-base.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { ScratchObjects } from "../objects/scratch-objects.ts";
import type { Profile } from "../profile.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationParts } from "./operation.ts";

/** The request of a merge. */
export interface MergeRequest {
  readonly base: BasePlan;
  readonly ours: SnapshotId;
  readonly theirs: SnapshotId;
  readonly prefer: Preference;
  /** Whether edits follow files that the other side renamed. */
  readonly renames: boolean;
  /** The names of the sides where conflicts are shown. */
  readonly names: ContentMergeOptions["names"];
}

/** The context of a merge. */
export interface MergeContext extends Pick<OperationParts, "clock" | "merger"> {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Merges two snapshots into a new one, which is durable when this ends and which no label holds yet; conflicts leave nothing
 * behind, and no base that is merged first does. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
 */
export async function mergeSnapshots(
  store: OpenedStore,
  request: MergeRequest,
  { clock, merger, signal }: MergeContext,
): Promise<TreeMerge> {
  const objects = store.stage();
  try {
    const { nodes, profile } = store;
    const merge = await mergeWithBase({ objects, nodes, profile, run: merger, signal }, request);
    if (signal?.aborted) throw cancelled();
    if (merge.status === "conflict") objects.discard();
    else objects.flushWith(() => store.labels.snapshots.record(merge.id, clock()));
    return merge;
  } catch (thrown) {
    objects.discard(thrown);
    throw thrown;
  }
}

/** The stores that a merge reads from and writes to. */
export interface MergeStores {
  readonly objects: ObjectStore;
  readonly nodes: NodeStore;
  readonly profile: Profile;
  readonly run: RunMerger;
  readonly signal?: AbortSignal | undefined;
}

/** Merges two snapshots by a base, which may have to be merged first, in memory. */
export async function mergeWithBase(stores: MergeStores, request: MergeRequest): Promise<TreeMerge> {
  const { ours, theirs, prefer, renames, names } = request;
  const scratch = new MemoryObjectStore();
  const making = (into: "scratch" | "store") =>
    makingIn(stores, new ScratchObjects(scratch, stores.objects, into));
  const inScratch = making("scratch");
  const base = await settleBase(request.base, (sides) => {
    const ids = [sides.base?.id ?? null, sides.ours.id, sides.theirs.id];
    const contents = inScratch.contents(ids, { prefer: "none", names: BASES });
    return mergeIntoBase(inScratch.nodes, sides, contents, { renames, ...inScratch.options });
  });
  const result = making("store");
  const sides = { base: base?.id ?? null, ours, theirs };
  return await mergeTrees(
    result.nodes,
    { ...sides, unsettled: base?.unsettled, prefer, renames },
    result.contents([sides.base, ours, theirs], { prefer, names }),
    result.options,
  );
}

/** The part of a merge that needs no decision, and the base that it was merged by. */
export interface MergeInParts extends PartialMerge {
  readonly base: SnapshotId | null;
}

/**
 * Merges two snapshots as far as that needs no decision. All of it goes into the object store, a base that has to be merged
 * first as well.
 */
export async function mergePartly(
  stores: MergeStores,
  request: Omit<MergeRequest, "prefer">,
): Promise<MergeInParts> {
  const { ours, theirs, renames, names } = request;
  const making = makingIn(stores, stores.objects);
  const base = await settleBase(request.base, (sides) => {
    const ids = [sides.base?.id ?? null, sides.ours.id, sides.theirs.id];
    const contents = making.contents(ids, { prefer: "none", names: BASES });
    return mergeIntoBase(making.nodes, sides, contents, { renames, ...making.options });
  });
  const sides = { base: base?.id ?? null, ours, theirs };
  const merge = await mergeTreesPartly(
    making.nodes,
    { ...sides, unsettled: base?.unsettled, renames },
    making.contents([sides.base, ours, theirs], { prefer: "none", readable: false, names }),
    making.options,
  );
  return { ...merge, base: sides.base };
}

/** Names for the sides of a merge of bases. Nobody sees them. */
const BASES = { base: "base", ours: "one base", theirs: "another base" };

interface Making {
  readonly nodes: NodeStore;
  readonly options: TreeMergeOptions;
  /** Returns the merger of contents of these snapshots. */
  contents(snapshots: readonly (SnapshotId | null)[], options: ContentMergeOptions): MergeContents;
}

function makingIn({ nodes: read, profile, run, signal }: MergeStores, objects: ObjectStore): Making {
  const nodes = read.over(objects);
  const storer = new ContentStorer(objects, profile);
  return {
    nodes,
    options: {
      signal,
      companions: companionFilesIn(objects),
      sketchOf: async (entry) => sketchOf(await readWhole(objects, entry)),
    },
    contents: (snapshots, options) => {
      const sizeOf = (path: string) => largest(nodes, snapshots, path);
      return mergeContentsWith({ objects, storer, sizeOf, options, run, signal });
    },
  };
}

/** Returns the size of the largest file that the snapshots have at a path; 0 for none. */
async function largest(
  nodes: NodeStore,
  snapshots: readonly (SnapshotId | null)[],
  path: string,
): Promise<number> {
  let size = 0;
  for (const id of snapshots)
    if (id !== null) size = Math.max(size, (await getEntry(nodes, id, path))?.size ?? 0);
  return size;
}
