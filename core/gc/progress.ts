import { throttled } from "../throttle.ts";
import { TimeSlice } from "../time-slice.ts";

/** How far a collection is. `done` and `total` are roots, packs or bytes; 0 of 0 for a phase that cannot be counted. */
export interface GcProgress {
  readonly phase: "marking" | "counting" | "pruning" | "dropping" | "rewriting" | "tidying";
  readonly done: number;
  readonly total: number;
}

/** Lets other work run between two steps. Throws `Cancelled`. */
export type Step = () => Promise<void> | undefined;

/** Tells how far a collection is, and lets others work meanwhile. */
export class GcPace {
  readonly #tell: (progress: GcProgress) => void;
  readonly #slice: TimeSlice;
  #progress: GcProgress = { phase: "marking", done: 0, total: 0 };

  constructor(signal: AbortSignal, tell: (progress: GcProgress) => void = () => undefined) {
    this.#tell = tell;
    const tellNowAndThen = throttled(tell);
    this.#slice = new TimeSlice(signal, { onEnd: () => tellNowAndThen(this.#progress) });
  }

  /** Begins a phase. */
  begin(phase: GcProgress["phase"], total = 0): void {
    this.#progress = { phase, done: 0, total };
    this.#tell(this.#progress);
  }

  /** Says how much of the phase is done. */
  at(done: number, total = this.#progress.total): void {
    this.#progress = { ...this.#progress, done, total };
  }

  /** Yields at the end of a time slice. Throws `Cancelled`. */
  readonly step: Step = () => this.#slice.step();
}
