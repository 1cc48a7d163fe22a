import { setImmediate } from "node:timers/promises";
import type { StrataError } from "../../errors.ts";
import type { PauseGate } from "../../pause-gate.ts";

/** So much is written before other work of the thread gets its turn; an entry counts as many bytes as it takes time. */
const TURN_BYTES = 4 * 1024 * 1024;
const ENTRY_BYTES = 64 * 1024;

/** Lets a long task of synchronous writes be heard of and be stopped. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  readonly #onTurn: () => void;
  readonly #gate: PauseGate | undefined;
  readonly #cancelled: () => StrataError;
  #bytes = 0;

  /** `cancelled` makes the error of being stopped. */
  constructor(
    signal: AbortSignal | undefined,
    onTurn: () => void,
    { gate, cancelled }: { gate?: PauseGate | undefined; cancelled: () => StrataError },
  ) {
    this.#signal = signal;
    this.#onTurn = onTurn;
    this.#gate = gate;
    this.#cancelled = cancelled;
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
    await this.#gate?.pass();
  }

  #check(): void {
    if (this.#signal?.aborted) throw this.#cancelled();
  }
}
