import type { Census } from "./census.ts";
import type { LabelPlan } from "./history-plan.ts";
import { type PlannedPack, planPacks, wasteOf } from "./pack-plan.ts";
import type { Prunable } from "./prunable.ts";

/** What a collection does to a label: the numbers of its entries. */
export interface LabelLoss {
  readonly label: string;
  /** Number of entries that stay with their snapshots. */
  readonly kept: number;
  /** Entries that are deleted, the oldest first. */
  readonly deleted: readonly number[];
  /** Entries that stay and lose their snapshot. */
  readonly thinned: readonly number[];
}

/** What a collection will do. It is a value: making it changes nothing. */
export interface GcPlan {
  readonly labels: readonly LabelLoss[];
  readonly snapshots: number;
  /** Number of discarded working copies and ended merges that can be brought back no more. */
  readonly ended: number;
  /** Number of roots, and of objects that they need. */
  readonly roots: number;
  readonly marked: number;
  /** Number of objects that are taken away. */
  readonly objects: number;
  readonly packs: readonly PlannedPack[];
  /** Bytes of loose objects that are taken away. */
  readonly looseBytes: number;
  /** Bytes of packs and loose objects that become free; those of a rewritten pack are estimated. */
  readonly bytes: number;
  /** Bytes that nothing needs and that stay: too few in their packs to be worth a rewrite. */
  readonly waste: number;
}

/** Returns the plan for what was found. */
export function planCollection(found: {
  readonly history: readonly LabelPlan[];
  readonly prunable: Prunable;
  readonly census: Census;
  readonly roots: number;
  readonly marked: number;
}): GcPlan {
  const { history, prunable, census, roots, marked } = found;
  const lost = new Set(prunable.thinned.map(({ seq }) => seq));
  return {
    labels: history
      .map(({ label, kept, deleted, thinned }) => ({
        label,
        kept: kept.length,
        deleted: deleted.map(({ seq }) => seq),
        thinned: thinned.map(({ seq }) => seq).filter((seq) => lost.has(seq)),
      }))
      .filter(({ deleted, thinned }) => deleted.length + thinned.length > 0),
    snapshots: prunable.snapshots.length,
    ended: prunable.mounts.length + prunable.merges,
    roots,
    marked,
    ...planBytes(census),
  };
}

/** The part of a plan that follows from how much of what a store holds is needed. */
export type BytesPlan = Pick<GcPlan, "objects" | "packs" | "looseBytes" | "bytes" | "waste">;

/** Returns what becomes of packs and loose objects of which so much is needed. */
export function planBytes({ packs: uses, loose }: Pick<Census, "packs" | "loose">): BytesPlan {
  const packs = planPacks(uses);
  const going = packs.filter(({ fate }) => fate !== "stays");
  const staying = packs.filter(({ fate }) => fate === "stays");
  const looseBytes = Math.round(loose.bytes - loose.neededBytes);
  return {
    objects: going.reduce((sum, { objects, needed }) => sum + objects - needed, loose.objects - loose.needed),
    packs,
    looseBytes,
    bytes: Math.round(going.reduce((sum, pack) => sum + freedOf(pack), looseBytes)),
    waste: Math.round(staying.reduce((sum, pack) => sum + wasteOf(pack), 0)),
  };
}

function freedOf(pack: PlannedPack): number {
  return pack.fate === "dropped" ? pack.bytes : wasteOf(pack);
}
