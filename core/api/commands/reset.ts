import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import { labelDeleted, labelMoved, unknownLabel } from "../../labels/label-errors.ts";
import type { Label } from "../../labels/label-store.ts";
import { defineCommand } from "../command.ts";
import { locateSnapshot } from "../locate.ts";
import { knownLabel, movedLabel, reference, snapshotId, text } from "../schemas.ts";

/** Moves a label back to a state that it had. */
export const resetCommand = defineCommand({
  name: "reset",
  summary: "Moves a label back to a snapshot that it pointed at before; its history keeps everything since.",
  kind: "write",
  input: z.strictObject({
    label: knownLabel,
    /** Must be in the label's own reflog. */
    ref: reference,
    /** What the label is seen to hold; when it holds something else by then, `LabelMoved`. None: whatever it holds. */
    expected: snapshotId.optional(),
    message: text.default(""),
  }),
  /** `moved` is false when it was there already. */
  output: movedLabel.extend({ moved: z.boolean() }),
  async run(repository, { label, ref, expected, message }) {
    const id = locateSnapshot(repository, ref);
    for (;;) {
      const head = headOf(await repository.label(label), label);
      if (expected !== undefined && expected !== head) throw labelMoved(label, expected, head);
      if (!repository.hasHeld(label, id)) throw notInHistory(label, ref, id);
      if (head === id) return { label, ca_id: id, moved: false };
      const result = await repository.cas({ label, op: "reset", to: id, message }, head);
      if (result.status === "moved") return { label, ca_id: id, moved: true };
    }
  },
});

function headOf(label: Label | undefined, name: string): SnapshotId {
  if (label === undefined) throw unknownLabel(name);
  if (label.head === null) throw labelDeleted(name);
  return label.head;
}

function notInHistory(label: string, ref: string, id: SnapshotId): StrataError {
  return new StrataError("NotInHistory", `The label ${label} has never held ${JSON.stringify(ref)}.`, {
    hint: `See what it held with \`strata log ${label}\`; for another snapshot, make a label of its own.`,
    data: { label, reference: ref, id },
  });
}
