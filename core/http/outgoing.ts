import type { ServerResponse } from "node:http";
import { cancelled } from "../errors.ts";

/** Writes an answer piece by piece, no faster than the client takes it. */
export class Outgoing {
  readonly #response: ServerResponse;
  readonly #patience: number;

  /** `patience`: how long the client may take nothing, in ms. */
  constructor(response: ServerResponse, patience: number) {
    this.#response = response;
    this.#patience = patience;
  }

  /** Writes a piece; resolves when there is room for the next. Throws `Cancelled` if the client goes, or takes nothing for too long. */
  async write(piece: string | Uint8Array): Promise<void> {
    const response = this.#response;
    if (response.destroyed) throw cancelled();
    if (piece.length === 0 || response.write(piece)) return;
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => response.destroy(), this.#patience);
      const done = () => {
        clearTimeout(late);
        response.off("drain", done).off("close", done);
        if (response.destroyed) reject(cancelled());
        else resolve();
      };
      response.once("drain", done).once("close", done);
    });
  }

  /** Ends the answer in order. */
  end(): void {
    this.#response.end();
  }

  /** Ends the answer so that the client sees that it is not whole. */
  break(): void {
    this.#response.destroy();
  }
}
