import { collect, type GcOptions, type GcReport, planOnly } from "../gc/collect.ts";
import { collectsDaily, keepCollection, lastCollectionOf, setCollectsDaily } from "../gc/last-collection.ts";
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
}

/** The time between two collections that the app makes by itself, in milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

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
export function collectGarbage(
  store: OpenedStore,
  request: CollectRequest,
  context: Context,
): Promise<GcReport> {
  return collectNow(store, request, context, false);
}

/**
 * Collects what no retention keeps, if the last collection was a day ago and it is not turned off; null if it is not due. Throws as
 * `collect` does.
 */
export async function collectIfDue(
  store: OpenedStore,
  _: undefined,
  context: Context,
): Promise<GcReport | null> {
  if (!collectsDaily(store.db)) return null;
  const last = lastCollectionOf(store.db)?.at;
  // One from the future was dated by a wrong clock.
  if (last !== undefined && Math.abs(context.clock() - last) < DAY) return null;
  return await collectNow(store, {}, context, true);
}

/** Turns collecting by the app on or off. */
export function setCollecting({ db }: OpenedStore, isOn: boolean): void {
  setCollectsDaily(db, isOn);
}

async function collectNow(
  store: OpenedStore,
  request: CollectRequest,
  context: Context,
  automatic: boolean,
): Promise<GcReport> {
  // Packs that killed imports left behind are collected too.
  context.reload();
  const report = await collect(store, optionsOf(store, request, context));
  const { freedBytes, prunedEntries: moves, deletedObjects: objects } = report;
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
