// @browser-safe
import { contentOf, endOf, type LineEnd, lineOf } from "./lines.ts";
import { typedContents } from "./shown.ts";
import type { TextEdit } from "./text-edit.ts";

/** A text of lines that is typed into. */
export interface TypedText {
  readonly lineCount: number;
  readonly lineEnd: LineEnd;
  /** Gives the lines from one up to, not including, another, counted from 0. */
  lines(from: number, to: number): string[];
}

/** Whole lines in the place of the lines from `from` up to, not including, `to`. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  /** The line that the edit began on, which may be one before `from`, and one past the last. */
  readonly anchor: number;
}

/**
 * Gives the lines that an edit of the shown text changes. A break at the end or the beginning of a line leaves that line as
 * it is. New lines end as the one that the edit began on, or the one before it, does.
 */
export function lineEditOf(text: TypedText, edit: TextEdit): LineEdit {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = edit.range;
  const anchor = startLineNumber - 1;
  const old = text.lines(anchor, Math.min(endLineNumber, text.lineCount));
  // Past the last line is the row after a final line end.
  const first = old[0] ?? "";
  const last = endLineNumber > text.lineCount ? "" : (old.at(-1) ?? "");
  const contents = typedContents(edit.text);
  contents[0] = contentOf(first).slice(0, startColumn - 1) + contents[0];
  contents.push(`${contents.pop()}${contentOf(last).slice(endColumn - 1)}`);
  const before = text.lines(Math.max(anchor - 1, 0), anchor)[0] ?? "";
  const end = endOf(first) || endOf(before) || text.lineEnd;
  const lines = linesWithEnds(contents, end, endOf(last));
  return trimmed(old, { from: anchor, to: anchor + old.length, lines, anchor });
}

/** Gives the lines of a text as it was typed, ending as asked for; the last one has an end if the text ends with one. */
export function typedLines(text: string, end: LineEnd): string[] {
  return linesWithEnds(typedContents(text), end, "");
}

function linesWithEnds(contents: readonly string[], end: LineEnd, lastEnd: LineEnd): string[] {
  const last = contents.length - 1;
  return contents
    .map((content, at) => lineOf(content, at < last ? end : lastEnd))
    .filter((line) => line !== "");
}

/** Leaves out the lines at the beginning and the end that stay as they are. */
function trimmed(old: readonly string[], { from, to, lines, anchor }: LineEdit): LineEdit {
  const most = Math.min(old.length, lines.length);
  let head = 0;
  while (head < most && old[head] === lines[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === lines.at(-1 - tail)) tail++;
  return { from: from + head, to: to - tail, lines: lines.slice(head, lines.length - tail), anchor };
}
