// @browser-safe
import type { Span } from "./region.ts";

/** A text split into lines, with equal numbers for equal lines. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** The offset of each line, and after the last one the length of the text. */
  readonly starts: Int32Array;
  /** The number of each line: equal for equal lines, line ends included, across all texts that one `LineNumbers` read. */
  readonly ids: Int32Array;
}

const LINE_FEED = 0x0a;

/**
 * Splits texts into lines and numbers these. A line ends after its line feed; the rest after the last line feed is a line
 * too.
 */
export class LineNumbers {
  readonly #numbers = new Map<string, number>();

  /** The number of distinct lines so far; all line numbers are below it. */
  get distinct(): number {
    return this.#numbers.size;
  }

  read(bytes: Uint8Array): Lines {
    const starts = lineStarts(bytes);
    const ids = new Int32Array(starts.length - 1);
    // A character per byte, so that equal strings are equal bytes in any encoding.
    const text = new TextDecoder("latin1").decode(bytes);
    for (let line = 0; line < ids.length; line++)
      ids[line] = this.#number(text.slice(starts[line], starts[line + 1]));
    return { bytes, starts, ids };
  }

  #number(line: string): number {
    const known = this.#numbers.get(line);
    if (known !== undefined) return known;
    this.#numbers.set(line, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** Counts the lines of a text. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LINE_FEED) count++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== LINE_FEED ? count + 1 : count;
}

function lineStarts(bytes: Uint8Array): Int32Array {
  const starts = new Int32Array(countLines(bytes) + 1);
  let line = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === LINE_FEED) starts[++line] = at + 1;
  starts[starts.length - 1] = bytes.length;
  return starts;
}

/** Returns a line's bytes, including its end. */
export function lineAt({ bytes, starts }: Lines, line: number): Uint8Array {
  return bytes.subarray(starts[line], starts[line + 1]);
}

/** Returns the bytes of a span of lines. */
export function linesOf({ bytes, starts }: Lines, { start, count }: Span): Uint8Array {
  return bytes.subarray(starts[start], starts[start + count]);
}

/** Returns whether two runs of numbered lines are equal. */
export function sameLines(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}
