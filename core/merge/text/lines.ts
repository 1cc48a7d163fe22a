import type { Span } from "../region.ts";

/** A text as lines: which bytes each has, and a number for each that equal lines share. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** Where each line starts; after the last line's, where the text ends. */
  readonly starts: Int32Array;
  /** Equal numbers for equal lines, ends included, across all texts that one `LineNumbers` read. */
  readonly ids: Int32Array;
}

const LINE_FEED = 0x0a;

/** Reads texts as lines and numbers these; a line ends after its line feed, and what follows the last one is a line too. */
export class LineNumbers {
  readonly #numbers = new Map<string, number>();

  /** How many different lines there are so far; all numbers are below it. */
  get distinct(): number {
    return this.#numbers.size;
  }

  read(bytes: Uint8Array): Lines {
    const starts = lineStarts(bytes);
    const ids = new Int32Array(starts.length - 1);
    // Latin-1 keeps every byte as one character, so equal strings are equal bytes, whatever the encoding.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
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

/** Gives the bytes of a line, its end included. */
export function lineAt({ bytes, starts }: Lines, line: number): Uint8Array {
  return bytes.subarray(starts[line], starts[line + 1]);
}

/** Gives the bytes of so many lines. */
export function linesOf({ bytes, starts }: Lines, { start, count }: Span): Uint8Array {
  return bytes.subarray(starts[start], starts[start + count]);
}
