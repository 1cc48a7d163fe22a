import type { z } from "zod";
import type { undoing } from "../../api/undoing.ts";
import { shortId } from "./amounts.ts";
import { columns } from "./columns.ts";
import { firstLine, safeName, safeText } from "./safe-text.ts";
import { isoMinute } from "./times.ts";

/** So many paths are shown to a person. */
const SHOWN = 20;

/** Lists what an import would undo: the moves, the latest first, and the files. */
export function undoingLines({ moves, move_count, counts, changes }: z.output<typeof undoing>): string[] {
  const rows = moves.map(({ at, op, ca_id, actor, message }) => [
    ` ${isoMinute(at)}`,
    op,
    ca_id === null ? "-" : shortId(ca_id),
    safeText(actor),
    firstLine(message),
  ]);
  const all = counts.removed + counts.returned + counts.reverted + counts.changed;
  return [
    ...(moves.length > 0 ? ["Moves that would be undone:", ...columns(rows)] : []),
    ...more(move_count - moves.length),
    "Files that would not stay as the label holds them:",
    ...changes.slice(0, SHOWN).map(({ path, effect }) => `  ${effect.padEnd(8)}  ${safeName(path)}`),
    ...more(all - Math.min(SHOWN, changes.length)),
  ];
}

function more(count: number): string[] {
  return count > 0 ? [`  … and ${count.toLocaleString("en")} more`] : [];
}
