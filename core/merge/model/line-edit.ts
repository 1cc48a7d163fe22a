// @browser-safe

import { typedContents } from "./editor-text.ts";
import { contentOf, endOf, type LineEnd, lineOf } from "./lines.ts";
import type { TextEdit } from "./text-edit.ts";

/** A text that is being typed into. */
export interface TypedText {
  readonly lineCount: number;
  readonly lineEnd: LineEnd;
  /** Returns lines `from` up to but not including `to`, counted from 0. */
  lines(from: number, to: number): string[];
}

/** The replacement of lines `from` up to but not including `to` by whole lines. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  /** The line on which the edit began; it may be one before `from`, or one past the last line. */
  readonly anchor: number;
}

/**
 * Converts an edit of the shown text to whole lines. A break typed at the start or the end of a line leaves that line
 * unchanged. New lines get the end of the line on which the edit began, or of the one before.
 */
export function lineEditOf(text: TypedText, edit: TextEdit): LineEdit {
  const { startLineNumber, startColumn, endLineNumber, endColumn } = edit.range;
  const anchor = startLineNumber - 1;
  const old = text.lines(anchor, Math.min(endLineNumber, text.lineCount));
  // The row after a final line end has no line.
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

/** Splits a typed text into lines with this end. The last line has an end if the text ends with one. */
export function typedLines(text: string, end: LineEnd): string[] {
  return linesWithEnds(typedContents(text), end, "");
}

function linesWithEnds(contents: readonly string[], end: LineEnd, lastEnd: LineEnd): string[] {
  const last = contents.length - 1;
  return contents
    .map((content, at) => lineOf(content, at < last ? end : lastEnd))
    .filter((line) => line !== "");
}

/** Removes the unchanged lines at the start and the end of an edit. */
function trimmed(old: readonly string[], { from, to, lines, anchor }: LineEdit): LineEdit {
  const most = Math.min(old.length, lines.length);
  let head = 0;
  while (head < most && old[head] === lines[head]) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === lines.at(-1 - tail)) tail++;
  return { from: from + head, to: to - tail, lines: lines.slice(head, lines.length - tail), anchor };
}
