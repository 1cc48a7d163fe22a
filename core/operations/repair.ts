import { applyRepair, type Repaired } from "../repair/apply.ts";
import { lossOf } from "../repair/database-loss.ts";
import { planRepair, type RepairPlan } from "../repair/plan.ts";
import type { OpenedStore } from "../store/open.ts";
import { examineStore, type VerifyProblem, type VerifyProgress, verifyStore } from "../verify/verify.ts";
import type { OperationContext, ReadingContext } from "./operation.ts";

/** How far a repair is: it verifies, repairs step by step, and verifies once more, quickly. */
export type RepairProgress =
  | VerifyProgress
  | { readonly phase: "repairing"; readonly done: number; readonly total: number };

/** The request of a repair. */
export interface RepairRequest {
  /** Whether a damaged database is to be replaced by a copy of it. That is only planned here: the store has to be closed for it. */
  readonly restoreDatabase: boolean;
}

/** The outcome of a repair. */
export interface RepairReport extends Repaired {
  /** What was planned. */
  readonly plan: RepairPlan;
  /** What is still wrong, as a quick verification finds it: objects that are lost, mostly. */
  readonly remaining: readonly VerifyProblem[];
}

/** Finds what is damaged and plans its repair. Reads everything, and changes nothing. */
export async function planStoreRepair(
  store: OpenedStore,
  request: RepairRequest,
  context: ReadingContext<RepairProgress>,
): Promise<RepairPlan> {
  const { report, damage } = await examineStore(store, context);
  const loss = damage.database ? lossOf(store.layout) : undefined;
  return planRepair({ report, damage, loss }, request);
}

/** Repairs what a plan made now says, except for the database. */
export async function repairStore(
  store: OpenedStore,
  request: RepairRequest,
  context: OperationContext<RepairProgress>,
): Promise<RepairReport> {
  const onStep = (done: number, total: number) => context.onProgress({ phase: "repairing", done, total });
  const apply = (plan: RepairPlan) => applyRepair(store, plan, { ...context, onStep });
  const plan = await planStoreRepair(store, request, context);
  let repaired = await apply(plan);
  if (repaired.isIndexRebuilt) {
    // What a damaged index leads to could not be examined.
    const then = await apply(await planStoreRepair(store, request, context));
    repaired = {
      newPacks: [...repaired.newPacks, ...then.newPacks],
      setAside: [...repaired.setAside, ...then.setAside],
      isIndexRebuilt: true,
    };
  }
  const { problems: remaining } = await verifyStore(store, { ...context, depth: "quick" });
  return { plan, ...repaired, remaining };
}
