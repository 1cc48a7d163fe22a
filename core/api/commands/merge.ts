import { z } from "zod";
import type { Referent } from "../../labels/references.ts";
import type { TreeMerge } from "../../merge/tree/merge-trees.ts";
import type { BasePlan } from "../../merge/tree/virtual-base.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { locateReferent, named } from "../locate.ts";
import { conflictDetails, describeConflict, mergeConflict } from "../merge-conflict.ts";
import { count, reference, snapshotId } from "../schemas.ts";

/** The move that a base was found at. */
const foundBase = z.strictObject({
  label: z.string(),
  seq: count,
  /** In ms since 1970. */
  at: count,
});

const rename = z.strictObject({
  from: z.string(),
  to: z.string(),
  by: z.enum(["ours", "theirs"]),
  /** How much of the file is as it was, in percent. */
  similarity: count,
});

const base = {
  /** The merge base; null where the histories never meet, and where they cross: see `virtual_base`. */
  base: snapshotId.nullable(),
  /** Where the history has the base; absent where it was given. */
  base_found: foundBase.optional(),
  /**
   * Where the histories cross, the snapshots that are each as good a base, latest first: the base is what comes of merging them,
   * and a path on which they do not agree is in conflict where the sides differ.
   */
  virtual_base: z.array(foundBase.extend({ ca_id: snapshotId })).optional(),
};

const toldBase = z.strictObject(base);

const outcome = {
  ...base,
  /** The files whose contents both sides changed, and that were merged. */
  auto_merged: z.array(z.string()),
  /** The paths that `prefer` decided. */
  preferred: z.array(z.string()),
  renames: z.array(rename),
  /** Whether there were too many files to look for all that one side both renamed and changed. */
  renames_limited: z.boolean(),
};

/** Merges two snapshots. */
export const mergeCommand = defineCommand({
  name: "merge",
  summary: "Merges two snapshots into a new one, or lists where they are in conflict; moves no label.",
  kind: "write",
  input: z.strictObject({
    ours: reference,
    theirs: reference,
    /** The merge base. Absent: found in the histories. */
    base: reference.optional(),
    /** Which side decides conflicts. */
    prefer: z.enum(["ours", "theirs", "none"]).default("none"),
    /** Whether edits follow files that the other side renamed, and files that both moved or removed conflict. */
    renames: z.boolean().default(true),
    details: conflictDetails,
  }),
  output: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("merged"), ca_id: snapshotId, ...outcome }),
    z.strictObject({ status: z.literal("conflict"), conflicts: z.array(mergeConflict), ...outcome }),
  ]),
  async run(repository, input, { signal }) {
    const ours = locateReferent(repository, input.ours);
    const theirs = locateReferent(repository, input.theirs);
    const base = baseOf(repository, input.base, ours, theirs);
    const names = { base: base.name, ours: nameOf(input.ours, ours), theirs: nameOf(input.theirs, theirs) };
    const { prefer, renames } = input;
    const sides = { base: base.plan, ours: ours.id, theirs: theirs.id };
    const merge = await repository.run("merge", { ...sides, names, prefer, renames }, { signal });
    return {
      ...resultOf(merge, input.details),
      ...base.told,
    };
  },
});

/** The base of a merge: its plan, its name for people, and its fields in the answer. */
interface Base {
  readonly plan: BasePlan;
  readonly name: string;
  readonly told: z.output<typeof toldBase>;
}

function baseOf(repository: Repository, given: string | undefined, ours: Referent, theirs: Referent): Base {
  if (given !== undefined) {
    const referent = locateReferent(repository, given);
    return { plan: referent.id, name: nameOf(given, referent), told: { base: referent.id } };
  }
  const { plan, bases } = repository.mergeBase(named(ours), named(theirs));
  const [first, ...others] = bases.map(({ to: ca_id, label, seq, at }) => ({ ca_id, label, seq, at }));
  if (first === undefined) return { plan, name: "nothing", told: { base: null } };
  if (others.length > 0) {
    const virtual_base = [first, ...others];
    return { plan, name: `virtual base of ${virtual_base.length}`, told: { base: null, virtual_base } };
  }
  const { ca_id: id, ...base_found } = first;
  return { plan, name: nameOf("", { id }), told: { base: id, base_found } };
}

/** Names a snapshot for people: by the label it was named with, or by the beginning of its id. */
function nameOf(reference: string, { id, label }: Referent): string {
  return label === undefined ? id.slice(0, 10) : reference;
}

function resultOf(merge: TreeMerge, details: boolean) {
  const told = {
    auto_merged: [...merge.autoMerged],
    preferred: [...merge.preferred],
    renames: [...merge.renames],
    renames_limited: merge.renamesLimited,
  };
  return merge.status === "merged"
    ? { status: merge.status, ca_id: merge.id, ...told }
    : {
        status: merge.status,
        conflicts: merge.conflicts.map((conflict) => describeConflict(conflict, details)),
        ...told,
      };
}
