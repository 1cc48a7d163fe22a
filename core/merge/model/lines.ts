// @browser-safe

/** What ends a line; nothing ends the last line of a text that has no final line end. */
export type LineEnd = "\n" | "\r\n" | "";

/** Splits a text into its lines, each with its end. As in a merge only "\n" ends a line, so a "\r" alone is a character. */
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

/** Gives what ends a line. */
export function endOf(line: string): LineEnd {
  if (!line.endsWith("\n")) return "";
  return line.endsWith("\r\n") ? "\r\n" : "\n";
}

/** Gives a line without its end. */
export function contentOf(line: string): string {
  return line.slice(0, line.length - endOf(line).length);
}

/** Makes a line. A "\r" at the end of the content stays content: the line then ends in "\r\n" where "\n" was asked for. */
export function lineOf(content: string, end: LineEnd): string {
  return content.endsWith("\r") && end === "\n" ? `${content}\r\n` : content + end;
}
