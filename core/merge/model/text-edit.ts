// @browser-safe

/** A range of a text like Monaco's: lines and columns count from 1, columns in UTF-16 units, the end is exclusive. */
export interface TextRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

/** The replacement of a range by a text, with "\n" between lines. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/**
 * A result as an editor shows it. After a final line end, and in a text without lines, there is one more row, which is
 * empty.
 */
export interface Rows {
  readonly lineCount: number;
  readonly rowCount: number;
  /** Returns rows `from` up to but not including `to`, counted from 0. */
  rows(from: number, to: number): string[];
}

/**
 * Returns the edit that turns one result into another. They differ only in the lines from `start` on: `before` lines in
 * the old result, `after` lines in the new one.
 */
export function editBetween(
  [old, before]: readonly [Rows, number],
  [now, after]: readonly [Rows, number],
  start: number,
): TextEdit {
  if (start + before < old.lineCount) {
    const text = now.rows(start, start + after).map((row) => `${row}\n`);
    return { range: rangeOf(start, 0, start + before, 0), text: text.join("") };
  }
  // These rows reach to the end of the text, so the line break before the first one is part of the edit.
  const last = old.rowCount - 1;
  const tail = now.rows(start, now.rowCount);
  if (last >= start && tail.length > 0) {
    return { range: rangeOf(start, 0, last, widthOf(old, last)), text: tail.join("\n") };
  }
  return {
    range: rangeOf(start - 1, widthOf(old, start - 1), last, widthOf(old, last)),
    text: tail.map((row) => `\n${row}`).join(""),
  };
}

function widthOf(of: Rows, row: number): number {
  return of.rows(row, row + 1).join("").length;
}

function rangeOf(startRow: number, startColumn: number, endRow: number, endColumn: number): TextRange {
  return {
    startLineNumber: startRow + 1,
    startColumn: startColumn + 1,
    endLineNumber: endRow + 1,
    endColumn: endColumn + 1,
  };
}
