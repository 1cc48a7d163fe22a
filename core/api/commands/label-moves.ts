import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { SnapshotId } from "../../ids.ts";
import { labelDeleted, labelExists, labelMoved, unknownLabel } from "../../labels/label-errors.ts";
import type { Label, Move } from "../../labels/label-store.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { locateSnapshot } from "../locate.ts";
import { knownLabel, movedLabel, newLabel, reference, snapshotId } from "../schemas.ts";

/** Makes a label. */
export const labelCreateCommand = defineCommand({
  name: "label.create",
  summary: "Makes a label that points at a snapshot.",
  kind: "write",
  input: z.strictObject({ label: newLabel, ref: reference }),
  output: movedLabel,
  async run(repository, { label, ref }) {
    const to = locateSnapshot(repository, ref);
    const result = await repository.cas({ label, op: "create", to }, null);
    if (result.status === "rejected") throw labelExists(label, false);
    return { label, ca_id: to };
  },
});

/** Renames a label. */
export const labelRenameCommand = defineCommand({
  name: "label.rename",
  summary: "Gives a label another name; its history goes with it.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, to: newLabel }),
  output: z.strictObject({ label: z.string(), renamed_from: z.string(), ca_id: snapshotId }),
  async run(repository, { label: name, to: rename }) {
    const head = headOf(await existing(repository, name));
    await move(repository, { label: name, op: "rename", to: head, rename }, head);
    return { label: rename, renamed_from: name, ca_id: head };
  },
});

/** Deletes a label, not what it held. */
export const labelDeleteCommand = defineCommand({
  name: "label.delete",
  summary: "Deletes a label; its history is kept, and restoring brings it back.",
  kind: "write",
  input: z.strictObject({ label: knownLabel }),
  /** What it held. */
  output: movedLabel,
  async run(repository, { label: name }) {
    const head = headOf(await existing(repository, name));
    await move(repository, { label: name, op: "delete", to: null }, head);
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
    const { head, last } = await existing(repository, name);
    if (head !== null || last.from === null) {
      throw new StrataError("LabelExists", `The label ${name} is not deleted.`, {
        hint: `To return to an earlier state of it: strata reset ${name} ${name}@{1}`,
        data: { label: name },
      });
    }
    await move(repository, { label: name, op: "restore", to: last.from }, null);
    return { label: name, ca_id: last.from };
  },
});

async function existing(repository: Repository, name: string): Promise<Label> {
  const label = await repository.label(name);
  if (label === undefined) throw unknownLabel(name);
  return label;
}

function headOf({ name, head }: Label): SnapshotId {
  if (head === null) throw labelDeleted(name);
  return head;
}

/** Moves a label from where it was seen to be. Throws `LabelMoved` when it is there no longer. */
async function move(repository: Repository, move: Move, expected: SnapshotId | null): Promise<void> {
  const result = await repository.cas(move, expected);
  if (result.status === "moved") return;
  throw labelMoved(move.label, expected, result.current);
}
