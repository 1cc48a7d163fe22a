import { z } from "zod";
import { StrataError } from "../../errors.ts";
import { isObjectId, type SnapshotId } from "../../ids.ts";
import type { NamedSnapshot } from "../../labels/label-store.ts";
import type { Referent } from "../../labels/references.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { forceLabel } from "../force-label.ts";
import { locateReferent, named, originOf } from "../locate.ts";
import { newLabel, override, reference, snapshotId, text } from "../schemas.ts";

/** How a push moves a label, whatever the snapshot is. */
export const pushFields = {
  /** Needed unless `detach`. */
  label: newLabel.optional(),
  /** The expected head: an id, or the beginning of a snapshot's id. Absent: the label must not exist. */
  expected: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/i, { error: "8 to 64 hex digits of an id" })
    .optional(),
  /** Moves the label whatever its head is. */
  force: z.boolean().default(false),
  /** Moves no label. */
  detach: z.boolean().default(false),
  /** Snapshots that were merged into this one, besides the head: with any, the move is a merge. */
  parents: z.array(reference).default([]),
  message: text.default(""),
  override,
};

const fields = z.strictObject(pushFields);
type PushFields = z.output<typeof fields>;

/** Checks the fields of a push against each other. */
export const checkPush: z.core.CheckFn<PushFields> = ({ value, issues }) => {
  const wrong = contradictionIn(value);
  if (wrong === undefined) return;
  const error = new StrataError("BadInput", wrong.message, { hint: wrong.hint, data: { command: "push" } });
  issues.push({ code: "custom", input: value, message: wrong.message, params: { error: error.toJSON() } });
};

const output = z.discriminatedUnion("status", [
  /** `unchanged`: the label was there already, and its history has no entry more. */
  z.strictObject({ status: z.enum(["advanced", "unchanged"]), label: z.string(), ca_id: snapshotId }),
  z.strictObject({ status: z.literal("detached"), ca_id: snapshotId }),
  /** `current`: the label's head; null for a missing or deleted label. */
  z.strictObject({ status: z.literal("rejected"), label: z.string(), current: snapshotId.nullable() }),
]);

type Output = z.output<typeof output>;

/** Moves a label to a snapshot by compare-and-set. */
export const pushCommand = defineCommand({
  name: "push",
  summary: "Moves a label to a snapshot if it holds what is expected, else tells what it holds.",
  kind: "write",
  input: z.strictObject({ ref: reference, ...pushFields }).check(checkPush),
  output,
  async run(repository, { ref, ...push }): Promise<Output> {
    const referent = locateReferent(repository, ref);
    return await preparePush(repository, push)(referent);
  },
});

/**
 * Finds what a push needs besides its snapshot, and returns the function that makes it. Throws as `locateReferent` does, and what
 * {@link expectedId} does; the function, as the operation `moveLabel` does.
 */
export function preparePush(
  repository: Repository,
  { label, expected, force, parents: given, message, override }: PushFields,
): (referent: Referent) => Promise<Output> {
  const parents = given.map((parent) => named(locateReferent(repository, parent)));
  const from = expected === undefined ? null : expectedId(repository, expected);
  return async (referent) => {
    const { id: ca_id } = referent;
    if (label === undefined) return { status: "detached", ca_id };
    const move = { label, to: ca_id, origin: originOf(referent), parents, message, override };
    if (!force) return await compareAndSet(repository, move, from);
    const moved = await forceLabel(repository, move);
    return { status: moved ? "advanced" : "unchanged", label, ca_id };
  };
}

interface Push {
  readonly label: string;
  readonly to: SnapshotId;
  readonly origin: number | null;
  readonly parents: readonly NamedSnapshot[];
  readonly message: string;
  readonly override: boolean;
}

async function compareAndSet(repository: Repository, push: Push, expected: string | null): Promise<Output> {
  const { label, to: ca_id, parents } = push;
  const head = (await repository.label(label))?.head ?? null;
  if (head !== expected) return { status: "rejected", label, current: head };
  if (head === ca_id) return { status: "unchanged", label, ca_id };
  const op = head === null ? "create" : parents.length > 0 ? "merge" : "push";
  const result = await repository.run("moveLabel", { move: { ...push, op }, expected: head });
  return result.status === "moved" ? { status: "advanced", label, ca_id } : { ...result, label };
}

/**
 * Returns the expected head: a full id as it is, whether it exists or not, or the id of the only snapshot that begins
 * so. Throws `UnknownReference`, `AmbiguousReference`, and `BadInput` where a label has these digits for its name.
 */
function expectedId(repository: Repository, typed: string): string {
  const digits = typed.toLowerCase();
  if (isObjectId(digits)) return digits;
  const { id } = repository.resolve(typed);
  if (id.startsWith(digits)) return id;
  throw new StrataError("BadInput", `${typed} is the name of a label, where an id is expected.`, {
    hint: "Give all 64 digits of the id.",
    data: { expected: typed },
  });
}

function contradictionIn(input: PushFields): { message: string; hint: string } | undefined {
  const { label, expected, force, detach, parents, message } = input;
  if (!detach && label === undefined)
    return {
      message: "There is no label to move.",
      hint: "Name one (--label), or move none on purpose (--detach).",
    };
  if (
    detach &&
    (label !== undefined || expected !== undefined || force || parents.length > 0 || message !== "")
  )
    return {
      message: "A detached push moves no label.",
      hint: "Leave out the label and what is said of its move, or do not detach.",
    };
  if (force && expected !== undefined)
    return {
      message: "A forced push moves the label whatever it holds.",
      hint: "Leave out either the expected id or the force.",
    };
  return undefined;
}
