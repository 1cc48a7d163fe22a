import type { PauseGate } from "../pause-gate.ts";
import { throttled } from "../throttle.ts";
import { TimeSlice } from "../time-slice.ts";

/**
 * The progress of a verification. `done` and `total` are stored bytes while objects are read, otherwise steps or
 * snapshots.
 */
export interface VerifyProgress {
  readonly phase: "databases" | "objects" | "snapshots" | "touched";
  readonly done: number;
  readonly total: number;
}

/** How a long job reports progress, is paused and is stopped. */
export interface PaceOptions {
  readonly gate?: PauseGate | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

/** Lets a long job yield to other work, be paused and stopped, and report its progress. */
export class Pace {
  readonly #slice: TimeSlice;
  readonly #tell: (progress: VerifyProgress) => void;
  #progress: VerifyProgress = { phase: "databases", done: 0, total: 0 };

  constructor({ signal, gate, onProgress = () => undefined }: PaceOptions) {
    this.#tell = onProgress;
    const tellNowAndThen = throttled(onProgress);
    this.#slice = new TimeSlice(signal, { gate, onEnd: () => tellNowAndThen(this.#progress) });
  }

  /** Begins the next phase of the job. */
  begin(phase: VerifyProgress["phase"], total: number): void {
    this.#progress = { phase, done: 0, total };
    this.#tell(this.#progress);
  }

  /** Adds to the work done. */
  advance(by: number): void {
    const { phase, done, total } = this.#progress;
    this.#progress = { phase, done: done + by, total };
  }

  /** Ends a phase and reports its final progress. */
  end(): void {
    this.#tell(this.#progress);
  }

  /** Yields at the end of a time slice. Throws `Cancelled` if the signal is aborted. */
  async pass(): Promise<void> {
    await this.#slice.step();
  }
}
