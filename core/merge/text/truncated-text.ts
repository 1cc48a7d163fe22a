/** Maximum size of a text for reading, in bytes. */
const MAX_BYTES = 2 ** 20;

/**
 * Collects the lines of a text for reading, up to 1 MiB. A truncated text ends after a whole line, with a note as its
 * last line.
 */
export class TruncatedText {
  readonly #parts: Uint8Array[] = [];
  #bytes = 0;
  #cut = false;

  /** Whether lines were left out. */
  get isTruncated(): boolean {
    return this.#cut;
  }

  /** Adds one or more whole lines, which are kept or left out together. */
  add(line: Uint8Array | string): void {
    const bytes = typeof line === "string" ? Buffer.from(line) : line;
    this.#cut ||= this.#bytes + bytes.length > MAX_BYTES;
    if (this.#cut) return;
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Returns the text. Bytes that are not UTF-8 become U+FFFD. */
  toString(): string {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(this.#parts));
    return this.#cut ? `${text}[Cut here: the rest would be more than 1 MiB]\n` : text;
  }
}
