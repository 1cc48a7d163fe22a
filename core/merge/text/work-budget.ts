// @browser-safe
/** Number of line comparisons in a budget, about 0.2 s of work. */
const MAX_COMPARISONS = 30_000_000;

/**
 * Limits the line comparisons of a merge. It bounds the time that hostile texts take without a clock, so that equal texts
 * always merge alike.
 */
export class WorkBudget {
  #left = MAX_COMPARISONS;

  /** Whether the budget is used up. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  spend(comparisons: number): void {
    this.#left -= comparisons;
  }
}
