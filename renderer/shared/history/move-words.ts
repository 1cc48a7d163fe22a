import type { HistoryItem } from "../../api/queries.ts";
import { shortTime } from "../../components/format.ts";
import { text } from "../../strings/index.ts";

/** Who moved a label, and through what. */
export interface Actor {
  readonly who: string;
  /** Undefined where it is not said. */
  readonly through: string | undefined;
}

/** Parses `user@host (surface)`; any other text counts as the user. */
export function readActor(actor: string): Actor {
  const [, who, surface] = /^(.+?)(?:@[^@]*)? \(([^()]+)\)$/.exec(actor) ?? [];
  if (who === undefined || surface === undefined) return { who: actor, through: undefined };
  const surfaces: Readonly<Record<string, string>> = text.timeline.surfaces;
  return { who, through: surfaces[surface] ?? surface };
}

/** Writes who moved a label and through what, as a row tells it. */
export function actorWords(actor: string): string {
  const { who, through } = readActor(actor);
  return through === undefined ? who : text.timeline.by(who, through);
}

/** Describes a move: the move that it undid or redid, the first line of its message, or its op. */
export function moveWords({ op, message, renamed_from, undid, redid }: HistoryItem): string {
  const { words } = text.timeline;
  if (undid !== undefined) return words.undid(targetWords(undid));
  if (redid !== undefined) return words.redid(targetWords(redid));
  const line = firstLine(message);
  if (op === "rename") return words.renamed(renamed_from ?? line);
  return line === "" ? words[op] : line;
}

/** Names a move within the history of its label: by its message, or else by its time. */
function targetWords({ op, message, at }: Pick<HistoryItem, "op" | "message" | "at">): string {
  const line = firstLine(message);
  return line === "" ? text.undo.of(op, shortTime(at)) : text.undo.message(op, line);
}

function firstLine(message: string): string {
  return message.trimStart().split("\n", 1)[0]?.trimEnd() ?? "";
}

const THINNEST = 2;
const THICKEST = 16;
const NOTICEABLE = 100;

/** Returns the thickness of a move's layer, in pixels: the logarithm of its new bytes, from 2 for none to 16 for 1 GB. */
export function layerThickness(bytes: number): number {
  const decades = Math.log10(1 + bytes / NOTICEABLE) / Math.log10(1 + 1e9 / NOTICEABLE);
  return Math.round((THINNEST + (THICKEST - THINNEST) * Math.min(1, decades)) * 2) / 2;
}
