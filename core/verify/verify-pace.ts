import { setImmediate } from "node:timers/promises";
import { cancelled } from "../errors.ts";

/**
 * The progress of a verification. `done` and `total` are stored bytes while objects are read, otherwise steps or
 * snapshots.
 */
export interface VerifyProgress {
  readonly phase: "databases" | "objects" | "snapshots" | "touched";
  readonly done: number;
  readonly total: number;
}

/** How a long job reports progress and is stopped. */
export interface PaceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

/** Length of a time slice in ms. */
const TURN = 8;
/** Minimum time between two reports of progress in ms. */
const TELL_EVERY = 100;

/** Lets a long job yield to other work, be stopped, and report its progress. */
export class Pace {
  readonly #options: PaceOptions;
  #turnBegan = performance.now();
  #toldAt = 0;
  #progress: VerifyProgress = { phase: "databases", done: 0, total: 0 };

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Begins the next phase of the job. */
  begin(phase: VerifyProgress["phase"], total: number): void {
    this.#progress = { phase, done: 0, total };
    this.#tell();
  }

  /** Adds to the work done. */
  advance(by: number): void {
    const { phase, done, total } = this.#progress;
    this.#progress = { phase, done: done + by, total };
  }

  /** Ends a phase and reports its final progress. */
  end(): void {
    this.#tell();
  }

  /** Yields at the end of a time slice. Throws `Cancelled` if the signal is aborted. */
  async pass(): Promise<void> {
    if (this.#options.signal?.aborted) throw cancelled();
    const now = performance.now();
    if (now - this.#turnBegan < TURN) return;
    if (now - this.#toldAt >= TELL_EVERY) this.#tell();
    await setImmediate();
    this.#turnBegan = performance.now();
    if (this.#options.signal?.aborted) throw cancelled();
  }

  #tell(): void {
    this.#toldAt = performance.now();
    this.#options.onProgress?.(this.#progress);
  }
}
