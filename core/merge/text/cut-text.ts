/** The most bytes of a text for reading. */
const MOST_BYTES = 2 ** 20;

/** Collects lines of a text that people read, up to 1 MiB: it then ends after a whole line, and says so in its last one. */
export class CutText {
  readonly #parts: Uint8Array[] = [];
  #bytes = 0;
  #cut = false;

  /** Tells whether lines were left out. */
  get isCut(): boolean {
    return this.#cut;
  }

  /** Adds a whole line, or more of them, which are kept or cut together. */
  add(line: Uint8Array | string): void {
    const bytes = typeof line === "string" ? Buffer.from(line) : line;
    this.#cut ||= this.#bytes + bytes.length > MOST_BYTES;
    if (this.#cut) return;
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Gives the text; bytes that are not UTF-8 stand as U+FFFD. */
  toString(): string {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(this.#parts));
    return this.#cut ? `${text}[Cut here: the rest would be more than 1 MiB]\n` : text;
  }
}
