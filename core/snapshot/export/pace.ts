import { setImmediate } from "node:timers/promises";
import type { StrataError } from "../../errors.ts";
import type { PauseGate } from "../../pause-gate.ts";

/** Number of bytes written between two yields. An entry counts as the bytes that take as long to write. */
const TURN_BYTES = 4 * 1024 * 1024;
const ENTRY_BYTES = 64 * 1024;

/** Lets a long task of synchronous writes report progress and be stopped. */
export class Pace {
  readonly #signal: AbortSignal | undefined;
  readonly #onTurn: () => void;
  readonly #gate: PauseGate | undefined;
  readonly #cancelled: () => StrataError;
  #bytes = 0;

  /** `cancelled` returns the error to throw when stopped. */
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

  /** Counts bytes written or compared. Returns a promise when it is time to yield. Throws `Cancelled`. */
  step(bytes: number): Promise<void> | undefined {
    this.#check();
    this.#bytes += bytes;
    return this.#bytes < TURN_BYTES ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    this.#bytes = 0;
    this.#onTurn();
    // An abort is a message to the thread, which arrives only between turns of the event loop.
    await setImmediate();
    await this.#gate?.pass();
  }

  #check(): void {
    if (this.#signal?.aborted) throw this.#cancelled();
  }
}
