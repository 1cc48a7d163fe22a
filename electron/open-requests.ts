/** Paths to open: kept until the window first asks for them, then passed on at once. */
export class OpenRequests {
  #waiting: string[];
  #asked = false;
  readonly #tell: (paths: string[]) => void;

  constructor(paths: readonly string[], tell: (paths: string[]) => void) {
    this.#waiting = [...paths];
    this.#tell = tell;
  }

  add(paths: readonly string[]): void {
    if (paths.length === 0) return;
    if (this.#asked) this.#tell([...paths]);
    else this.#waiting.push(...paths);
  }

  /** Returns the paths so far, once. */
  take(): string[] {
    this.#asked = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
