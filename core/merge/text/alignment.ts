// @browser-safe
import { findAnchors } from "./anchors.ts";
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";
import { WorkBudget } from "./work-budget.ts";

/** Aligns two texts with few edits, for reading. Parts that differ too much stay unmatched. */
export function alignLines(a: Int32Array, b: Int32Array, budget = new WorkBudget()): Matches {
  const matches = new Int32Array(a.length).fill(UNMATCHED);
  let [x, y] = [0, 0];
  for (const anchor of [...findAnchors(a, b), { x: a.length, y: b.length, count: 0 }]) {
    const { late } = shortestMatches(a.subarray(x, anchor.x), b.subarray(y, anchor.y), budget);
    for (let n = 0; n < late.length; n++) {
      const partner = late[n] ?? UNMATCHED;
      if (partner !== UNMATCHED) matches[x + n] = y + partner;
    }
    for (let n = 0; n < anchor.count; n++) matches[anchor.x + n] = anchor.y + n;
    [x, y] = [anchor.x + anchor.count, anchor.y + anchor.count];
  }
  return matches;
}
