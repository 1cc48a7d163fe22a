/** The parts of the app that quitting uses. */
export interface QuitParts {
  /** Whether something is under way that quitting would leave undone. */
  busy(): boolean;
  /** Asks the user; gives whether to stop it and quit. */
  ask(): Promise<boolean>;
  /** Ends everything in good order. */
  shutDown(): Promise<void>;
  /** Ends the process: everything is closed. */
  exit(): void;
}

/** So long the app may take to end, in ms; then it ends as it is, which the store survives like a power cut. */
const LIMIT = 15_000;

/** Ends the app in good order, after asking where work is under way. */
export class Quitting {
  readonly #parts: QuitParts;
  #state: "no" | "asking" | "closing" | "done" = "no";

  constructor(parts: QuitParts) {
    this.#parts = parts;
  }

  /** Is to be called when the window or the app is about to close; holds that back until everything is in order. */
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
    // A question that cannot be put must not keep anybody from asking again.
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
