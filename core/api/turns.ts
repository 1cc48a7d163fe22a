import { setImmediate } from "node:timers/promises";
import { cancelled } from "../errors.ts";

/** A walk gives way after so long, in ms. */
const TURN = 8;

/** Lets other work of the thread have its turn during a long walk, and ends it when it is cancelled. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #began = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Gives a promise when it is time to wait for others; to be called for each step. Its promise throws `Cancelled`. */
  step(): Promise<void> | undefined {
    return performance.now() - this.#began < TURN ? undefined : this.#giveWay();
  }

  async #giveWay(): Promise<void> {
    await setImmediate();
    if (this.#signal?.aborted) throw cancelled();
    this.#began = performance.now();
  }
}
