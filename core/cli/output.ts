import type { Writable } from "node:stream";

/** The reader of a stream is gone, as `head` is after ten lines: nobody wants the rest. */
export class ReaderGone extends Error {
  override readonly name = "ReaderGone";
}

/** Writes to a stream no faster than it is read. */
export class Output {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Each write reports its own error; without a listener, the event would end the process.
    stream.on("error", () => undefined);
  }

  /** Writes a piece and waits until it is taken. Throws {@link ReaderGone}, or another error of the stream. */
  async write(piece: string | Uint8Array): Promise<void> {
    if (piece.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(piece, (error) => {
        if (!error) resolve();
        else reject(isBrokenPipe(error) ? new ReaderGone() : error);
      });
    });
  }

  /** Writes pieces one after the other. Throws as {@link write} does. */
  async writeAll(pieces: Iterable<string> | AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of pieces) await this.write(piece);
  }
}

function isBrokenPipe(error: NodeJS.ErrnoException): boolean {
  // Windows reports EOF; after the first failure a stream only reports that it is closed.
  return ["EPIPE", "EOF", "ECONNRESET", "ERR_STREAM_DESTROYED", "ERR_STREAM_WRITE_AFTER_END"].includes(
    error.code ?? "",
  );
}
