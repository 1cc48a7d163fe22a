// @browser-safe
import { type Matches, UNMATCHED } from "./shortest-matches.ts";
import type { WorkBudget } from "./work-budget.ts";

/** Beyond this many edits in one search, git takes short cuts. */
const MAX_EDITS = 256;
/** A line that is as frequent as this may be left out, however long the text. */
const MAX_FREQUENT = 1024;
/** The number of lines before and after that decide whether a frequent line is left out. */
const WINDOW = 100;

/**
 * Aligns two texts as git's default algorithm does, before it slides edits: Myers' search from both ends, without lines that
 * the other text lacks and frequent lines among those. Ties are decided as by git (`xdiffi.c` and `xprepare.c`), to
 * suggest what git would merge. Undefined where git would take short cuts, or if the budget is spent.
 */
export function gitMatches(
  a: Int32Array,
  b: Int32Array,
  distinct: number,
  budget: WorkBudget,
): Matches | undefined {
  const { head, tail } = commonEnds(a, b);
  const [inA, inB] = [comparedLines(a, b, distinct, head, tail), comparedLines(b, a, distinct, head, tail)];
  const search = new Search(
    inA.map((x) => a[x] ?? 0),
    inB.map((y) => b[y] ?? 0),
    budget,
  );
  const pairs = search.run();
  if (pairs === undefined) return undefined;
  const matches = new Int32Array(a.length).fill(UNMATCHED);
  for (let n = 0; n < head; n++) matches[n] = n;
  for (let n = 1; n <= tail; n++) matches[a.length - n] = b.length - n;
  pairs.forEach((y, x) => {
    if (y !== UNMATCHED) matches[inA[x] ?? 0] = inB[y] ?? UNMATCHED;
  });
  return matches;
}

function commonEnds(a: Int32Array, b: Int32Array): { readonly head: number; readonly tail: number } {
  const most = Math.min(a.length, b.length);
  let [head, tail] = [0, 0];
  while (head < most && a[head] === b[head]) head++;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { head, tail };
}

/** Returns the lines of `a` that are compared: neither ones that `b` lacks nor frequent ones among those. */
function comparedLines(
  a: Int32Array,
  b: Int32Array,
  distinct: number,
  head: number,
  tail: number,
): Int32Array {
  const counts = new Int32Array(distinct);
  for (const id of b) counts[id] = (counts[id] ?? 0) + 1;
  const frequent = Math.min(MAX_FREQUENT, roughRoot(a.length));
  const end = a.length - tail;
  const rarity = a.map((id) => {
    const count = counts[id] ?? 0;
    return count === 0 ? MISSING : count >= frequent ? FREQUENT : RARE;
  });
  const compared: number[] = [];
  for (let at = head; at < end; at++) {
    if (rarity[at] === RARE || (rarity[at] === FREQUENT && !isAmongMissing(rarity, at, head, end)))
      compared.push(at);
  }
  return Int32Array.from(compared);
}

const MISSING = 0;
const RARE = 1;
const FREQUENT = 2;

/** Returns whether a frequent line stands among many that the other text lacks. */
function isAmongMissing(rarity: Int32Array, at: number, head: number, end: number): boolean {
  const before = scan(rarity, at, -1, Math.max(head, at - WINDOW) - 1);
  const after = scan(rarity, at, 1, Math.min(end, at + WINDOW + 1));
  if (before.missing === 0 || after.missing === 0) return false;
  const [missing, frequent] = [before.missing + after.missing, before.frequent + after.frequent];
  return 4 * frequent < frequent + missing;
}

function scan(rarity: Int32Array, at: number, step: 1 | -1, end: number) {
  let [missing, frequent] = [0, 1];
  for (let next = at + step; next !== end && rarity[next] !== RARE; next += step) {
    if (rarity[next] === MISSING) missing++;
    else frequent++;
  }
  return { missing, frequent };
}

/** Returns a power of two near the square root of a number. */
function roughRoot(number: number): number {
  let root = 1;
  for (let rest = number; rest > 0; rest >>= 2) root <<= 1;
  return root;
}

/** A box of the edit graph. */
interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** Myers' search from both ends in linear space. */
class Search {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #budget: WorkBudget;
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  /** The index of diagonal 0, lines of `a` minus lines of `b`. */
  readonly #zero: number;

  constructor(a: Int32Array, b: Int32Array, budget: WorkBudget) {
    this.#a = a;
    this.#b = b;
    this.#budget = budget;
    this.#zero = b.length + 1;
    this.#forward = new Int32Array(a.length + b.length + 3);
    this.#backward = new Int32Array(a.length + b.length + 3);
  }

  run(): Matches | undefined {
    const [a, b] = [this.#a, this.#b];
    const matches = new Int32Array(a.length).fill(UNMATCHED);
    const boxes: Box[] = [{ x0: 0, x1: a.length, y0: 0, y1: b.length }];
    for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
      let { x0, x1, y0, y1 } = box;
      while (x0 < x1 && y0 < y1 && a[x0] === b[y0]) matches[x0++] = y0++;
      while (x0 < x1 && y0 < y1 && a[x1 - 1] === b[y1 - 1]) matches[--x1] = --y1;
      if (x0 === x1 || y0 === y1) continue;
      const middle = this.#middle({ x0, x1, y0, y1 });
      if (middle === undefined) return undefined;
      const [x, y] = middle;
      boxes.push({ x0, x1: x, y0, y1: y }, { x0: x, x1, y0: y, y1 });
    }
    return matches;
  }

  /** Returns the point where the searches from both ends of a box meet. */
  #middle({ x0, x1, y0, y1 }: Box): readonly [x: number, y: number] | undefined {
    const [a, b, zero] = [this.#a, this.#b, this.#zero];
    const [forward, backward] = [this.#forward, this.#backward];
    const at = (reached: Int32Array, diagonal: number) => reached[zero + diagonal] ?? 0;
    const [lowest, highest] = [x0 - y1, x1 - y0];
    const [start, end] = [x0 - y0, x1 - y1];
    const isOdd = ((start - end) & 1) !== 0;
    let [fromMin, fromMax, toMin, toMax] = [start, start, end, end];
    forward[zero + start] = x0;
    backward[zero + end] = x1;
    for (let edits = 1; edits <= MAX_EDITS && !this.#budget.spent; edits++) {
      if (fromMin > lowest) forward[zero + --fromMin - 1] = -1;
      else fromMin++;
      if (fromMax < highest) forward[zero + ++fromMax + 1] = -1;
      else fromMax--;
      for (let d = fromMax; d >= fromMin; d -= 2) {
        let x = at(forward, d - 1) >= at(forward, d + 1) ? at(forward, d - 1) + 1 : at(forward, d + 1);
        const began = x;
        while (x < x1 && x - d < y1 && a[x] === b[x - d]) x++;
        this.#budget.spend(x - began + 1);
        forward[zero + d] = x;
        if (isOdd && toMin <= d && d <= toMax && at(backward, d) <= x) return [x, x - d];
      }
      if (toMin > lowest) backward[zero + --toMin - 1] = FAR;
      else toMin++;
      if (toMax < highest) backward[zero + ++toMax + 1] = FAR;
      else toMax--;
      for (let d = toMax; d >= toMin; d -= 2) {
        let x = at(backward, d - 1) < at(backward, d + 1) ? at(backward, d - 1) : at(backward, d + 1) - 1;
        const began = x;
        while (x > x0 && x - d > y0 && a[x - 1] === b[x - 1 - d]) x--;
        this.#budget.spend(began - x + 1);
        backward[zero + d] = x;
        if (!isOdd && fromMin <= d && d <= fromMax && x <= at(forward, d)) return [x, x - d];
      }
    }
    return undefined;
  }
}

const FAR = 2 ** 31 - 1;
