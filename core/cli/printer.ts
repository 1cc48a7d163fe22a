import type { Writable } from "node:stream";
import type { Output } from "./output.ts";
import { page } from "./pager.ts";
import { jsonPieces, linePieces, rowPieces } from "./render/json.ts";
import { type LineStyle, styled } from "./render/line-styles.ts";

/** The forms in which answers are printed. */
export type Form = "text" | "json" | "jsonl";

/** A stream that may be a terminal. */
export type Stream = Writable & { readonly isTTY?: boolean; hasColors?(): boolean };

interface Printing {
  /** The array of the document that is its list. */
  readonly rows?: string | undefined;
  readonly paged?: boolean | undefined;
  readonly styleOf?: ((line: string) => LineStyle | undefined) | undefined;
}

/** Prints answers as people or programs want them. */
export class Printer {
  readonly form: Form;
  readonly #out: Output;
  readonly #stream: Stream;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #mayPage: boolean;

  constructor(
    form: Form,
    {
      out,
      stream,
      env,
      mayPage,
    }: {
      readonly out: Output;
      readonly stream: Stream;
      readonly env: Readonly<Record<string, string | undefined>>;
      readonly mayPage: boolean;
    },
  ) {
    this.form = form;
    this.#out = out;
    this.#stream = stream;
    this.#env = env;
    this.#mayPage = mayPage;
  }

  /** Prints an answer; `lines` makes it text, and may be called again. What has no list is one line of `jsonl`. */
  async print(document: object, lines: () => Iterable<string>, { rows, paged, styleOf }: Printing = {}) {
    if (this.form === "json") return await this.#out.writeAll(jsonPieces(document));
    if (this.form === "jsonl") return await this.#out.writeAll(rowPieces(listIn(document, rows)));
    const { isTTY = false } = this.#stream;
    const isColoured = isTTY && this.#stream.hasColors?.() === true;
    const shown = () => (styleOf !== undefined && isColoured ? styled(lines(), styleOf) : lines());
    if (paged === true && isTTY && this.#mayPage && (await page(shown(), this.#env))) return;
    await this.#out.writeAll(linePieces(shown()));
  }
}

function listIn(document: object, rows: string | undefined): readonly unknown[] {
  const list = rows === undefined ? undefined : (document as Readonly<Record<string, unknown>>)[rows];
  return Array.isArray(list) ? list : [document];
}
