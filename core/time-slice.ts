import { setImmediate } from "node:timers/promises";
import { cancelled } from "./errors.ts";

/** How long a loop works before it lets the thread do something else, in milliseconds. */
const SLICE = 8;

/** Keeps a long loop from blocking its thread: yields to the event loop after every 8 ms of work, and ends when cancelled. */
export class TimeSlice {
  readonly #signal: AbortSignal | undefined;
  readonly #clock: () => number;
  #began: number;

  /** `clock` tells the time in milliseconds. */
  constructor(signal?: AbortSignal, clock: () => number = () => performance.now()) {
    this.#signal = signal;
    this.#clock = clock;
    this.#began = clock();
  }

  /**
   * Returns a promise to await once the slice is used up, else undefined. Call it on every step of the loop. The promise
   * rejects with `Cancelled` when the signal is aborted by the time that the loop goes on.
   */
  step(): Promise<void> | undefined {
    return this.#clock() - this.#began < SLICE ? undefined : this.#yield();
  }

  async #yield(): Promise<void> {
    await setImmediate();
    if (this.#signal?.aborted) throw cancelled();
    this.#began = this.#clock();
  }
}
