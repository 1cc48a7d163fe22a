import { z } from "zod";
import { labelsCommand } from "../api/commands/labels.ts";
import { mergeCommand } from "../api/commands/merge.ts";
import { pushCommand } from "../api/commands/push.ts";
import { mergeConflict } from "../api/merge-conflict.ts";
import { count, movedLabel, newLabel, op, override, snapshotId, text } from "../api/schemas.ts";

// The bodies of /api/fs: those of the registry's commands, by the names that this protocol has.

const { ref: _, expected, ...pushed } = pushCommand.input.shape;

export const push = {
  input: z.strictObject({
    ca_id: snapshotId,
    ...pushed,
    /** The expected head. Absent or null: the label must not exist. */
    expected: expected.nullable(),
  }),
  output: z.union([
    z.strictObject({ status: z.enum(["advanced", "unchanged"]), label: z.string(), ca_id: snapshotId }),
    z.strictObject({ status: z.literal("detached"), ca_id: snapshotId }),
  ]),
  rejected: z.strictObject({
    status: z.literal("rejected"),
    label: z.string(),
    current: snapshotId.nullable(),
  }),
};

export const labels = { output: labelsCommand.output };

export const setLabel = {
  input: z.strictObject({ name: newLabel, ca_id: snapshotId, message: text.optional(), override }),
  output: movedLabel,
};

export const label = { output: movedLabel };

export const log = {
  input: z.strictObject({ limit: count.optional() }),
  output: z.strictObject({
    label: z.string(),
    log: z.array(
      z.strictObject({
        at: z.number(),
        from: snapshotId.nullable(),
        to: snapshotId.nullable(),
        op,
        message: z.string().optional(),
      }),
    ),
  }),
};

export const reset = {
  input: z.strictObject({
    label: z.string(),
    ca_id: snapshotId,
    allow_unlogged: z.boolean().optional(),
    message: text.optional(),
    override,
  }),
  output: movedLabel,
};

const { path, base, ours, theirs, kind, markers, diff_ours, diff_theirs } = mergeConflict.shape;

export const merge = {
  input: mergeCommand.input.omit({ details: true }),
  output: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("merged"), ca_id: snapshotId }),
    z.strictObject({
      status: z.literal("conflict"),
      conflicts: z.array(z.strictObject({ path, base, ours, theirs, kind, markers, diff_ours, diff_theirs })),
    }),
  ]),
};
