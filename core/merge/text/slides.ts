// @browser-safe
import { type Matches, UNMATCHED } from "./shortest-matches.ts";

/**
 * Unmatches in `certain` the lines that sliding an edit of the alignment up or down would match differently. Lines
 * inserted after a line equal to their last one might as well be inserted before it, and diff tools differ in which they
 * choose.
 */
export function dropSlidable(a: Int32Array, b: Int32Array, alignment: Matches, certain: Matches): void {
  const partners = new Int32Array(b.length).fill(UNMATCHED);
  alignment.forEach((y, x) => {
    if (y !== UNMATCHED) partners[y] = x;
  });
  for (const x of slidOver(a, alignment)) certain[x] = UNMATCHED;
  for (const y of slidOver(b, partners)) {
    const x = partners[y];
    if (x !== undefined && x !== UNMATCHED) certain[x] = UNMATCHED;
  }
}

/**
 * Yields the matched lines over which groups of unmatched lines can slide. A group takes along the groups that it meets.
 */
function* slidOver(lines: Int32Array, matches: Matches): Generator<number> {
  for (let start = 0; start < lines.length; start++) {
    if (matches[start] !== UNMATCHED) continue;
    let end = start;
    while (end < lines.length && matches[end] === UNMATCHED) end++;
    for (let [top, bottom] = [start, end]; top > 0 && lines[top - 1] === lines[bottom - 1]; bottom--) {
      yield --top;
      while (top > 0 && matches[top - 1] === UNMATCHED) top--;
    }
    for (let [top, bottom] = [start, end]; bottom < lines.length && lines[top] === lines[bottom]; top++) {
      yield bottom++;
      while (bottom < lines.length && matches[bottom] === UNMATCHED) bottom++;
    }
    start = end;
  }
}

/**
 * Matches in `certain` the lines that are uncertain only because a single insertion or deletion could slide. Diff tools
 * agree to put it as low as possible.
 */
export function resolveSlides(
  { early, late }: { readonly early: Matches; readonly late: Matches },
  certain: Matches,
  length: number,
): void {
  let [x0, y0] = [0, 0];
  for (let x1 = 0; x1 <= certain.length; x1++) {
    const y1 = x1 < certain.length ? (certain[x1] ?? UNMATCHED) : length;
    if (y1 === UNMATCHED) continue;
    const [deleted, inserted] = [x1 - x0, y1 - y0];
    const count = Math.min(deleted, inserted);
    // Each extreme is one group, below the lines that stay in the one and above them in the other.
    const [lower, upper] = inserted > deleted ? [late, early] : [early, late];
    let slides = deleted !== inserted;
    for (let n = 0; n < count && slides; n++) {
      const [downX, downY] = [x1 - count + n, y1 - count + n];
      slides = lower[x0 + n] === y0 + n && upper[downX] === downY;
    }
    for (let n = 0; n < count && slides; n++) certain[x0 + n] = y0 + n;
    [x0, y0] = [x1 + 1, y1 + 1];
  }
}
