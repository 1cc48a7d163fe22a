import type { CommandOutput } from "../../../core/api/invoke.ts";
import { text } from "../../strings/index.ts";

/** Back, or forward again. */
export type Direction = "undo" | "redo";
/** A move that can be undone, or made again. */
export type UndoMove = NonNullable<CommandOutput<"undo.preview">["undo"]>;

/** So much of a long name is told: its two ends, since names differ there. */
const [HEAD, TAIL] = [24, 12];

/** Says what undo or redo is about, for the menu: `Undo push of work`. */
export function stepWords(direction: Direction, { op }: Pick<UndoMove, "op">, label: string): string {
  return text.undo.menu[direction](text.undo.of(op, shortened(label)));
}

/** What undo or redo came to. */
export interface Stepped {
  readonly move: Pick<UndoMove, "op">;
  /** The label before and after it. */
  readonly before: string;
  readonly label: string;
  /** What it holds now. */
  readonly ca_id: string | null;
}

/** Says what was done, and what that means for the label and for files. */
export function doneWords(direction: Direction, { move: { op }, before, label, ca_id }: Stepped): string {
  const { after, done } = text.undo;
  const said = done[direction](text.undo.of(op, shortened(before)));
  if (label !== before) return after.renamed(said, label);
  if (ca_id === null) return after.deleted(said);
  const comesBack = op === "delete" || op === "restore" || (op === "create" && direction === "redo");
  return comesBack ? after.back(said) : after.moved(said);
}

function shortened(name: string): string {
  return name.length <= HEAD + TAIL + 1 ? name : `${name.slice(0, HEAD)}…${name.slice(-TAIL)}`;
}
