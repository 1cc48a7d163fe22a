// @browser-safe
import { histogramMatches } from "./histogram-matches.ts";
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";
import { dropSlidable, resolveSlides } from "./slides.ts";
import type { WorkBudget } from "./work-budget.ts";

/**
 * Returns the lines of `a` that have the same partner in `b` however the texts are aligned: by every shortest edit
 * script, by histogram diff from either end (ties are decided by the order), and after sliding edits up and down. Only
 * such lines may separate one side's changes from the other's, so that a merge does not depend on the algorithm.
 *
 * With `moves`, moved blocks count as possible matches too, since tools follow them when they give up on the shortest
 * alignment of very different texts.
 */
export function certainMatches(
  linesOfA: Int32Array,
  linesOfB: Int32Array,
  moves: boolean,
  budget: WorkBudget,
): Matches {
  const [a, b, distinct] = renumbered(linesOfA, linesOfB);
  const { early, late } = shortestMatches(a, b, budget);
  const first = histogramMatches(a, b, distinct, budget);
  const last = mirrored(histogramMatches(a.toReversed(), b.toReversed(), distinct, budget), b.length);
  const certain = early.map((y, x) => (late[x] === y && first[x] === y && last[x] === y ? y : UNMATCHED));
  dropSlidable(a, b, first, certain);
  dropSlidable(a, b, last, certain);
  if (moves) dropCrossed(a, b, distinct, certain);
  resolveSlides({ early, late }, certain, b.length);
  return certain;
}

/** Renumbers the lines of two parts from 0 on, so that tables indexed by line are no larger than the parts. */
function renumbered(a: Int32Array, b: Int32Array): [a: Int32Array, b: Int32Array, distinct: number] {
  const numbers = new Map<number, number>();
  const renumber = (id: number) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  return [a.map(renumber), b.map(renumber), numbers.size];
}

/** Returns the matches of two texts, given those of their lines in reverse; `length` is that of the second text. */
export function mirrored(matches: Matches, length: number): Matches {
  return matches.toReversed().map((y) => (y === UNMATCHED ? UNMATCHED : length - 1 - y));
}

/** Unmatches the lines between the two places of a moved line, if the line is unique in both texts. */
function dropCrossed(a: Int32Array, b: Int32Array, distinct: number, certain: Matches): void {
  const [inA, inB] = [uniquePlaces(a, distinct), uniquePlaces(b, distinct)];
  const partners = a.map((id, x) => (inA[id] === x ? Math.max(UNMATCHED, inB[id] ?? UNMATCHED) : UNMATCHED));
  const crossed = new Uint8Array(a.length);
  let highest = UNMATCHED;
  for (let x = 0; x < a.length; x++) {
    if (highest > (certain[x] ?? UNMATCHED)) crossed[x] = 1;
    highest = Math.max(highest, partners[x] ?? UNMATCHED);
  }
  let lowest = b.length;
  for (let x = a.length - 1; x >= 0; x--) {
    if (lowest < (certain[x] ?? UNMATCHED) || crossed[x] === 1) certain[x] = UNMATCHED;
    const y = partners[x] ?? UNMATCHED;
    if (y !== UNMATCHED) lowest = Math.min(lowest, y);
  }
}

/** Returns the place of each id; negative if it occurs nowhere or several times. */
function uniquePlaces(lines: Int32Array, distinct: number): Int32Array {
  const places = new Int32Array(distinct).fill(UNMATCHED);
  lines.forEach((id, at) => {
    places[id] = places[id] === UNMATCHED ? at : UNMATCHED - 1;
  });
  return places;
}
