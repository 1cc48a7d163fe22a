/**
 * Says whether something may happen once more: `most` times at once, and from then on once for every `pause` milliseconds that
 * went by (a token bucket).
 */
export class Allowance {
  readonly #most: number;
  readonly #pause: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  constructor(most: number, pause: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#pause = pause;
    this.#now = now;
    this.#left = most;
    this.#at = now();
  }

  /** Takes one, if there is one left. */
  take(): boolean {
    const now = this.#now();
    this.#left = Math.min(this.#most, this.#left + (now - this.#at) / this.#pause);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
