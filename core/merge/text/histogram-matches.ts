// @browser-safe
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";
import type { WorkBudget } from "./work-budget.ts";

/** Lines that occur more often than this in the first text are ignored. */
const MAX_OCCURRENCES = 64;

/** A run of equal lines: `count` lines, from `x` in `a` and from `y` in `b`. */
interface Run {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  /** How often its rarest line occurs in `a`. */
  readonly rarity: number;
}

/** A part of each text. */
interface Box {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

/**
 * Aligns `a` with `b` like the histogram diff of JGit and git: matches the run that contains the rarest line of `a`, the
 * longest one of several, then the first, and recurses before and after it. Where all lines are frequent, takes the
 * matches that every shortest alignment has. All line numbers are below `distinct`.
 */
export function histogramMatches(
  a: Int32Array,
  b: Int32Array,
  distinct: number,
  budget: WorkBudget,
): Matches {
  const matches = new Int32Array(a.length).fill(UNMATCHED);
  const index = new Occurrences(a, distinct);
  const boxes: Box[] = [{ a0: 0, a1: a.length, b0: 0, b1: b.length }];
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    const { a0, a1, b0, b1 } = box;
    if (a0 === a1 || b0 === b1) continue;
    if (budget.spent) return matches.fill(UNMATCHED);
    const run = rarestRun(a, b, box, index, budget);
    if (run === undefined) {
      const { early, late } = shortestMatches(a.subarray(a0, a1), b.subarray(b0, b1), budget);
      early.forEach((y, x) => {
        if (y !== UNMATCHED && late[x] === y) matches[a0 + x] = b0 + y;
      });
    } else {
      const { x, y, count } = run;
      for (let n = 0; n < count; n++) matches[x + n] = y + n;
      boxes.push({ a0, a1: x, b0, b1: y }, { a0: x + count, a1, b0: y + count, b1 });
    }
  }
  return matches;
}

function rarestRun(
  a: Int32Array,
  b: Int32Array,
  box: Box,
  index: Occurrences,
  budget: WorkBudget,
): Run | undefined {
  const { a0, a1, b0, b1 } = box;
  index.build(a0, a1);
  budget.spend(a1 - a0 + b1 - b0);
  let best: Run | undefined;
  for (let line = b0; line < b1; ) {
    let next = line + 1;
    const most = best?.rarity ?? MAX_OCCURRENCES;
    if (index.count(b[line]) <= most) {
      for (let at = index.first(b[line]); at !== undefined; ) {
        const run = extend(a, b, box, at, line, index);
        budget.spend(run.count);
        if (best === undefined || isBetter(run, best)) best = run;
        next = Math.max(next, run.y + run.count);
        do at = index.next(at);
        while (at !== undefined && at < run.x + run.count);
      }
    }
    line = next;
  }
  return best;
}

function isBetter(run: Run, than: Run): boolean {
  return run.rarity < than.rarity || (run.rarity === than.rarity && run.count > than.count);
}

function extend(a: Int32Array, b: Int32Array, box: Box, at: number, line: number, index: Occurrences): Run {
  let [x, y, count] = [at, line, 1];
  let rarity = index.count(a[at]);
  while (x > box.a0 && y > box.b0 && a[x - 1] === b[y - 1]) {
    x--;
    y--;
    count++;
    rarity = Math.min(rarity, index.count(a[x]));
  }
  while (x + count < box.a1 && y + count < box.b1 && a[x + count] === b[y + count]) {
    rarity = Math.min(rarity, index.count(a[x + count]));
    count++;
  }
  return { x, y, count, rarity };
}

/** Index of where lines occur in a part of a text. */
class Occurrences {
  readonly #lines: Int32Array;
  readonly #counts: Int32Array;
  readonly #firsts: Int32Array;
  readonly #nexts: Int32Array;
  #part = { start: 0, end: 0 };

  constructor(lines: Int32Array, distinct: number) {
    this.#lines = lines;
    this.#counts = new Int32Array(distinct);
    this.#firsts = new Int32Array(distinct);
    this.#nexts = new Int32Array(lines.length);
  }

  build(start: number, end: number): void {
    for (let at = this.#part.start; at < this.#part.end; at++) this.#counts[this.#lines[at] ?? 0] = 0;
    this.#part = { start, end };
    for (let at = end - 1; at >= start; at--) {
      const id = this.#lines[at] ?? 0;
      const count = this.#counts[id] ?? 0;
      this.#nexts[at] = count === 0 ? UNMATCHED : (this.#firsts[id] ?? UNMATCHED);
      this.#firsts[id] = at;
      this.#counts[id] = count + 1;
    }
  }

  count(id = 0): number {
    return this.#counts[id] ?? 0;
  }

  first(id = 0): number | undefined {
    return this.count(id) === 0 ? undefined : this.#firsts[id];
  }

  next(at: number): number | undefined {
    const next = this.#nexts[at];
    return next === UNMATCHED ? undefined : next;
  }
}
