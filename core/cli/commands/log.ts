import type { CommandOutput } from "../../api/registry/invoke.ts";
import { shortId } from "../render/amounts.ts";
import { columns } from "../render/columns.ts";
import { moveText } from "../render/move-text.ts";
import { firstLine, safeText } from "../render/safe-text.ts";
import { ago, isoMinute } from "../render/times.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";

type Move = CommandOutput<"log">["log"][number];

/** `strata log` */
export const logCli = defineCli({
  command: "log",
  words: "log",
  paged: true,
  rows: "log",
  arguments: [{ syntax: "<label>", about: "the label, deleted or not" }],
  options: [
    { flags: "-n, --limit <n>", about: "only the most recent n moves", as: "number" },
    { flags: "--stat", about: "count what each move changed: +added ~modified -removed" },
    { flags: "--path <path>", about: "only the moves in which this file or folder changed" },
  ],
  render: renderLog,
});

/** `strata fs log` */
export const fsLogCli = defineCli({ ...logCli, words: "fs log" });

/** Lists moves, one a line and the latest last: time, kind, snapshot, changes, actor, message. */
export function renderLog({ log }: CommandOutput<"log">, { now }: RenderContext): string[] {
  const bySeq = new Map(log.map((move) => [move.seq, move]));
  const rows = log.map((move) => [
    isoMinute(move.at),
    ago(move.at, now),
    move.op,
    move.to === null ? "-" : shortId(move.to),
    changesText(move),
    safeText(move.actor),
    [
      move.pruned ? "pruned" : "",
      move.kept ? "kept" : "",
      move.undoes === undefined ? messageText(move) : undoText(bySeq.get(move.undoes), bySeq),
    ]
      .filter(Boolean)
      .join(": "),
  ]);
  return columns(rows);
}

function changesText({ changes }: Move): string {
  return changes === undefined ? "" : `+${changes.added} ~${changes.modified} -${changes.removed}`;
}

/** Names the move that was undone, or redone if it was an undo itself. A move that is not listed has no name. */
function undoText(undone: Move | undefined, bySeq: ReadonlyMap<number, Move>): string {
  if (undone === undefined) return "undoes an earlier move";
  if (undone.undoes === undefined) return `undoes ${moveText(undone)}`;
  const redone = bySeq.get(undone.undoes);
  return redone === undefined ? "redoes an earlier move" : `redoes ${moveText(redone)}`;
}

function messageText({ message, renamed_from }: Move): string {
  const text = firstLine(message);
  return renamed_from === undefined ? text : [`from ${renamed_from}`, text].filter(Boolean).join(": ");
}
