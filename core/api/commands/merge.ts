import { z } from "zod";
import type { Referent } from "../../labels/references.ts";
import type { TreeMerge } from "../../merge/tree-merge.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { locateReferent } from "../locate.ts";
import { conflictDetails, describeConflict, mergeConflict } from "../merge-conflict.ts";
import { count, reference, snapshotId } from "../schemas.ts";

/** The base of a merge, where the history told it: the move that it was found at. */
const foundBase = z.strictObject({
  label: z.string(),
  seq: count,
  /** In ms since 1970. */
  at: count,
  /** Further snapshots that would do, latest first: the histories cross. */
  others: z.array(snapshotId),
});

const rename = z.strictObject({ from: z.string(), to: z.string(), by: z.enum(["ours", "theirs"]) });

const outcome = {
  /** What both came from; null where their histories never meet. */
  base: snapshotId.nullable(),
  /** Where the history has the base; absent where it was given. */
  base_found: foundBase.optional(),
  /** The files whose contents both sides changed, and that were merged. */
  auto_merged: z.array(z.string()),
  /** The paths that `prefer` decided. */
  preferred: z.array(z.string()),
  renames: z.array(rename),
};

/** Merges two snapshots. */
export const mergeCommand = defineCommand({
  name: "merge",
  summary: "Merges two snapshots into a new one, or lists where they are in conflict; moves no label.",
  kind: "write",
  input: z.strictObject({
    ours: reference,
    theirs: reference,
    /** What both came from; none: where their histories met last. */
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
    const sides = { base: base.id, ours: ours.id, theirs: theirs.id };
    const merge = await repository.merge({ ...sides, names, prefer, renames }, { signal });
    return {
      ...resultOf(merge, input.details),
      base: base.id,
      ...(base.found && { base_found: base.found }),
    };
  },
});

interface Base {
  readonly id: Referent["id"] | null;
  readonly name: string;
  readonly found?: z.output<typeof foundBase>;
}

function baseOf(repository: Repository, given: string | undefined, ours: Referent, theirs: Referent): Base {
  if (given !== undefined) {
    const referent = locateReferent(repository, given);
    return { id: referent.id, name: nameOf(given, referent) };
  }
  const met = repository.mergeBase(ours, theirs);
  const id = met?.base.to ?? null;
  if (met === undefined || id === null) return { id: null, name: "nothing" };
  const { label, seq, at } = met.base;
  const others = met.candidates.flatMap(({ to }) => (to === null || to === id ? [] : [to]));
  return { id, name: nameOf("", { id }), found: { label, seq, at, others: [...new Set(others)] } };
}

/** What people call a snapshot: the label by which it was named, or the beginning of its id. */
function nameOf(reference: string, { id, label }: Referent): string {
  return label === undefined ? id.slice(0, 10) : reference;
}

function resultOf(merge: TreeMerge, details: boolean) {
  const { autoMerged, preferred, renames } = merge;
  const told = { auto_merged: [...autoMerged], preferred: [...preferred], renames: [...renames] };
  return merge.status === "merged"
    ? { status: merge.status, ca_id: merge.id, ...told }
    : {
        status: merge.status,
        conflicts: merge.conflicts.map((conflict) => describeConflict(conflict, details)),
        ...told,
      };
}
