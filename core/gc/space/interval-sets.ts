/** A range of positions, both ends included. */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

/** The number of the set without intervals. */
export const NO_INTERVALS = 0;

/** Numbers sets of intervals. A set is another one with one interval more, so that equal sets have equal numbers and each takes little. */
export class IntervalSets {
  readonly #parents: number[] = [NO_INTERVALS];
  readonly #intervals: Interval[] = [{ first: 0, last: -1 }];
  readonly #numbers = new Map<string, number>();

  /** Returns the number of a set with one interval more, which lies behind those that it has. */
  add(set: number, interval: Interval): number {
    const key = `${set} ${interval.first} ${interval.last}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#parents.length;
    this.#parents.push(set);
    this.#intervals.push(interval);
    this.#numbers.set(key, number);
    return number;
  }

  /** Returns the intervals of a set, the last one first. */
  intervalsOf(set: number): Interval[] {
    const intervals: Interval[] = [];
    for (let at = set; at !== NO_INTERVALS; at = this.#parents[at] ?? NO_INTERVALS) {
      const interval = this.#intervals[at];
      if (interval !== undefined) intervals.push(interval);
    }
    return intervals;
  }
}
