import { z } from "zod";
import type { GcPlan } from "../../gc/plan.ts";
import type { GcProgress } from "../../gc/progress.ts";
import { defineCommand } from "../command.ts";
import { count, knownLabel } from "../schemas.ts";

const moves = z.int({ error: "a whole number from 1" }).min(1, { error: "a whole number from 1" });

/** What a collection takes from a label. */
const labelLoss = z.strictObject({
  label: z.string(),
  /** Moves that stay with their snapshots. */
  kept: count,
  /** Moves whose entries go, the oldest first. */
  deleted: z.array(count),
  /** Moves whose entries stay without a snapshot. */
  thinned: z.array(count),
});

/** Frees the space of what nothing needs. */
export const gcCommand = defineCommand({
  name: "gc",
  summary: "Frees the space of what no retention keeps and nothing needs.",
  kind: "write",
  input: z.strictObject({
    /** Only tells what would go. */
    dry_run: z.boolean().default(false),
    /** Keeps so many moves of each label, this time, whatever its retention is. */
    keep_last: moves.optional(),
    /** The label that `keep_last` is for. */
    label: knownLabel.optional(),
    /** Takes labels too that were deleted in the last 30 days. */
    deleted_labels: z.boolean().default(false),
  }),
  output: z.strictObject({
    dry_run: z.boolean(),
    /** What needs objects: moves, working copies, merges and others. */
    roots: count,
    /** Objects that are needed. */
    marked: count,
    /** Objects that are gone; of a dry run, and in the next two, what would be. */
    deleted: count,
    pruned_entries: count,
    /** Bytes that packs and databases are smaller. */
    freed_bytes: z.int(),
    labels: z.array(labelLoss),
    snapshots: count,
    packs: z.strictObject({ dropped: count, rewritten: count, stay: count }),
    /** Bytes that nothing needs and that stay, as rewriting their packs is not worth it yet. */
    waste_bytes: count,
    /** Packs that the system does not let go; the next collection tries again. */
    stuck: z.array(z.string()),
    /** What was left undone and why, in sentences. */
    notes: z.array(z.string()),
  }),
  async run(repository, input, { signal, gate, onProgress }) {
    const { dry_run, keep_last: keepLast, label, deleted_labels: deletedToo } = input;
    const request = { keepLast, label, deletedToo };
    const options = {
      signal,
      gate,
      onProgress: (progress: GcProgress) => onProgress?.({ command: "gc", ...progress }),
    };
    if (dry_run) {
      const plan = await repository.run("planCollection", request, options);
      const planned = { deleted: plan.objects, pruned_entries: prunedBy(plan), freed_bytes: plan.bytes };
      return { dry_run, ...describe(plan), ...planned, stuck: [], notes: [] };
    }
    const { plan, deletedObjects, prunedEntries, freedBytes, stuck, notes } = await repository.collect(
      request,
      options,
    );
    const done = { deleted: deletedObjects, pruned_entries: prunedEntries, freed_bytes: freedBytes };
    return { dry_run, ...describe(plan), ...done, stuck: [...stuck], notes: [...notes] };
  },
});

function describe({ labels, snapshots, roots, marked, packs, waste }: GcPlan) {
  const having = (fate: GcPlan["packs"][number]["fate"]) => packs.filter((pack) => pack.fate === fate).length;
  return {
    roots,
    marked,
    snapshots,
    labels: labels.map(({ deleted, thinned, ...rest }) => ({
      ...rest,
      deleted: [...deleted],
      thinned: [...thinned],
    })),
    packs: { dropped: having("dropped"), rewritten: having("rewritten"), stay: having("stays") },
    waste_bytes: waste,
  };
}

function prunedBy({ labels }: GcPlan): number {
  return labels.reduce((sum, { deleted, thinned }) => sum + deleted.length + thinned.length, 0);
}

/** Turns freeing space by the app on or off. */
export const gcAutomaticCommand = defineCommand({
  name: "gc.automatic",
  summary: "Has the app free space by itself, once a day when nothing else is going on, or not.",
  kind: "write",
  input: z.strictObject({ on: z.boolean() }),
  output: z.strictObject({ on: z.boolean() }),
  async run(repository, { on }) {
    await repository.run("setCollecting", on);
    return { on };
  },
});
