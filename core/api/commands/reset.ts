import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import { labelMoved } from "../../labels/label-errors.ts";
import { defineCommand } from "../command.ts";
import { existingLabel, headOf } from "../existing-label.ts";
import { locateReferent, originOf } from "../locate.ts";
import { knownLabel, movedLabel, override, reference, snapshotId, text } from "../schemas.ts";

/** Moves a label back to a state that it had. */
export const resetCommand = defineCommand({
  name: "reset",
  summary: "Moves a label back to a snapshot that it pointed at before; its history keeps everything since.",
  kind: "write",
  input: z.strictObject({
    label: knownLabel,
    /** Must be in the label's own reflog, unless `allow_unlogged`. */
    ref: reference,
    allow_unlogged: z.boolean().default(false),
    /** The expected head; `LabelMoved` if the label has another. Absent: any head will do. */
    expected: snapshotId.optional(),
    message: text.default(""),
    override,
  }),
  /** `moved` is false when it was there already. */
  output: movedLabel.extend({ moved: z.boolean() }),
  async run(repository, { label, ref, allow_unlogged, expected, message, override }) {
    const referent = locateReferent(repository, ref);
    const { id } = referent;
    const move = { label, op: "reset" as const, to: id, origin: originOf(referent), message, override };
    for (;;) {
      const head = headOf(await existingLabel(repository, label));
      if (expected !== undefined && expected !== head) throw labelMoved(label, expected, head);
      if (!allow_unlogged && !repository.hasHeld(label, id)) throw notInHistory(label, ref, id);
      if (head === id) return { label, ca_id: id, moved: false };
      const result = await repository.run("moveLabel", { move: move, expected: head });
      if (result.status === "moved") return { label, ca_id: id, moved: true };
    }
  },
});

function notInHistory(label: string, ref: string, id: SnapshotId): StrataError {
  return new StrataError("NotInHistory", `The label ${label} has never held ${JSON.stringify(ref)}.`, {
    hint: `See what it held with \`strata log ${label}\`; to move it to another snapshot, allow what is unlogged (--allow-unlogged).`,
    data: { label, reference: ref, id },
  });
}
