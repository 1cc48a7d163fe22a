import { z } from "zod";
import { defineCommand } from "../command.ts";
import { decisionsIn, planTake } from "../merge-plans.ts";
import { fileDecision, mergeInfo, savedRegion } from "../merge-schemas.ts";
import { takeInput } from "../merge-takes.ts";
import { remark } from "../schemas.ts";
import { findMerge } from "./merges.ts";

/** Decides files of a merge. */
export const mergeResolveCommand = defineCommand({
  name: "merge.resolve",
  summary: "Decides a file of a merge, hunks of it, or all files that match a pattern.",
  kind: "write",
  input: takeInput,
  output: z.strictObject({
    files: z.array(
      z.strictObject({
        path: z.string(),
        before: fileDecision,
        after: fileDecision,
        /** The hunks that changed, as they were before: a step with these takes it back. */
        regions: z.array(savedRegion).readonly().optional(),
      }),
    ),
    /** The files that match, and that cannot be decided so. */
    skipped: z.array(remark),
    /** How the files of the merge stand now. */
    totals: mergeInfo.files,
  }),
  async run(repository, input) {
    const id = findMerge(repository, input.merge);
    const { plans, skipped } = await planTake(repository, id, input);
    const steps = plans.flatMap(({ step }) => step ?? []);
    const rows = plans.flatMap(({ path, patch }) => (patch === undefined ? [] : { path, patch }));
    const decisions = decisionsIn(plans);
    if (!input.dry_run) await repository.run("decideMerge", { id, rows, steps, decisions });
    const files = plans.map(({ path, before, after, regions }) => ({
      path,
      before,
      after,
      ...(regions && { regions }),
    }));
    return { files, skipped, totals: { ...repository.merges.get(id).files } };
  },
});
