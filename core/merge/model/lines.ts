// @browser-safe

/** A line's end; empty for the last line of a text without a final line end. */
export type LineEnd = "\n" | "\r\n" | "";

/** Splits a text into lines with their ends. Only "\n" ends a line, as in a merge; a "\r" elsewhere is a character. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
    lines.push(text.slice(start, end + 1));
    start = end + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Returns a line's end. */
export function endOf(line: string): LineEnd {
  if (!line.endsWith("\n")) return "";
  return line.endsWith("\r\n") ? "\r\n" : "\n";
}

/** Returns a line without its end. */
export function contentOf(line: string): string {
  return line.slice(0, line.length - endOf(line).length);
}

/**
 * Returns a line of this content and end. If the content ends in "\r", an end of "\n" is turned into "\r\n" so that the
 * "\r" stays content.
 */
export function lineOf(content: string, end: LineEnd): string {
  return content.endsWith("\r") && end === "\n" ? `${content}\r\n` : content + end;
}
