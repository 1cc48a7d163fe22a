import { setImmediate } from "node:timers/promises";
import { cancelled } from "../errors.ts";

/** What a verification is doing. `done` and `total` are stored bytes while it reads objects, else steps or snapshots. */
export interface VerifyProgress {
  readonly phase: "databases" | "objects" | "snapshots" | "touched";
  readonly done: number;
  readonly total: number;
}

/** How a long job is watched and stopped. */
export interface PaceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

/** Work goes on for so long before others in the thread have their turn, in ms. */
const TURN = 8;
/** Progress is told at most this often, in ms. */
const TELL_EVERY = 100;

/** Lets a long job give way to others, be stopped, and tell how far it is. */
export class Pace {
  readonly #options: PaceOptions;
  #turnBegan = performance.now();
  #toldAt = 0;
  #progress: VerifyProgress = { phase: "databases", done: 0, total: 0 };

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Begins another part of the job. */
  begin(phase: VerifyProgress["phase"], total: number): void {
    this.#progress = { phase, done: 0, total };
    this.#tell();
  }

  /** Counts work that is done. */
  advance(by: number): void {
    const { phase, done, total } = this.#progress;
    this.#progress = { phase, done: done + by, total };
  }

  /** Ends a part of the job, which tells how far it came. */
  end(): void {
    this.#tell();
  }

  /** Gives way if it is time to. Throws `Cancelled` once the signal is aborted. */
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
