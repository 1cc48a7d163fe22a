// @browser-safe

/** A part of a text as Monaco has it: lines and columns are counted from 1, columns in UTF-16 units; the end is exclusive. */
export interface TextRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

/** A text in the place of a part of another, with "\n" between lines. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** A result as an editor shows it. A final line end, as well as having no line at all, gives one more row, which is empty. */
export interface Rows {
  readonly lineCount: number;
  readonly rowCount: number;
  /** Gives the texts of the rows from one up to, not including, another, counted from 0. */
  rows(from: number, to: number): string[];
}

/**
 * Gives the edit that makes one result of another. They are the same but for the lines from `start` on, `before` so many
 * lines in the old one and `after` in the new one.
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
  // From here on the rows end as the text does: the break before the first of them comes and goes with them.
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
