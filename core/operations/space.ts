import type { HistoryRules, LabelPlan } from "../gc/history-plan.ts";
import { collectsDaily, type LastCollection, lastCollectionOf } from "../gc/last-collection.ts";
import { GcPace, type GcProgress } from "../gc/progress.ts";
import { storeTime } from "../gc/roots.ts";
import { type FolderUsage, folderUsageOf } from "../gc/space/folders.ts";
import { type Ledger, SpaceLedger } from "../gc/space/ledger.ts";
import { type Simulation, simulate } from "../gc/space/simulate.ts";
import { type MoveUsage, moveUsageOf, type Usage, usageOf } from "../gc/space/usage.ts";
import { labelDeleted, unknownLabel } from "../labels/label-errors.ts";
import type { Label } from "../labels/label-store.ts";
import type { Retention } from "../labels/retention.ts";
import { defaultRetention, EVERYTHING, retentionOf } from "../labels/retention-settings.ts";
import { footprintOf } from "../store/footprint.ts";
import type { OpenedStore } from "../store/open.ts";
import type { ReadingContext } from "./operation.ts";

type Context = ReadingContext<GcProgress>;

/** What a retention is tried on: a label, or where that is null the store, for the labels that have none of their own. */
export interface TriedRetention {
  readonly label: string | null;
  /** Null: the store's default for a label, everything for the store. */
  readonly retention: Retention | null;
  /** Takes labels that were deleted in the last 30 days too. */
  readonly deletedToo: boolean;
}

/** What a retention would come to. */
export interface TriedResult {
  /** What becomes of the moves of the labels that it is about. */
  readonly history: readonly LabelPlan[];
  readonly simulation: Simulation;
  /** What a collection would free as things are. */
  readonly now: Simulation;
}

/** What takes the space of a store, and what a collection would free. */
export interface StoreUsage extends Usage {
  /** Bytes of the store's files. */
  readonly bytes: number;
  readonly now: Simulation;
  readonly lastCollection: LastCollection | null;
  /** Whether the app collects by itself, once a day. */
  readonly collectsDaily: boolean;
}

/** The ledgers of open stores, which go with them. */
const ledgers = new WeakMap<OpenedStore, SpaceLedger>();

/** Tells what takes the space of a store. Throws as `SpaceLedger.look` does. */
export async function spaceOfStore(store: OpenedStore, _: undefined, context: Context): Promise<StoreUsage> {
  const { ledger, pace } = await look(store, context);
  const usage = await usageOf(ledger, pace.step);
  return {
    ...usage,
    bytes: await footprintOf(store.layout),
    now: simulate(ledger),
    lastCollection: lastCollectionOf(store.db),
    collectsDaily: collectsDaily(store.db),
  };
}

/** Tells what each move of a label needs, oldest first. Throws as `SpaceLedger.look` does, `UnknownLabel`. */
export async function spaceOfMoves(
  store: OpenedStore,
  { label: name }: { readonly label: string },
  context: Context,
): Promise<MoveUsage[]> {
  requireLabel(store, name);
  const { ledger, pace } = await look(store, context);
  return await moveUsageOf(ledger, keyOf(ledger, name), pace.step);
}

/** Tells what the contents of a folder of a label take. Throws as `SpaceLedger.look` does, `UnknownLabel`, `LabelDeleted`, `ENOENT`, `ENOTDIR`. */
export async function spaceOfFolders(
  store: OpenedStore,
  { label: name, path }: { readonly label: string; readonly path: string },
  context: Context,
): Promise<FolderUsage[]> {
  const { head } = requireLabel(store, name);
  if (head === null) throw labelDeleted(name);
  const { ledger, pace } = await look(store, context);
  const place = { labelId: keyOf(ledger, name), snapshot: head, path };
  return await folderUsageOf(ledger, store.nodes, place, pace.step);
}

/** Tells which moves a retention would let go and what a collection would free then. Throws as `SpaceLedger.look` does, `UnknownLabel`. */
export async function tryRetention(
  store: OpenedStore,
  { label, retention, deletedToo }: TriedRetention,
  context: Context,
): Promise<TriedResult> {
  if (label !== null) requireLabel(store, label);
  const ofStore = defaultRetention(store.db);
  const wanted = retention ?? (label === null ? EVERYTHING : ofStore);
  const isMeant = ({ name, settings }: Pick<Label, "name" | "settings">) =>
    label === null ? settings.retention === undefined : name === label;
  const live = new Set<string>();
  const meant = new Set<string>();
  const tried = await look(store, context, {
    deletedToo,
    retentionOf(each) {
      live.add(each.name);
      if (!isMeant(each)) return retentionOf(each, () => ofStore);
      meant.add(each.name);
      return wanted;
    },
  });
  const now = await look(store, context);
  return {
    history: tried.ledger.history.filter(
      (plan) => meant.has(plan.label) || (deletedToo && !live.has(plan.label)),
    ),
    simulation: simulate(tried.ledger),
    now: simulate(now.ledger),
  };
}

async function look(
  store: OpenedStore,
  { clock, signal, onProgress }: Context,
  rules: Omit<HistoryRules, "now"> = asThingsAre(store),
): Promise<{ readonly ledger: Ledger; readonly pace: GcPace }> {
  const own = ledgers.get(store) ?? new SpaceLedger(store);
  ledgers.set(store, own);
  const pace = new GcPace(signal, onProgress);
  return { ledger: await own.look({ ...rules, now: storeTime(store.db, clock) }, pace), pace };
}

function asThingsAre({ db }: OpenedStore): Omit<HistoryRules, "now"> {
  const ofStore = defaultRetention(db);
  return { deletedToo: false, retentionOf: (label) => retentionOf(label, () => ofStore) };
}

function requireLabel({ labels }: OpenedStore, name: string): Label {
  const label = labels.resolveSync(name);
  if (label === undefined) throw unknownLabel(name);
  return label;
}

function keyOf({ history }: Ledger, name: string): number {
  const plan = history.find(({ label }) => label === name);
  if (plan === undefined) throw unknownLabel(name);
  return plan.labelId;
}
