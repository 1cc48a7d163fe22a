import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { count, knownLabel } from "../schemas.ts";
import { describeMove, logEntry } from "./log.ts";

/** The move that is meant. */
const input = z.strictObject({
  label: knownLabel,
  /** Its number. */
  seq: count.optional(),
  /** In place of that, what stands in the braces of a reference: `2` for two moves back, or a time. Neither: the latest move. */
  state: z.string().optional(),
});
const output = z.strictObject({ label: z.string(), move: logEntry });

/** Keeps a move for good. */
export const moveKeepCommand = defineCommand({
  name: "move.keep",
  summary: "Keeps a move of a label for good, whatever the label's retention is.",
  kind: "write",
  input,
  output,
  run: (repository, place) => mark(repository, place, true),
});

/** Keeps a move for good no longer. */
export const moveReleaseCommand = defineCommand({
  name: "move.release",
  summary: "Lets a move that was kept for good go when the label's retention says so.",
  kind: "write",
  input,
  output,
  run: (repository, place) => mark(repository, place, false),
});

async function mark(
  repository: Repository,
  { label, seq, state }: z.output<typeof input>,
  kept: boolean,
): Promise<z.output<typeof output>> {
  if (seq !== undefined && state !== undefined) throw named();
  const move = { label, seq: seq ?? seqOf(repository, `${label}@{${state ?? 0}}`), kept };
  const entry = await repository.run("keepMove", move);
  return { label, move: describeMove(repository.retentions, { entry, counts: undefined }) };
}

function seqOf(repository: Repository, ref: string): number {
  const { seq } = repository.resolve(ref);
  if (seq === undefined) throw new StrataError("Internal", `${ref} is of a label, and has no move.`);
  return seq;
}

function named(): StrataError {
  return new StrataError("BadInput", "The move is named twice, by seq and by state.", {
    hint: "Give one of them.",
  });
}
