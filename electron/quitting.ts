/** The parts of the app that quitting uses. */
export interface QuitParts {
  /** Whether quitting would cut off work. */
  busy(): boolean;
  /** Asks the user whether to stop the work and quit. */
  ask(): Promise<boolean>;
  /** Closes everything. */
  shutDown(): Promise<void>;
  /** Ends the process, with everything closed. */
  exit(): void;
}

/** The longest time for an orderly end, in ms. After it the process ends; to the store that is a power cut, which it survives. */
const LIMIT = 15_000;

/** Ends the app in good order, and asks first while work is under way. */
export class Quitting {
  readonly #parts: QuitParts;
  #state: "no" | "asking" | "closing" | "done" = "no";

  constructor(parts: QuitParts) {
    this.#parts = parts;
  }

  /** Must be called when the window or the app is about to close; holds that back until everything is in order. */
  hold(event: { preventDefault(): void }): void {
    if (this.#state === "done") return;
    event.preventDefault();
    if (this.#state === "no") void this.#askAndQuit();
  }

  /** Quits without asking, as when the system wants it. */
  async now(): Promise<void> {
    if (this.#state === "closing" || this.#state === "done") return;
    this.#state = "closing";
    const limit = new Promise<void>((passed) => setTimeout(passed, LIMIT).unref());
    await Promise.race([this.#parts.shutDown().catch(console.error), limit]);
    this.#state = "done";
    this.#parts.exit();
  }

  async #askAndQuit(): Promise<void> {
    this.#state = "asking";
    // The work may have ended while the question was on the screen: then there is nothing to stop.
    // A question that fails must not block the next one.
    const quit = !this.#parts.busy() || (await this.#parts.ask().catch(giveUp));
    if (this.#state !== "asking") return;
    this.#state = "no";
    if (quit) await this.now();
  }
}

function giveUp(thrown: unknown): false {
  console.error(thrown);
  return false;
}
