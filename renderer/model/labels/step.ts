import type { CommandInput } from "../../../core/api/registry/invoke.ts";
import { asAppError, ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { isOwn, noteStep, useOwnMoves } from "../../api/own-moves.ts";
import { undoQuery } from "../../api/queries.ts";
import { labelsChanged } from "../../api/stale.ts";
import { type NoticeAction, useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { text } from "../../strings/index.ts";
import { tellFailed } from "../attempt.ts";
import { unlessProtected } from "./protection.ts";
import { type Direction, doneWords, nameOf, type Stepped, stepWords, type UndoMove } from "./undo-words.ts";

const words = text.undo;
const OTHER = { undo: "redo", redo: "undo" } as const;

/** Steps wait for each other, so that a key that is pressed twice goes two moves back. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Undoes or redoes a label's latest move, and shows a notice. `seq`: only if that move is next; without it, only a move
 * of this window.
 */
export function step(direction: Direction, label: string, seq?: number): void {
  turn = turn
    .then(() => takeStep(direction, label, seq))
    .catch((thrown) => tellFailure(direction, label, thrown));
}

/** Returns the button that undoes a label's latest move; none if it has moved again since. */
export async function undoAction(
  label: string,
  { op, to }: Pick<UndoMove, "op" | "to">,
): Promise<NoticeAction | undefined> {
  const { undo } = await ask("undo.preview", { label });
  if (undo === null || undo.op !== op || undo.to !== to) return undefined;
  const tip = stepWords("undo", undo, label);
  return { text: words.undo, tip, run: () => step("undo", label, undo.seq) };
}

async function takeStep(direction: Direction, label: string, wanted: number | undefined): Promise<void> {
  const { [direction]: move } = await client.fetchQuery(undoQuery(label));
  if (move === null) return;
  const { tell } = useNotices.getState();
  if (wanted === undefined && !isOwn(useOwnMoves.getState(), direction, move)) {
    tell({ kind: "done", text: words.notOwn[direction](nameOf(move, label)) });
    return;
  }
  const seq = wanted ?? move.seq;
  const asks = { does: stepWords(direction, move, label), button: words[direction] };
  const stepped = await unlessProtected(label, asks, (override) => run(direction, { label, seq, override }));
  if (stepped === undefined) return;
  noteStep(direction, stepped.move);
  follow(stepped);
  const other = OTHER[direction];
  tell({
    kind: "done",
    text: doneWords(direction, stepped),
    action: {
      text: words[other],
      tip: stepWords(other, stepped.move, stepped.label),
      run: () => step(other, stepped.label, seq),
    },
  });
  await labelsChanged(label, stepped.label);
}

async function run(
  direction: Direction,
  input: CommandInput<"undo"> & { label: string },
): Promise<Stepped & { readonly move: UndoMove }> {
  const before = input.label;
  if (direction === "undo") {
    const { undid: move, ...place } = await ask("undo", input);
    return { ...place, move, before };
  }
  const { redid: move, ...place } = await ask("redo", input);
  return { ...place, move, before };
}

/** Stays with the label under its other name, and shows what it holds now; one that is back is chosen. */
function follow({ before, label, ca_id, move: { op } }: Stepped): void {
  const { renamed, chooseLabel, chooseMove } = useSelection.getState();
  renamed(before, label);
  if (op === "delete" && ca_id !== null) chooseLabel(label);
  if (useSelection.getState().label === label) chooseMove(null);
}

function tellFailure(direction: Direction, label: string, thrown: unknown): void {
  const error = asAppError(thrown);
  const { tell } = useNotices.getState();
  void labelsChanged(label);
  if (error.code === "LabelMoved") tell({ kind: "done", text: words.moved(label) });
  else tellFailed(words.failed[direction](label), error);
}
