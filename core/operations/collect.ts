import { collect, type GcOptions, type GcReport, planOnly } from "../gc/collect.ts";
import { keepCollection } from "../gc/last-collection.ts";
import type { GcPlan } from "../gc/plan.ts";
import type { GcProgress } from "../gc/progress.ts";
import { badInput, unknownLabel } from "../labels/label-errors.ts";
import type { Retention } from "../labels/retention.ts";
import { defaultRetention, retentionOf } from "../labels/retention-settings.ts";
import type { OpenedStore } from "../store/open.ts";
import type { OperationContext } from "./operation.ts";

/** The request of a collection. */
export interface CollectRequest {
  /** Keeps so many moves of each label, this time, whatever its retention is. */
  readonly keepLast?: number | undefined;
  /** The label that `keepLast` is for; absent: all. */
  readonly label?: string | undefined;
  /** Takes labels that were deleted in the last 30 days too. */
  readonly deletedToo?: boolean | undefined;
  /** Whether the app began it by itself. */
  readonly automatic?: boolean | undefined;
}

type Context = Pick<OperationContext<GcProgress>, "clock" | "signal" | "onProgress" | "reload">;

/** Plans a collection of what no retention keeps; changes nothing. Throws as `planOnly` does, `UnknownLabel`, `BadInput`. */
export async function planGarbage(
  store: OpenedStore,
  request: CollectRequest,
  context: Context,
): Promise<GcPlan> {
  context.reload();
  return await planOnly(store, optionsOf(store, request, context));
}

/** Collects what no retention keeps. Throws as `collect` does, `UnknownLabel`, `BadInput`. */
export async function collectGarbage(
  store: OpenedStore,
  request: CollectRequest,
  context: Context,
): Promise<GcReport> {
  // Packs that killed imports left behind are collected too.
  context.reload();
  const report = await collect(store, optionsOf(store, request, context));
  const { freedBytes, prunedEntries: moves, deletedObjects: objects } = report;
  const { automatic = false } = request;
  const freed_bytes = Math.max(0, freedBytes);
  keepCollection(store.db, { at: context.clock(), automatic, freed_bytes, moves, objects });
  return report;
}

function optionsOf(
  { db, labels, leases }: OpenedStore,
  { keepLast, label: only, deletedToo = false }: CollectRequest,
  { clock, signal, onProgress }: Context,
): GcOptions {
  if (only !== undefined && keepLast === undefined)
    throw badInput(
      "A label was named, but not how many of its moves to keep.",
      "Say it with --keep-last, or leave the label out.",
    );
  if (only !== undefined && labels.resolveSync(only) === undefined) throw unknownLabel(only);
  const ofStore = defaultRetention(db);
  return {
    leases,
    clock,
    signal,
    onProgress,
    deletedToo,
    retentionOf(label): Retention {
      const isMeant = only === undefined || label.name === only;
      return keepLast !== undefined && isMeant
        ? { keep: "last", moves: keepLast }
        : retentionOf(label, () => ofStore);
    },
  };
}
