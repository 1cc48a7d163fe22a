import { type AppError, asAppError } from "../../api/bridge.ts";

/** Whether everything is saved; with the error of a save that failed and is tried again. */
export type SaveState =
  | { readonly is: "saved" | "waiting" | "saving" }
  | { readonly is: "failed"; readonly error: AppError };

/** Waits between tries of a save that failed, in ms. */
const RETRIES = [1000, 2000, 5000, 10_000, 30_000] as const;
const SAVED: SaveState = { is: "saved" };

interface SaveQueueOptions {
  /** Saves what is not saved yet; false when there was nothing. Called again until there is nothing. */
  readonly save: () => Promise<boolean>;
  readonly onState: (state: SaveState) => void;
}

/** Saves one thing after the other, later what changes more often, and tries again what fails. */
export class SaveQueue {
  state: SaveState = SAVED;
  readonly #options: SaveQueueOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  #failures = 0;

  constructor(options: SaveQueueOptions) {
    this.#options = options;
  }

  /** Saves after `wait` ms; an earlier time that was set stays. */
  schedule(wait: number): void {
    if (this.#running === undefined && this.state.is !== "failed") this.#tell({ is: "waiting" });
    const due = Date.now() + wait;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** Saves at once, and resolves when all is saved or a save failed. */
  flush(): Promise<void> {
    this.stop();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Forgets what was scheduled. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
  }

  async #run(): Promise<void> {
    try {
      this.#tell({ is: "saving" });
      while (await this.#options.save());
      this.#failures = 0;
      this.#tell(SAVED);
    } catch (thrown) {
      this.#tell({ is: "failed", error: asAppError(thrown) });
      const wait = RETRIES[Math.min(this.#failures++, RETRIES.length - 1)] ?? 0;
      this.#due = Date.now() + wait;
      this.#timer = setTimeout(() => void this.flush(), wait);
    }
  }

  #tell(state: SaveState): void {
    if (state.is === this.state.is && state.is !== "failed") return;
    this.state = state;
    this.#options.onState(state);
  }
}
