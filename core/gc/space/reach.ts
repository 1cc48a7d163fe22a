import type { Holding } from "./holdings.ts";
import type { Interval } from "./interval-sets.ts";
import type { Placed } from "./ledger.ts";

/** Tells who needs the objects of a holding, from the intervals of positions at which they are needed. */
export class Reach {
  readonly #positions: readonly (Placed | undefined)[];
  /** By position: the first one from it on that is still there, and the first one after it that is of another label. */
  readonly #next: Int32Array;
  readonly #nextOther: Int32Array;
  /** The number of positions before each that are still there. */
  readonly #before: Int32Array;

  constructor(positions: readonly (Placed | undefined)[]) {
    const count = positions.length;
    this.#positions = positions;
    this.#next = new Int32Array(count + 1).fill(count);
    this.#nextOther = new Int32Array(count + 1).fill(count);
    this.#before = countBefore(positions, (placed) => placed !== undefined);
    for (let at = count - 1; at >= 0; at--) {
      const placed = positions[at];
      const next = this.#next[at + 1] ?? count;
      this.#next[at] = placed === undefined ? next : at;
      const isOther = positions[next]?.labelId !== placed?.labelId;
      this.#nextOther[at] = isOther ? next : (this.#nextOther[next] ?? count);
    }
  }

  /** Returns the number of positions that need it. */
  count({ intervals }: Holding): number {
    return intervals.reduce((sum, interval) => sum + within(this.#before, interval), 0);
  }

  /** Returns the keys of the labels that need it. */
  labelsOf({ intervals }: Holding): Set<number> {
    const labels = new Set<number>();
    for (const { first, last } of intervals) {
      for (let at = this.#next[first] ?? 0; at <= last; at = this.#nextOther[at] ?? at + 1) {
        const placed = this.#positions[at];
        if (placed !== undefined) labels.add(placed.labelId);
      }
    }
    return labels;
  }

  /** Returns the earliest position that needs it: the first one of each label that needs it is looked at. */
  earliest({ intervals }: Holding): Placed | undefined {
    let earliest: Placed | undefined;
    for (const { first, last } of intervals) {
      for (let at = this.#next[first] ?? 0; at <= last; at = this.#nextOther[at] ?? at + 1) {
        const placed = this.#positions[at];
        if (placed !== undefined && placed.at < (earliest?.at ?? Number.POSITIVE_INFINITY)) earliest = placed;
      }
    }
    return earliest;
  }
}

/** Returns for each position, and for the end, how many before it meet a condition. */
export function countBefore(
  positions: readonly (Placed | undefined)[],
  meets: (placed: Placed | undefined) => boolean,
): Int32Array {
  const before = new Int32Array(positions.length + 1);
  for (const [at, placed] of positions.entries()) before[at + 1] = (before[at] ?? 0) + Number(meets(placed));
  return before;
}

/** Returns how many in an interval meet the condition of {@link countBefore}. */
export function within(before: Int32Array, { first, last }: Interval): number {
  return (before[last + 1] ?? 0) - (before[first] ?? 0);
}
