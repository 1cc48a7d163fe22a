const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Turns the first Ctrl-C (or termination, or a terminal that is closed) into an abort; the second one ends the process as if there were none of this. */
export class Interrupts {
  readonly #abort = new AbortController();
  readonly #interrupt = () => {
    this.stop();
    this.#abort.abort();
  };

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#interrupt);
  }

  /** Aborts at the first one. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Leaves signals to the system again. */
  stop(): void {
    for (const name of SIGNALS) process.off(name, this.#interrupt);
  }
}
