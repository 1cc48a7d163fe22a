import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { HistoryGraph, type HistoryNode, type HistorySource, mergeBases } from "../labels/history.ts";
import type { NamedSnapshot } from "../labels/label-store.ts";
import { requireUnpruned } from "../labels/pruned-errors.ts";
import type { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import type { BaseMerge, BasePlan } from "../merge/tree/virtual-base.ts";

/** A reflog entry that is not a deletion. */
type Holding = HistoryNode & { readonly to: SnapshotId };

/** The merge base of two snapshots, by their histories. */
export interface FoundBase {
  /** The plan to merge by. */
  readonly plan: BasePlan;
  /**
   * The best common ancestors, each snapshot once, latest first. None: the histories never meet. More than one: they cross, and the
   * base is the merge of these.
   */
  readonly bases: readonly Holding[];
}

/** The most merges that one base may take. */
const MOST_MERGES = 100;
/** The most pairs of entries that are compared for two ids. */
const MOST_READINGS = 400;

/**
 * Finds the base of two snapshots. One that is named by its id alone stands for every entry that is the latest of its label to
 * hold it; where these do not come to the same base, this throws `AmbiguousReference`. Throws `TooManyBases`.
 */
export function findBase(source: HistorySource, ours: NamedSnapshot, theirs: NamedSnapshot): FoundBase {
  const readings = readingsOf(source, ours, theirs);
  const [first, ...others] = readings.slice(0, MOST_READINGS).map(([a, b]) => baseOf(source, a, b));
  if (first === undefined) return { plan: null, bases: [] };
  const found = JSON.stringify(first.plan);
  const differs = others.some(({ plan }) => JSON.stringify(plan) !== found);
  if (differs || readings.length > MOST_READINGS) throw ambiguous(source, ours, theirs);
  return first;
}

/** Finds the base as {@link findBase} does. Throws `SnapshotPruned` if a snapshot that is needed for it was pruned. */
export function findKeptBase(
  labels: Pick<SqliteLabelStore, "history" | "prunedAt" | "retentionName" | "lastMoveTo">,
  ours: NamedSnapshot,
  theirs: NamedSnapshot,
): FoundBase {
  const found = findBase(labels.history, ours, theirs);
  for (const id of snapshotsOf(found.plan)) {
    const what = `The base of the merge, the snapshot ${id.slice(0, 10)} that both histories come from,`;
    const hint =
      "Name another snapshot to merge by (--base): the latest that both sides had, of those that are there still.";
    requireUnpruned(labels, { what, id, label: found.bases.find(({ to }) => to === id)?.label, hint });
  }
  return found;
}

function snapshotsOf(plan: BasePlan): SnapshotId[] {
  if (plan === null) return [];
  if (typeof plan === "string") return [plan];
  return [plan.base, plan.ours, plan.theirs].flatMap(snapshotsOf);
}

/** Returns the pairs of entries that two snapshots may stand for; of a snapshot and itself only those of an entry and itself. */
function readingsOf(source: HistorySource, ours: NamedSnapshot, theirs: NamedSnapshot): [number, number][] {
  const isOne = ours.id === theirs.id && ours.seq === undefined && theirs.seq === undefined;
  if (isOne) return entriesOf(source, ours).map((seq) => [seq, seq]);
  const others = entriesOf(source, theirs);
  return entriesOf(source, ours).flatMap((a) => others.map((b): [number, number] => [a, b]));
}

function entriesOf(source: HistorySource, { id, seq }: NamedSnapshot): number[] {
  return seq === undefined ? source.holders(id, Number.MAX_SAFE_INTEGER) : [seq];
}

function baseOf(source: HistorySource, ours: number, theirs: number): FoundBase {
  const planning = new Planning(new HistoryGraph(source, [ours, theirs]));
  const groups = planning.basesOf([ours], [theirs]);
  const plan = planning.planOf(groups);
  return { plan, bases: groups.map(([entry]) => entry) };
}

/** Entries that hold the same snapshot, the latest first. */
type Holders = readonly [Holding, ...Holding[]];

/** Plans how to merge several bases into one, like git's recursive strategy. */
class Planning {
  readonly #graph: HistoryGraph;
  #merges = 0;

  constructor(graph: HistoryGraph) {
    this.#graph = graph;
  }

  /** Returns the best common ancestors of two sets of entries by the snapshots that they hold, the latest first. */
  basesOf(ours: readonly number[], theirs: readonly number[]): Holders[] {
    const groups = new Map<SnapshotId, [Holding, ...Holding[]]>();
    for (const entry of mergeBases(this.#graph, ours, theirs)) {
      const { to } = entry;
      if (to === null) continue;
      const group = groups.get(to);
      if (group === undefined) groups.set(to, [{ ...entry, to }]);
      else group.push({ ...entry, to });
    }
    return [...groups.values()];
  }

  /** Merges the two oldest first, by their own base, then the result with the next. */
  planOf(bases: readonly Holders[]): BasePlan {
    const [oldest, ...later] = [...bases].reverse();
    if (oldest === undefined) return null;
    let plan: SnapshotId | BaseMerge = oldest[0].to;
    let merged = oldest.map(({ seq }) => seq);
    for (const next of later) {
      if (++this.#merges > MOST_MERGES) throw tooManyBases();
      const seqs = next.map(({ seq }) => seq);
      const base = this.planOf(this.basesOf(merged, seqs));
      plan = { base, ours: plan, theirs: next[0].to };
      merged = [...merged, ...seqs];
    }
    return plan;
  }
}

/** Makes the error for a snapshot in the histories of several labels that lead to different bases. */
function ambiguous(source: HistorySource, ours: NamedSnapshot, theirs: NamedSnapshot): StrataError {
  const isHeldOften = (side: NamedSnapshot) =>
    side.seq === undefined && entriesOf(source, side).length > 1 ? [side] : [];
  const [{ id }] = [...isHeldOften(ours), ...isHeldOften(theirs), ours] as [NamedSnapshot];
  const candidates = entriesOf(source, { id }).flatMap((seq) => {
    const entry = source.entry(seq);
    return entry === undefined ? [] : [{ id, short: id.slice(0, 10), label: entry.label, at: entry.at, seq }];
  });
  const labels = candidates.map(({ label }) => label);
  const shown = labels.length > 10 ? [...labels.slice(0, 10), "…"] : labels;
  return new StrataError(
    "AmbiguousReference",
    `${candidates.length} labels have held the snapshot ${id.slice(0, 10)}, and their histories lead to different bases.`,
    {
      hint: `Name it by the label that is meant (${shown.join(", ")}; or a move of it, as in ${labels[0]}@{1}), or name the base.`,
      data: { reference: id, candidates, more: false },
    },
  );
}

function tooManyBases(): StrataError {
  return new StrataError(
    "TooManyBases",
    `The two histories cross so often that their base would take more than ${MOST_MERGES} merges.`,
    { hint: "Name the base to merge by (--base).", data: { most: MOST_MERGES } },
  );
}
