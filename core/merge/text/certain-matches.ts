import type { Effort } from "./effort.ts";
import { rarestMatches } from "./rarest-matches.ts";
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";
import { settleSlides, unsettle } from "./slides.ts";

/**
 * Gives the lines of `a` that have the same partner in `b` whichever way the texts are aligned: by every shortest edit script,
 * by the rarest lines (from either end, as ties are decided by what comes first), and after sliding edits up and down. Only
 * such lines may part one side's changes from the other's, if a merge is not to depend on an algorithm's taste.
 *
 * `moves`: blocks that were moved may be followed too, as tools do that give up on the shortest alignment of texts that differ
 * much.
 */
export function certainMatches(
  linesOfA: Int32Array,
  linesOfB: Int32Array,
  moves: boolean,
  effort: Effort,
): Matches {
  const [a, b, distinct] = renumbered(linesOfA, linesOfB);
  const { early, late } = shortestMatches(a, b, effort);
  const first = rarestMatches(a, b, distinct, effort);
  const last = mirrored(rarestMatches(a.toReversed(), b.toReversed(), distinct, effort), b.length);
  const certain = early.map((y, x) => (late[x] === y && first[x] === y && last[x] === y ? y : UNMATCHED));
  unsettle(a, b, first, certain);
  unsettle(a, b, last, certain);
  if (moves) dropCrossed(a, b, distinct, certain);
  settleSlides({ early, late }, certain, b.length);
  return certain;
}

/** Numbers the lines of two parts from 0 on, so that tables of them are as small as the parts. */
function renumbered(a: Int32Array, b: Int32Array): [a: Int32Array, b: Int32Array, distinct: number] {
  const numbers = new Map<number, number>();
  const renumber = (id: number) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  return [a.map(renumber), b.map(renumber), numbers.size];
}

function mirrored(matches: Matches, length: number): Matches {
  return matches.toReversed().map((y) => (y === UNMATCHED ? UNMATCHED : length - 1 - y));
}

/** Unmatches lines that lie between the two places of a line that was moved, if either text has that once. */
function dropCrossed(a: Int32Array, b: Int32Array, distinct: number, certain: Matches): void {
  const [inA, inB] = [solePlaces(a, distinct), solePlaces(b, distinct)];
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

/** Gives for each id where it is, or a negative number if it is nowhere or in several places. */
function solePlaces(lines: Int32Array, distinct: number): Int32Array {
  const places = new Int32Array(distinct).fill(UNMATCHED);
  lines.forEach((id, at) => {
    places[id] = places[id] === UNMATCHED ? at : UNMATCHED - 1;
  });
  return places;
}
