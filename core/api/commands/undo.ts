import { z } from "zod";
import { labelMoved, nothingToUndo } from "../../labels/label-errors.ts";
import type { Label } from "../../labels/label-store.ts";
import { type UndoSource, type UndoStep, undoState } from "../../labels/undo.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { existingLabel } from "../existing-label.ts";
import { count, knownLabel, override, snapshotId } from "../schemas.ts";
import { describeMove, logEntry } from "./log.ts";

const input = z.strictObject({
  /** The label's current name, or the name that a label lost by its latest move. */
  label: knownLabel,
  /** The number of the move that is meant; when it is another's turn by then, `LabelMoved`. None: whichever it is. */
  seq: count.optional(),
  override,
});

/** Where the label is after that, under which name; null while it is deleted. */
const place = { label: z.string(), ca_id: snapshotId.nullable() };

/** Undoes a move of a label. */
export const undoCommand = defineCommand({
  name: "undo",
  summary: "Undoes the latest move of a label that is not undone yet; its history keeps both.",
  kind: "write",
  input,
  output: z.strictObject({ ...place, undid: logEntry }),
  async run(repository, input) {
    const { move, ...placed } = await go(repository, "undo", input);
    return { ...placed, undid: move };
  },
});

/** Makes a move of a label again. */
export const redoCommand = defineCommand({
  name: "redo",
  summary: "Makes the move of a label again that was undone last, unless the label moved on since.",
  kind: "write",
  input,
  output: z.strictObject({ ...place, redid: logEntry }),
  async run(repository, input) {
    const { move, ...placed } = await go(repository, "redo", input);
    return { ...placed, redid: move };
  },
});

/** Returns the moves of a label that undo and redo would act on. */
export const undoPreviewCommand = defineCommand({
  name: "undo.preview",
  summary: "Tells which move of a label undo would take back, and which one redo would make again.",
  kind: "read",
  input: input.pick({ label: true }),
  output: z.strictObject({ label: z.string(), undo: logEntry.nullable(), redo: logEntry.nullable() }),
  async run(repository, { label: name }) {
    const label = await labelOf(repository, name);
    const { undo, redo } = await undoState(sourceOf(repository), label);
    return { label: label.name, undo: described(repository, undo), redo: described(repository, redo) };
  },
});

async function go(
  repository: Repository,
  direction: "undo" | "redo",
  { label: name, seq, override }: z.output<typeof input>,
) {
  const label = await labelOf(repository, name);
  const { [direction]: step, pruned } = await undoState(sourceOf(repository), label);
  if (seq !== undefined && step?.move.seq !== seq) throw labelMoved(label.name, label.head, label.head);
  const gone = pruned[direction];
  if (gone !== undefined) {
    const what = `There is nothing left to ${direction} in the label ${label.name}: the snapshot ${gone.slice(0, 10)} that it would go back to`;
    repository.retentions.requireUnpruned(what, gone, label.name);
  }
  if (step === undefined) throw nothingToUndo(label.name, direction);
  const result = await repository.run("moveLabel", {
    move: { ...step.asks, override },
    expected: label.head,
  });
  if (result.status === "rejected") throw labelMoved(label.name, label.head, result.current);
  return { label: step.asks.rename ?? label.name, ca_id: result.entry.to, move: described(repository, step) };
}

function sourceOf(repository: Repository): UndoSource {
  return {
    log: (label, range) => repository.log(label, range),
    prunedAt: (id) => repository.retentions.prunedAt(id),
  };
}

function described(repository: Repository, step: UndoStep): z.output<typeof logEntry>;
function described(repository: Repository, step: UndoStep | undefined): z.output<typeof logEntry> | null;
function described(repository: Repository, step: UndoStep | undefined): z.output<typeof logEntry> | null {
  return step === undefined
    ? null
    : describeMove(repository.retentions, { entry: step.move, counts: undefined });
}

/** Finds a label by its name, else by the name that it had until its latest move: of several, the last one renamed. */
async function labelOf(repository: Repository, name: string): Promise<Label> {
  const named = await repository.label(name);
  if (named !== undefined) return named;
  const renamed = (await repository.labels()).filter(({ last }) => last.renamedFrom === name);
  const [latest] = renamed.sort((a, b) => b.last.seq - a.last.seq);
  return latest ?? (await existingLabel(repository, name));
}
