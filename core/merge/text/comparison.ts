import { findAnchors } from "./anchors.ts";
import { certainMatches } from "./certain-matches.ts";
import { drownedLines } from "./drowned.ts";
import { Effort } from "./effort.ts";
import { sameLines } from "./same-lines.ts";
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";

/** From so many edits in all, tools take short cuts and may follow a block that was moved. */
const MANY_EDITS = 400;

/** What is known only of the whole texts, and needed only where both sides have changes. */
interface Overview {
  readonly drownedInBase: Uint8Array;
  readonly drownedInSide: Uint8Array;
  readonly manyEdits: boolean;
}

/** A side against the base: the lines that are matched for sure, and what it takes to compare the others. */
export class Comparison {
  /** For each line of the base that any alignment matches its partner. */
  readonly anchored: Matches;
  readonly #base: Int32Array;
  readonly #side: Int32Array;
  readonly #distinct: number;
  readonly #effort = new Effort();
  #known: Overview | undefined;

  constructor(base: Int32Array, side: Int32Array, distinct: number) {
    this.anchored = new Int32Array(base.length).fill(UNMATCHED);
    for (const { x, y, count } of findAnchors(base, side)) {
      for (let n = 0; n < count; n++) this.anchored[x + n] = y + n;
    }
    this.#base = base;
    this.#side = side;
    this.#distinct = distinct;
  }

  /** Gives what is certainly matched in parts of the two: lines `x0` to `x1` of the base, `y0` to `y1` of the side. */
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
    this.#known ??= this.#overview();
    const { drownedInBase, drownedInSide, manyEdits } = this.#known;
    const certain = certainMatches(base, side, manyEdits, this.#effort);
    return certain.map((y, x) =>
      drownedInBase[x0 + x] === 1 || drownedInSide[y0 + y] === 1 ? UNMATCHED : y,
    );
  }

  #overview(): Overview {
    const [base, side, effort] = [this.#base, this.#side, new Effort()];
    let edits = 0;
    for (const { x0, x1, y0, y1 } of gaps(this.anchored, side.length)) {
      const [before, after] = [base.subarray(x0, x1), side.subarray(y0, y1)];
      if (!sameLines(before, after)) edits += shortestMatches(before, after, effort).cost;
    }
    return {
      drownedInBase: drownedLines(base, side, this.#distinct),
      drownedInSide: drownedLines(side, base, this.#distinct),
      manyEdits: edits > MANY_EDITS,
    };
  }
}

/** Gives what is between matched lines: from `x0` to `x1` and `y0` to `y1`, either of which may be nothing. */
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
