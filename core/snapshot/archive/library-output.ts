import type { Sink } from "./archive-writer.ts";

/** Libraries give archives in very small pieces; so many bytes of them are written at once. */
const BLOCK = 256 * 1024;

/** What is used of a library's stream, of whichever kind it is. */
interface LibraryStream {
  on(event: "data" | "error" | "end", listener: (given?: unknown) => void): unknown;
  destroy(): unknown;
}

/** Called when a library is done with what it was given, with the error that stopped it. */
export type Done = (error?: Error | null) => void;

/**
 * Carries to a sink what a library's stream gives. It takes everything at once, so nothing piles up behind it; whoever
 * gives the library more waits for the sink in between.
 */
export class LibraryOutput {
  readonly #stream: LibraryStream;
  readonly #sink: Sink;
  #block: Uint8Array[] = [];
  #length = 0;
  #turn: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #onFailure: (error: unknown) => void = () => {};

  constructor(stream: LibraryStream, sink: Sink) {
    this.#stream = stream;
    this.#sink = sink;
    stream.on("data", (bytes) => this.#take(bytes as Uint8Array));
    stream.on("error", (error) => this.#fail(error));
  }

  /** Has the library do something and waits until it is done. Throws what the sink threw, which ends the stream. */
  async whileDone(begin: (done: Done) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#onFailure = reject;
      if (this.#failure === undefined) begin((error) => (error ? reject(error) : resolve()));
      else reject(this.#failure.error);
    });
    await this.#settle();
  }

  /** Has the library write the end of the archive, and waits until the sink has all of it. */
  async end(begin: () => void): Promise<void> {
    await this.whileDone((done) => {
      this.#stream.on("end", () => done());
      begin();
    });
    this.#flush();
    await this.#settle();
  }

  /** Gives pieces no faster than the sink takes what becomes of them. */
  async *paced(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of content) {
      yield bytes;
      await this.#settle();
    }
  }

  #take(bytes: Uint8Array): void {
    this.#block.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= BLOCK) this.#flush();
  }

  #flush(): void {
    const block = Buffer.concat(this.#block);
    this.#block = [];
    this.#length = 0;
    if (this.#failure !== undefined) return;
    try {
      const turn = this.#sink(block);
      if (turn === undefined) return;
      this.#turn = turn;
      turn.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  async #settle(): Promise<void> {
    const turn = this.#turn;
    this.#turn = undefined;
    await turn;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#onFailure(this.#failure.error);
    this.#stream.destroy();
  }
}
