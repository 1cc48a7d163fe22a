import type { Progress } from "../api/command.ts";
import { progressText } from "./render/progress.ts";

/** The part of a terminal that a progress line needs. */
export interface LineTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** It is drawn at most so often, in ms. */
const EVERY = 100;
const TO_START = "\r";
const ERASE_REST = "\u001b[K";

/** One line of a terminal that says how far a command is; nothing at all where there is no terminal. */
export class ProgressLine {
  readonly #terminal: LineTerminal;
  readonly #clock: () => number;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(terminal: LineTerminal, clock: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  /** Shows how far it is, unless it did just now. */
  show(progress: Progress): void {
    const { isTTY = false, columns = 80 } = this.#terminal;
    if (!isTTY || this.#clock() - this.#drawnAt < EVERY) return;
    this.#drawnAt = this.#clock();
    // A line that wraps could not be drawn over.
    this.#terminal.write(TO_START + progressText(progress).slice(0, columns - 1) + ERASE_REST);
  }

  /** Leaves the line empty. */
  clear(): void {
    if (Number.isFinite(this.#drawnAt)) this.#terminal.write(TO_START + ERASE_REST);
  }
}
