import type { Progress } from "../api/command.ts";
import { throttled } from "../throttle.ts";
import { progressText } from "./render/progress.ts";

/** The part of a terminal that a progress line needs. */
export interface LineTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const TO_START = "\r";
const ERASE_REST = "\u001b[K";

/** One line of a terminal that says how far a command is; nothing at all where there is no terminal. */
export class ProgressLine {
  readonly #terminal: LineTerminal;
  /** Shows how far it is, unless it did just now. */
  readonly show: (progress: Progress) => void;
  #isDrawn = false;

  constructor(terminal: LineTerminal, clock?: () => number) {
    this.#terminal = terminal;
    this.show = throttled((progress: Progress) => this.#draw(progress), clock && { clock });
  }

  /** Leaves the line empty. */
  clear(): void {
    if (this.#isDrawn) this.#terminal.write(TO_START + ERASE_REST);
  }

  #draw(progress: Progress): void {
    const { isTTY = false, columns = 80 } = this.#terminal;
    if (!isTTY) return;
    this.#isDrawn = true;
    // A line that wraps could not be drawn over.
    this.#terminal.write(TO_START + progressText(progress).slice(0, columns - 1) + ERASE_REST);
  }
}
