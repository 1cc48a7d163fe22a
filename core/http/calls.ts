import type { StrataError } from "../errors.ts";

/** A request that was answered, for a log of recent calls. */
export interface Call {
  /** In ms since 1970. */
  readonly at: number;
  readonly method: string;
  /** With its query; never with the token. */
  readonly path: string;
  readonly status: number;
  /** How long it took, in ms. */
  readonly took: number;
  /** What it was refused or stopped with. */
  readonly error?: StrataError;
}

/** Keeps the latest calls. */
export class CallLog {
  readonly #most: number;
  #calls: Call[] = [];

  constructor(most = 200) {
    this.#most = most;
  }

  /** Adds a call. */
  readonly add = (call: Call): void => {
    this.#calls = [...this.#calls, call].slice(-this.#most);
  };

  /** The latest calls, oldest first. */
  get recent(): readonly Call[] {
    return this.#calls;
  }
}
