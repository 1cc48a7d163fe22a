import { PauseGate } from "../pause-gate.ts";
import type { Repository } from "./repository.ts";

/** The time from opening a store to its first scrub, and between two looks whether one is due, in ms. */
const FIRST = 2 * 60 * 1000;
const EVERY = 30 * 60 * 1000;

/** Calls a function once after some ms; returns how to prevent that. */
export type Later = (ms: number, work: () => void) => () => void;

/** Scrubs a store in the background for as long as it is open: a part of it each day, while nothing else is asked of it. */
export class Scrubber {
  readonly #repository: Pick<Repository, "run">;
  readonly #later: Later;
  readonly #scrubbed: () => void;
  readonly #stop = new AbortController();
  readonly #gate = new PauseGate(this.#stop.signal);
  #busy = 0;
  #cancel: () => void;

  /** `scrubbed` is called whenever packs were read. */
  constructor(
    repository: Pick<Repository, "run">,
    { later = onTimer, scrubbed }: { readonly later?: Later | undefined; readonly scrubbed: () => void },
  ) {
    this.#repository = repository;
    this.#later = later;
    this.#scrubbed = scrubbed;
    this.#cancel = this.#later(FIRST, () => void this.#scrub());
  }

  /** Runs a command, while which the scrub waits. */
  async beside<T>(command: () => Promise<T>): Promise<T> {
    this.#busy++;
    this.#gate.pause();
    try {
      return await command();
    } finally {
      if (--this.#busy === 0) this.#gate.resume();
    }
  }

  /** Stops scrubbing for good. */
  stop(): void {
    this.#cancel();
    this.#stop.abort();
  }

  async #scrub(): Promise<void> {
    try {
      const options = { signal: this.#stop.signal, gate: this.#gate };
      const { packs } = await this.#repository.run("scrub", { isBackground: true }, options);
      if (packs > 0) this.#scrubbed();
    } catch {
      // A store that cannot be written is not scrubbed, and one that was closed no more.
    }
    if (!this.#stop.signal.aborted) this.#cancel = this.#later(EVERY, () => void this.#scrub());
  }
}

/** Calls by a timer that does not keep the process alive. */
export const onTimer: Later = (ms, work) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
