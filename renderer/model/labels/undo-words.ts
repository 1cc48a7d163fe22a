import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import { text } from "../../strings/index.ts";

/** Back, or forward again. */
export type Direction = "undo" | "redo";
/** A move that can be undone, or made again. */
export type UndoMove = NonNullable<CommandOutput<"undo.preview">["undo"]>;

/** The length to which a long name or message is cut, keeping both ends, since names differ there. */
const [HEAD, TAIL] = [24, 12];

/** The parts of a move that name it. */
export type NamedMove = Pick<UndoMove, "op" | "message">;

/** Names an undo or redo for menus and tips: `Undo snapshot “Draft 3” of work`. */
export function stepWords(direction: Direction, move: NamedMove, label: string): string {
  return text.undo.menu[direction](nameOf(move, label));
}

/** Names a move: `snapshot “Draft 3” of work`. */
export function nameOf({ op, message }: NamedMove, label: string): string {
  const line = message.trimStart().split("\n", 1)[0]?.trimEnd() ?? "";
  return text.undo.move(op, shortened(line), shortened(label));
}

/** The result of an undo or redo. */
export interface Stepped {
  readonly move: NamedMove;
  /** The label before and after it. */
  readonly before: string;
  readonly label: string;
  /** The label's new head. */
  readonly ca_id: string | null;
}

/** Describes an undo or redo, and its effect on the label and on files. */
export function doneWords(direction: Direction, { move, before, label, ca_id }: Stepped): string {
  const { after, done } = text.undo;
  const { op } = move;
  const said = done[direction](nameOf(move, before));
  if (label !== before) return after.renamed(said, label);
  if (ca_id === null) return after.deleted(said);
  const comesBack = op === "delete" || op === "restore" || (op === "create" && direction === "redo");
  return comesBack ? after.back(said) : after.moved(said);
}

/** Cuts the middle out of a long name or message. */
export function shortened(name: string): string {
  return name.length <= HEAD + TAIL + 1 ? name : `${name.slice(0, HEAD)}…${name.slice(-TAIL)}`;
}
