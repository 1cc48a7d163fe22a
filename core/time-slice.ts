import { setImmediate } from "node:timers/promises";
import { cancelled, type StrataError } from "./errors.ts";
import type { PauseGate } from "./pause-gate.ts";

/** How long a loop works before it lets the thread do something else, in milliseconds. */
const SLICE = 8;

/** The options of a {@link TimeSlice}. */
export interface SliceOptions {
  /** Holds up the loop between two slices. */
  readonly gate?: PauseGate | undefined;
  /** Called at the end of each slice, as to report progress. */
  readonly onEnd?: (() => void) | undefined;
  /** Returns the error of a cancelled loop. */
  readonly cancelled?: (() => StrataError) | undefined;
  /** Tells the time in milliseconds. */
  readonly clock?: (() => number) | undefined;
}

/** Keeps a long loop from blocking its thread: yields to the event loop after every 8 ms of work, and ends when cancelled. */
export class TimeSlice {
  readonly #signal: AbortSignal | undefined;
  readonly #options: SliceOptions;
  readonly #clock: () => number;
  #began: number;

  constructor(signal?: AbortSignal, options: SliceOptions = {}) {
    this.#signal = signal;
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#began = this.#clock();
  }

  /**
   * Returns a promise to await once the slice is used up, else undefined. Call it on every step of the loop. Throws
   * `Cancelled` if the signal is aborted, as the promise does by the time that the loop goes on.
   */
  step(): Promise<void> | undefined {
    this.#check();
    return this.#clock() - this.#began < SLICE ? undefined : this.end();
  }

  /** Ends the slice: yields now. Throws as {@link step} does. */
  async end(): Promise<void> {
    this.#options.onEnd?.();
    // An abort is a message to the thread, which arrives only between turns of the event loop.
    await setImmediate();
    await this.#options.gate?.pass();
    this.#check();
    this.#began = this.#clock();
  }

  #check(): void {
    if (this.#signal?.aborted) throw (this.#options.cancelled ?? cancelled)();
  }
}
