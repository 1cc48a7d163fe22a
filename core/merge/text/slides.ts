import { type Matches, UNMATCHED } from "./shortest-matches.ts";

/**
 * Unmatches in `certain` what sliding the edits of an alignment up or down would match otherwise: lines inserted after a line
 * like their last one might as well stand before it, and diff tools move them as they like best.
 */
export function unsettle(a: Int32Array, b: Int32Array, alignment: Matches, certain: Matches): void {
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

/** Gives the matched lines that groups of unmatched ones can slide over; a group takes along those that it meets. */
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
