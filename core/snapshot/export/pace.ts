import { setImmediate } from "node:timers/promises";
import { StrataError } from "../../errors.ts";

/** So much is written before other work of the thread gets its turn; an entry counts as many bytes as it takes time. */
const TURN_BYTES = 4 * 1024 * 1024;
const ENTRY_BYTES = 64 * 1024;

/** Lets a long task of synchronous writes be heard of and be stopped. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  readonly #onTurn: () => void;
  #bytes = 0;

  constructor(signal: AbortSignal | undefined, onTurn: () => void) {
    this.#signal = signal;
    this.#onTurn = onTurn;
  }

  /** Counts one entry. Throws `Cancelled`. */
  entry(): Promise<void> | undefined {
    return this.step(ENTRY_BYTES);
  }

  /** Counts bytes written or compared; gives a promise when it is time to wait for others. Throws `Cancelled`. */
  step(bytes: number): Promise<void> | undefined {
    this.#check();
    this.#bytes += bytes;
    return this.#bytes < TURN_BYTES ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    this.#bytes = 0;
    this.#onTurn();
    // An abort comes as a message to the thread, which is delivered only between turns of the event loop.
    await setImmediate();
  }

  #check(): void {
    if (!this.#signal?.aborted) return;
    throw new StrataError(
      "Cancelled",
      "The export was cancelled; what it had written so far is whole and stays.",
    );
  }
}
