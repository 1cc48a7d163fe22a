// @browser-safe

import { type LineEdit, lineEditOf } from "./line-edit.ts";
import { endOf } from "./lines.ts";
import type { MergeResult } from "./merge-result.ts";
import { cutPieces, replaceLines } from "./pieces.ts";
import { typedState } from "./region-state.ts";
import type { StateSequence } from "./state-sequence.ts";
import type { TextEdit } from "./text-edit.ts";

/** Returns the states of a merge after an edit of its shown text; `FileMerge.typed` says which regions it changes. */
export function typedStates(merge: MergeResult, edit: TextEdit): StateSequence {
  const { states } = merge;
  const { from, to, lines, anchor } = keepingLastEnd(merge, lineEditOf(merge, edit));
  if (from === to && lines.length === 0) return states;
  const first = from < to ? states.indexOfLine(from) : regionBetween(merge, from, anchor);
  const last = from < to ? states.indexOfLine(to - 1) : first;
  const before = states.linesBefore(first);
  const changed = [...states.states(first, last + 1)].map(({ region, pieces, lines: count }, at) => {
    if (at === 0) return typedState(region, replaceLines(pieces, from - before, to - before, lines));
    const gone = first + at === last ? to - states.linesBefore(last) : count;
    return typedState(region, cutPieces(pieces, gone, count));
  });
  return states.with(first, changed);
}

/** If the last line loses the lines after it, the line end that it had because of them becomes part of the edit. */
function keepingLastEnd(merge: MergeResult, edit: LineEdit): LineEdit {
  const { from, to, lines } = edit;
  if (from === 0 || to < merge.lineCount || from === to || lines.length > 0) return edit;
  if (endOf(merge.storedLine(from - 1)) !== "") return edit;
  return { ...edit, from: from - 1, lines: merge.lines(from - 1, from) };
}

/** Returns the region of lines typed before `line` by an edit that began on line `anchor`. */
function regionBetween({ states, lineCount }: MergeResult, line: number, anchor: number): number {
  const above = line > 0 ? states.indexOfLine(line - 1) : undefined;
  const below = line < lineCount ? states.indexOfLine(line) : undefined;
  if (above !== undefined && above === below) return above;
  // A region that was emptied by typing takes what is typed there next.
  for (let index = (above ?? -1) + 1; index < (below ?? states.length); index++) {
    if (states.at(index).decision === "typed") return index;
  }
  const began = anchor < line ? (above ?? below) : (below ?? above);
  return began ?? states.firstOpen(0) ?? 0;
}
