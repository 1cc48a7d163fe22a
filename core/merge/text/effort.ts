/** So many comparisons of lines; about a fifth of a second of work. */
const MOST_COMPARISONS = 30_000_000;

/**
 * Counts the comparisons that a merge has left. It bounds the time of hostile texts without a clock, so that the same texts
 * always give the same merge.
 */
export class Effort {
  #left = MOST_COMPARISONS;

  /** Tells whether nothing is left. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  spend(comparisons: number): void {
    this.#left -= comparisons;
  }
}
