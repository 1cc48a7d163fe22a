import { statSync } from "node:fs";
import type { Clock } from "../clock.ts";
import { asStrataError } from "../errors.ts";
import { listBackups, makeBackup } from "../store/backup.ts";
import { noteCollection } from "../store/collected.ts";
import type { Leases } from "../store/leases.ts";
import type { OpenedStore } from "../store/open.ts";
import type { HistoryRules } from "./history-plan.ts";
import type { GcPlan } from "./plan.ts";
import { GcPace, type GcProgress } from "./progress.ts";
import { prune } from "./prune.ts";
import { storeTime } from "./roots.ts";
import { busy, Sections } from "./section.ts";
import { Survey } from "./survey.ts";
import { sweep } from "./sweep.ts";
import { sizeOf, vacuum } from "./vacuum.ts";

/** What a collection goes by. */
export interface GcOptions extends Omit<HistoryRules, "now"> {
  readonly leases: Leases;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: GcProgress) => void) | undefined;
}

/** What a collection did. */
export interface GcReport {
  readonly plan: GcPlan;
  /** Entries that were deleted or lost their snapshot. */
  readonly prunedEntries: number;
  /** Objects that were taken away. */
  readonly deletedObjects: number;
  /** Bytes by which packs, databases and the copies of these are smaller than before. */
  readonly freedBytes: number;
  /** Packs that the system does not let go; the next collection tries again. */
  readonly stuck: readonly string[];
  /** What was left undone and why, in sentences. */
  readonly notes: readonly string[];
}

/** Plans a collection and changes nothing. Throws as {@link collect} does. */
export async function planOnly(store: OpenedStore, options: GcOptions): Promise<GcPlan> {
  const { survey } = surveyOf(store, options);
  await survey.mark();
  return await survey.plan();
}

/**
 * Takes away what nothing needs any more: marks what is needed, plans, and carries the plan out. Others may read, import and push
 * meanwhile. A crash at any point leaves a sound store, and the next collection finishes.
 *
 * Throws `StoreBusy` while another collection or a long import is running; `MissingObject` or `CorruptObject` if something that is
 * needed cannot be read, before anything is taken; `Cancelled`: what was freed by then is free.
 */
export async function collect(store: OpenedStore, options: GcOptions): Promise<GcReport> {
  const { leases, signal } = options;
  const lease = leases.take({ kind: "collector", work: "collection" }, () => {
    leases.expire();
    const other = leases.live().find(({ kind }) => kind === "collector");
    if (other !== undefined) throw busy(other);
  });
  try {
    const { survey, pace, now } = surveyOf(store, options);
    const { db, generation } = store;
    const sections = new Sections({
      db,
      generation,
      leases,
      lease,
      survey,
      signal,
      makeRoom: () => store.makeRoom(),
    });
    const before = databaseBytes(store);
    await survey.mark();
    const plan = await survey.plan();
    if (isIdle(plan))
      return { plan, prunedEntries: 0, deletedObjects: 0, freedBytes: 0, stuck: [], notes: [] };
    noteCollection(store.layout, options.clock(), store.files);
    pace.begin("pruning");
    const prunedEntries = await prune(db, { sections, survey, now });
    const swept = await sweep(plan.packs, { store, sections, survey, pace });
    pace.begin("tidying");
    await vacuum(db, pace.step);
    await vacuum(store.indexDb, pace.step);
    const notes = [...swept.notes, ...(await backUp(store, options.clock()))];
    return {
      plan,
      prunedEntries,
      deletedObjects: swept.objects,
      freedBytes: swept.packBytes + before - databaseBytes(store),
      stuck: swept.stuck,
      notes,
    };
  } finally {
    lease.release();
  }
}

/** Returns the size of the databases and their copies, in bytes. */
function databaseBytes({ db, indexDb, layout }: OpenedStore): number {
  const copies = listBackups(layout.backups).map(
    ({ path }) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  );
  return copies.reduce((sum, size) => sum + size, sizeOf(db) + sizeOf(indexDb));
}

/** Returns whether there is nothing to do. */
function isIdle({ labels, snapshots, ended, objects, packs }: GcPlan): boolean {
  const rows = labels.length + snapshots + ended;
  return rows === 0 && objects === 0 && packs.every(({ fate }) => fate === "stays");
}

function surveyOf(store: OpenedStore, { leases, clock, signal, onProgress, ...rules }: GcOptions) {
  const pace = new GcPace(signal, onProgress);
  const now = storeTime(store.db, clock);
  return { survey: new Survey({ store, leases, rules: { ...rules, now }, pace }), pace, now };
}

/** Copies `strata.db`: older copies name snapshots that are gone. Returns why it could not, as a sentence. */
async function backUp(store: OpenedStore, now: number): Promise<string[]> {
  try {
    await makeBackup(store, now, store.files);
    return [];
  } catch (thrown) {
    return [`The database could not be copied after the collection: ${asStrataError(thrown).message}`];
  }
}
