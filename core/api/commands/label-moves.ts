import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import { labelExists, labelMoved } from "../../labels/label-errors.ts";
import type { Move } from "../../labels/label-store.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { existingLabel, headOf } from "../existing-label.ts";
import { forceLabel } from "../force-label.ts";
import { locateReferent, originOf } from "../locate.ts";
import { knownLabel, movedLabel, newLabel, override, reference, snapshotId, text } from "../schemas.ts";

/** Makes a label. */
export const labelCreateCommand = defineCommand({
  name: "label.create",
  summary: "Makes a label that points at a snapshot.",
  kind: "write",
  input: z.strictObject({ label: newLabel, ref: reference }),
  output: movedLabel,
  async run(repository, { label, ref }) {
    const referent = locateReferent(repository, ref);
    const { id: to } = referent;
    const result = await repository.run("moveLabel", {
      move: { label, op: "create", to, origin: originOf(referent) },
      expected: null,
    });
    if (result.status === "rejected") throw labelExists(label, false);
    return { label, ca_id: to };
  },
});

/** Points a label at a snapshot, whether or not it is there. */
export const labelSetCommand = defineCommand({
  name: "label.set",
  summary: "Points a label at a snapshot, whatever it points at now, and makes it where there is none.",
  kind: "write",
  input: z.strictObject({ label: newLabel, ref: reference, message: text.default(""), override }),
  /** `moved` is false when it was there already. */
  output: movedLabel.extend({ moved: z.boolean() }),
  async run(repository, { ref, ...move }) {
    const referent = locateReferent(repository, ref);
    const { id: to } = referent;
    const moved = await forceLabel(repository, { ...move, to, origin: originOf(referent) });
    return { label: move.label, ca_id: to, moved };
  },
});

/** Renames a label. */
export const labelRenameCommand = defineCommand({
  name: "label.rename",
  summary: "Gives a label another name; its history goes with it.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, to: newLabel, override }),
  output: z.strictObject({ label: z.string(), renamed_from: z.string(), ca_id: snapshotId }),
  async run(repository, { label: name, to: rename, override }) {
    const head = headOf(await existingLabel(repository, name));
    await move(repository, { label: name, op: "rename", to: head, rename, override }, head);
    return { label: rename, renamed_from: name, ca_id: head };
  },
});

/** Deletes a label. Its snapshots stay. */
export const labelDeleteCommand = defineCommand({
  name: "label.delete",
  summary: "Deletes a label; its history is kept, and restoring brings it back.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, override }),
  /** The label, with the head it had. */
  output: movedLabel,
  async run(repository, { label: name, override }) {
    const head = headOf(await existingLabel(repository, name));
    await move(repository, { label: name, op: "delete", to: null, override }, head);
    return { label: name, ca_id: head };
  },
});

/** Brings a deleted label back. */
export const labelRestoreCommand = defineCommand({
  name: "label.restore",
  summary: "Brings a deleted label back, with what it held last.",
  kind: "write",
  input: z.strictObject({ label: knownLabel }),
  output: movedLabel,
  async run(repository, { label: name }) {
    const { head, last } = await existingLabel(repository, name);
    if (head !== null || last.from === null) {
      throw new StrataError("LabelExists", `The label ${name} is not deleted.`, {
        hint: `To return to an earlier state of it: strata reset ${name} ${name}@{1}`,
        data: { label: name },
      });
    }
    repository.retentions.requireUnpruned(`What ${name} held before it was deleted`, last.from, name);
    await move(repository, { label: name, op: "restore", to: last.from }, null);
    return { label: name, ca_id: last.from };
  },
});

/** Moves a label from where it was seen to be. Throws `LabelMoved` when it is there no longer. */
async function move(repository: Repository, move: Move, expected: SnapshotId | null): Promise<void> {
  const result = await repository.run("moveLabel", { move: move, expected: expected });
  if (result.status === "moved") return;
  throw labelMoved(move.label, expected, result.current);
}
