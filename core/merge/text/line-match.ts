// @browser-safe
import { findAnchors } from "./anchors.ts";
import { certainMatches } from "./certain-matches.ts";
import { sameLines } from "./lines.ts";
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";
import { WorkBudget } from "./work-budget.ts";

/** Beyond this many edits, diff tools take short cuts and may follow moved blocks. */
const MANY_EDITS = 400;

/** Facts about the whole texts, which are needed only where both sides have changes. */
interface Overview {
  readonly discardedInBase: Uint8Array;
  readonly discardedInSide: Uint8Array;
  readonly manyEdits: boolean;
}

/** Matches the lines of one side with the base's: anchors for the whole texts, the lines between anchors on request. */
export class LineMatch {
  /** The partner of each line of the base that is part of an anchor. */
  readonly anchored: Matches;
  readonly #base: Int32Array;
  readonly #side: Int32Array;
  readonly #distinct: number;
  readonly #budget = new WorkBudget();
  #overview: Overview | undefined;

  constructor(base: Int32Array, side: Int32Array, distinct: number) {
    this.anchored = new Int32Array(base.length).fill(UNMATCHED);
    for (const { x, y, count } of findAnchors(base, side)) {
      for (let n = 0; n < count; n++) this.anchored[x + n] = y + n;
    }
    this.#base = base;
    this.#side = side;
    this.#distinct = distinct;
  }

  /** Returns the certain matches between lines `x0` to `x1` of the base and `y0` to `y1` of the side. */
  matches(x0: number, x1: number, y0: number, y1: number): Matches {
    const certain = this.anchored.subarray(x0, x1).map((y) => (y === UNMATCHED ? UNMATCHED : y - y0));
    for (const gap of gaps(certain.slice(), y1 - y0)) {
      this.#gap(x0 + gap.x0, x0 + gap.x1, y0 + gap.y0, y0 + gap.y1).forEach((y, n) => {
        certain[gap.x0 + n] = y === UNMATCHED ? UNMATCHED : gap.y0 + y;
      });
    }
    return certain;
  }

  #gap(x0: number, x1: number, y0: number, y1: number): Matches {
    const [base, side] = [this.#base.subarray(x0, x1), this.#side.subarray(y0, y1)];
    if (sameLines(base, side)) return base.map((_, n) => n);
    this.#overview ??= this.#computeOverview();
    const { discardedInBase, discardedInSide, manyEdits } = this.#overview;
    const certain = certainMatches(base, side, manyEdits, this.#budget);
    return certain.map((y, x) =>
      discardedInBase[x0 + x] === 1 || discardedInSide[y0 + y] === 1 ? UNMATCHED : y,
    );
  }

  #computeOverview(): Overview {
    const [base, side, budget] = [this.#base, this.#side, new WorkBudget()];
    let edits = 0;
    for (const { x0, x1, y0, y1 } of gaps(this.anchored, side.length)) {
      const [before, after] = [base.subarray(x0, x1), side.subarray(y0, y1)];
      if (!sameLines(before, after)) edits += shortestMatches(before, after, budget).cost;
    }
    return {
      discardedInBase: discardedLines(base, side, this.#distinct),
      discardedInSide: discardedLines(side, base, this.#distinct),
      manyEdits: edits > MANY_EDITS,
    };
  }
}

/** Yields the gaps between matched lines: from `x0` to `x1` and from `y0` to `y1`, either of which may be empty. */
function* gaps(
  matches: Matches,
  length: number,
): Generator<{ readonly x0: number; readonly x1: number; readonly y0: number; readonly y1: number }> {
  let [x0, y0] = [0, 0];
  for (let x1 = 0; x1 <= matches.length; x1++) {
    const y1 = x1 < matches.length ? (matches[x1] ?? UNMATCHED) : length;
    if (y1 === UNMATCHED) continue;
    if (x1 > x0 || y1 > y0) yield { x0, x1, y0, y1 };
    [x0, y0] = [x1 + 1, y1 + 1];
  }
}

/**
 * Marks the frequent lines of `a` (blank ones, braces) that stand between lines that `b` lacks. Like git's xdiff, diff tools discard
 * such a line rather than match it. A line is frequent if `b` has it at least as often as the square root of the lines of `a`.
 */
function discardedLines(a: Int32Array, b: Int32Array, distinct: number): Uint8Array {
  const counts = new Int32Array(distinct);
  for (const id of b) counts[id] = (counts[id] ?? 0) + 1;
  const frequent = Math.min(1024, Math.sqrt(a.length));
  const discarded = new Uint8Array(a.length);
  for (let at = 0; at < a.length; at++) {
    const start = at;
    while (at < a.length && (counts[a[at] ?? 0] ?? 0) >= frequent) at++;
    const isOnlyInA = (place: number) => place >= 0 && place < a.length && counts[a[place] ?? 0] === 0;
    if (at > start && isOnlyInA(start - 1) && isOnlyInA(at)) discarded.fill(1, start, at);
  }
  return discarded;
}
