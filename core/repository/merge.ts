import type { Clock } from "../clock.ts";
import { cancelled } from "../errors.ts";
import type { NodeStore } from "../manifest/node-store.ts";
import { getEntry } from "../manifest/read.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import type { ContentMergeOptions } from "../merge/content-merger.ts";
import { contentMerging, filePartsIn, type RunMerger } from "../merge/content-merging.ts";
import { mergeTrees, type TreeMerge, type TreeMergeRequest } from "../merge/tree-merge.ts";
import type { OpenedStore } from "./open.ts";

/** A merge that is asked for. */
export interface MergeRequest extends TreeMergeRequest {
  /** What the sides are called where conflicts are shown. */
  readonly names: ContentMergeOptions["names"];
}

/** What a merge runs with. */
export interface MergeContext {
  readonly clock: Clock;
  readonly run: RunMerger;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Merges two snapshots into a new one, which is durable when this ends and which no label holds yet; conflicts leave nothing
 * behind. Throws `MissingObject`, `CorruptObject`, `Cancelled`.
 */
export async function mergeSnapshots(
  store: OpenedStore,
  { names, ...request }: MergeRequest,
  { clock, run, signal }: MergeContext,
): Promise<TreeMerge> {
  const objects = store.stage();
  try {
    const options = { prefer: request.prefer, names };
    const storer = new ContentStorer(objects, store.profile);
    const nodes = store.nodes.over(objects);
    const sizeOf = (path: string) => largest(nodes, request, path);
    const contents = contentMerging({ objects, storer, sizeOf, options, run, signal });
    const merge = await mergeTrees(nodes, request, contents, { signal, parts: filePartsIn(objects) });
    if (signal?.aborted) throw cancelled();
    if (merge.status === "conflict") objects.discard();
    else objects.flushWith(() => store.labels.snapshots.record(merge.id, clock()));
    return merge;
  } catch (thrown) {
    objects.discard();
    throw thrown;
  }
}

/** Gives the size of the largest file that one of the snapshots has at a path; 0 where none has one. */
async function largest(
  nodes: NodeStore,
  { base, ours, theirs }: TreeMergeRequest,
  path: string,
): Promise<number> {
  let size = 0;
  for (const id of [base, ours, theirs])
    if (id !== null) size = Math.max(size, (await getEntry(nodes, id, path))?.size ?? 0);
  return size;
}
