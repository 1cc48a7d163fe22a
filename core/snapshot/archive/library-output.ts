import type { Sink } from "./archive-writer.ts";

/** Libraries write archives in very small pieces, which are collected into blocks of this many bytes. */
const BLOCK = 256 * 1024;

/** The part of a library's stream that is used here, of any stream class. */
interface LibraryStream {
  on(event: "data" | "error" | "end", listener: (given?: unknown) => void): unknown;
  destroy(): unknown;
}

/** Called when a library has processed its input, with the error that stopped it. */
export type Done = (error?: Error | null) => void;

/**
 * Forwards the output of a library's stream to a sink. It accepts everything at once, so that nothing queues up in the
 * stream; callers wait for the sink between inputs.
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

  /** Calls the library and waits until it is done. Throws the sink's error, which ends the stream. */
  async whileDone(begin: (done: Done) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#onFailure = reject;
      if (this.#failure === undefined) begin((error) => (error ? reject(error) : resolve()));
      else reject(this.#failure.error);
    });
    await this.#settle();
  }

  /** Lets the library write the end of the archive, and waits until the sink has all of it. */
  async end(begin: () => void): Promise<void> {
    await this.whileDone((done) => {
      this.#stream.on("end", () => done());
      begin();
    });
    this.#flush();
    await this.#settle();
  }

  /** Yields pieces no faster than the sink takes their output. */
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
