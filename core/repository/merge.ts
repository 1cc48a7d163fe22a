import type { Clock } from "../clock.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import type { ContentMergeOptions } from "../merge/content-merger.ts";
import { contentMerging, type RunMerger } from "../merge/content-merging.ts";
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
    const contents = contentMerging({ objects, storer, options, run, signal });
    const merge = await mergeTrees(store.nodes.over(objects), request, contents, signal);
    if (merge.status === "conflict") objects.discard();
    else objects.flushWith(() => store.labels.snapshots.record(merge.id, clock()));
    return merge;
  } catch (thrown) {
    objects.discard();
    throw thrown;
  }
}
