import type { Repository } from "./repository.ts";
import { type Later, onTimer } from "./scrubber.ts";

/** The time without a command after which a store is idle, and between two looks whether it is, in ms. */
const IDLE = 5 * 60 * 1000;

/** Frees space in the background for as long as a store is open: once a day, when nothing was asked of it for five minutes. */
export class DailyCollector {
  readonly #repository: Pick<Repository, "collectIfDue">;
  readonly #later: Later;
  readonly #stop = new AbortController();
  #running = 0;
  /** Whether a command ran since the last look. */
  #wasUsed = true;
  #cancel: () => void;

  constructor(
    repository: Pick<Repository, "collectIfDue">,
    { later = onTimer }: { readonly later?: Later } = {},
  ) {
    this.#repository = repository;
    this.#later = later;
    this.#cancel = this.#later(IDLE, () => void this.#look());
  }

  /** Runs a command, after which the store is not idle for a while. */
  async beside<T>(command: () => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await command();
    } finally {
      this.#running--;
      this.#wasUsed = true;
    }
  }

  /** Stops for good, also a collection that is running. */
  stop(): void {
    this.#cancel();
    this.#stop.abort();
  }

  async #look(): Promise<void> {
    const isIdle = this.#running === 0 && !this.#wasUsed;
    this.#wasUsed = false;
    if (isIdle) await this.#collect();
    if (!this.#stop.signal.aborted) this.#cancel = this.#later(IDLE, () => void this.#look());
  }

  async #collect(): Promise<void> {
    try {
      await this.#repository.collectIfDue({ signal: this.#stop.signal });
    } catch {
      // A store that is busy or cannot be written is looked at again later; what is damaged is told by those who read it.
    }
  }
}
