import type { SnapshotId } from "../ids.ts";
import { labelDeleted, unknownLabel } from "../labels/label-errors.ts";
import type { PackStore } from "../objects/pack-store.ts";
import type {
  MergeSession,
  SessionBase,
  SessionMerge,
  SessionOptions,
  SessionSide,
} from "../sessions/session.ts";
import type { NewFile } from "../sessions/session-catalog.ts";
import type { OpenedStore } from "../store/open.ts";
import { flushMount } from "./mount-flush.ts";
import { noLabel } from "./mount-push.ts";
import type { OperationContext } from "./operation.ts";
import { mergeSides } from "./session-merge.ts";

/** The request to merge two snapshots. */
export interface SidesRequest {
  readonly ours: SessionSide;
  readonly theirs: SessionSide;
  readonly base?: SessionBase | undefined;
  readonly renames: boolean;
  readonly follows: SessionOptions["follows"];
  /** The side whose label is moved. */
  readonly moves: SessionOptions["moves"];
  /** The name of the label to make. */
  readonly newLabel?: string | undefined;
}

/** The sides of a session as they are now, and the label that it moves. */
export interface SessionPlan extends SidesRequest {
  readonly mount: { readonly id: number; readonly revision: number } | null;
  /** The key of the label that is moved. */
  readonly label: string | null;
  /** The reflog entry of a mount's base. */
  readonly baseEntry?: number | undefined;
}

type PlanContext = Pick<OperationContext, "mounts" | "clock">;

/** Plans the merge of two snapshots. */
export function sidesPlan(store: OpenedStore, request: SidesRequest): SessionPlan {
  const side = request.moves === null ? undefined : request[request.moves];
  return { ...request, mount: null, label: side === undefined ? null : (labelOf(store, side) ?? null) };
}

/**
 * Plans the merge of what was written to a mount, which becomes a snapshot, with its label's head. Throws `BadInput` for a mount
 * without a label, `LabelDeleted`.
 */
export async function mountPlan(
  store: OpenedStore,
  id: number,
  { mounts, clock }: PlanContext,
): Promise<SessionPlan> {
  const info = mounts.catalog.get(id);
  const { label, name } = info;
  if (label === null) throw noLabel(info);
  const head = headOf(store, label);
  const flushed = await flushMount(store, id, { mounts, clock });
  const { seq: baseEntry } = mounts.catalog.namedBase(id);
  return {
    ours: { id: flushed.id, entry: null, name },
    theirs: { ...head, name: label },
    base: { id: flushed.base, name: flushed.base.slice(0, 10) },
    baseEntry,
    renames: true,
    follows: { ours: false, theirs: true },
    moves: "theirs",
    mount: { id, revision: flushed.revision },
    label,
  };
}

/** Plans a session anew: a side that follows its label is the label's head now. Throws as {@link mountPlan} does. */
export async function planOf(
  store: OpenedStore,
  session: MergeSession,
  context: PlanContext,
): Promise<SessionPlan> {
  const { options, mount } = session;
  if (mount !== null) return await mountPlan(store, mount.id, context);
  const now = (side: "ours" | "theirs"): SessionSide => {
    const label = options.follows[side] ? labelOf(store, session[side]) : undefined;
    const found = label === undefined ? undefined : store.labels.resolveSync(label);
    if (label === undefined || found === undefined || found.head === null) return session[side];
    return { id: found.head, entry: found.last.seq, name: label };
  };
  return sidesPlan(store, {
    ours: now("ours"),
    theirs: now("theirs"),
    base: options.baseGiven && session.base !== null ? session.base : undefined,
    renames: options.renames,
    follows: options.follows,
    moves: options.moves,
    newLabel: options.newLabel,
  });
}

/** Returns whether a session merges what the plan merges. */
export function isCurrent(session: MergeSession, plan: SessionPlan): boolean {
  const isSame = session.ours.id === plan.ours.id && session.theirs.id === plan.theirs.id;
  return isSame && session.options.mountRevision === plan.mount?.revision;
}

/** Returns whether a session is of the same sides as a plan, also where one of them moved meanwhile. */
export function isOfSame(store: OpenedStore, session: MergeSession, plan: SessionPlan): boolean {
  if (session.mount !== null || plan.mount !== null) return session.mount?.id === plan.mount?.id;
  const { options, base } = session;
  const isSide = (side: "ours" | "theirs") => {
    if (options.follows[side] !== plan.follows[side]) return false;
    if (!options.follows[side]) return session[side].id === plan[side].id;
    return labelOf(store, session[side]) === labelOf(store, plan[side]);
  };
  const sameBase = (options.baseGiven ? base?.id : undefined) === plan.base?.id;
  const sameLabel = options.moves === plan.moves && options.newLabel === plan.newLabel;
  return isSide("ours") && isSide("theirs") && sameBase && sameLabel && options.renames === plan.renames;
}

/** Merges by a plan into the staged objects. Returns what to write, once that is durable. */
export async function mergePlan(
  store: OpenedStore,
  objects: PackStore,
  plan: SessionPlan,
  context: Pick<OperationContext, "merger" | "signal">,
): Promise<{ readonly merge: SessionMerge; readonly files: readonly NewFile[] }> {
  const { files, base, baseEntry, merged, folders } = await mergeSides(store, objects, plan, context);
  const { ours, theirs, renames, follows, moves, newLabel, mount } = plan;
  const options: SessionOptions = {
    renames,
    baseGiven: plan.base !== undefined && mount === null,
    baseEntry: plan.baseEntry ?? baseEntry,
    follows,
    moves,
    newLabel,
    mountRevision: mount?.revision,
    folders,
  };
  const expected = moves === null ? null : plan[moves].id;
  return { merge: { ours, theirs, base, merged, options, expected }, files };
}

/** Records that the snapshots of a session are some. */
export function recordSnapshots(
  { labels }: OpenedStore,
  { ours, theirs, base, merged }: SessionMerge,
  now: number,
): void {
  for (const id of [ours.id, theirs.id, merged, ...(base ? [base.id] : [])]) labels.snapshots.record(id, now);
}

/** Returns the name that the label of a side has now. */
export function labelOf({ labels }: OpenedStore, { entry }: SessionSide): string | undefined {
  return entry === null ? undefined : labels.history.entry(entry)?.label;
}

function headOf({ labels }: OpenedStore, label: string): { id: SnapshotId; entry: number } {
  const found = labels.resolveSync(label);
  if (found === undefined) throw unknownLabel(label);
  if (found.head === null) throw labelDeleted(label);
  return { id: found.head, entry: found.last.seq };
}
