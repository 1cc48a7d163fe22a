import type { Effort } from "./effort.ts";

/** Stands for a line without a partner. */
export const UNMATCHED = -1;

/** For each line of one text its partner in the other, or {@link UNMATCHED}; partners ascend. */
export type Matches = Int32Array;

/** Two of the shortest alignments of two texts, between which all others lie. */
export interface ShortestMatches {
  /** Inserts as early as it can. */
  readonly early: Matches;
  /** Inserts as late as it can. */
  readonly late: Matches;
  /** How many lines are deleted and inserted, or more if the texts were too different. */
  readonly cost: number;
}

/** More edits than this in one go, and the alignment is settled up to the best long run, so that memory stays bounded. */
const MOST_EDITS = 2000;
/** A run of so many equal lines is no accident. */
const LONG_RUN = 20;

/**
 * Gives the two extremes among the shortest alignments of `a` with `b`. What both match alike, every shortest alignment does:
 * as paths of the edit graph all lie between the two. Texts that are too different are left unmatched from the start up to
 * where that shows.
 *
 * The search is the greedy one of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), from the end backwards;
 * what it reached with each number of edits then tells on the way forwards which steps stay on a shortest path.
 */
export function shortestMatches(a: Int32Array, b: Int32Array, effort: Effort): ShortestMatches {
  const early = new Int32Array(a.length).fill(UNMATCHED);
  const late = new Int32Array(a.length).fill(UNMATCHED);
  let cost = 0;
  let end: Point = { x: a.length, y: b.length };
  while (end.x > 0 && end.y > 0) {
    const search = searchBack(a, b, end, effort);
    if (search.from === undefined) break;
    cost += search.edits;
    walk(a, b, { ...search, from: search.from, end }, "early", early);
    walk(a, b, { ...search, from: search.from, end }, "late", late);
    end = search.from;
  }
  return { early, late, cost: cost + end.x + end.y };
}

/** So many lines of `a` and of `b`. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * `reached[d]` has for each diagonal how many lines of `a` can be left behind, counted from the end, with `d` edits. A
 * diagonal is lines of `a` minus lines of `b`, both from the end; `d` edits reach every second one from `-d` to `d`.
 */
interface Search {
  readonly reached: readonly Int32Array[];
  /** Where the search got to, with `edits`: the start, or within a long run; undefined if there was none. */
  readonly from: Point | undefined;
  readonly edits: number;
}

function searchBack(a: Int32Array, b: Int32Array, { x, y }: Point, effort: Effort): Search {
  const reached: Int32Array[] = [];
  let best: { left: Point; edits: number } | undefined;
  let last = new Int32Array(0);
  for (let d = 0; d <= MOST_EDITS && !effort.spent; d++) {
    const row = new Int32Array(d + 1);
    reached.push(row);
    for (let at = 0; at <= d; at++) {
      const diagonal = 2 * at - d;
      const deleted = at > 0 ? (last[at - 1] ?? 0) + 1 : 0;
      const start = Math.min(Math.max(deleted, at < d ? (last[at] ?? 0) : 0), x, y + diagonal);
      let left = start;
      if (start >= 0 && start >= diagonal) {
        while (left < x && left - diagonal < y && a[x - 1 - left] === b[y - 1 - left + diagonal]) left++;
      }
      row[at] = left;
      effort.spend(left - start + 1);
      if (left === x && left - diagonal === y) return { reached, from: { x: 0, y: 0 }, edits: d };
      if (left - start >= LONG_RUN && 2 * left - diagonal > (best ? best.left.x + best.left.y : 0)) {
        best = { left: { x: left, y: left - diagonal }, edits: d };
      }
    }
    last = row;
  }
  if (best === undefined) return { reached, from: undefined, edits: 0 };
  // From the middle of the run, as its ends may belong to what comes next.
  const [back, edits] = [LONG_RUN / 2, best.edits];
  return { reached, from: { x: x - best.left.x + back, y: y - best.left.y + back }, edits };
}

/** Follows the outermost shortest path of a search and notes what it matches. */
function walk(
  a: Int32Array,
  b: Int32Array,
  { reached, from, edits, end }: Search & { from: Point; end: Point },
  insert: "early" | "late",
  matches: Matches,
): void {
  let [x, y, left] = [from.x, from.y, edits];
  const leadsOn = (right: number, down: number) => {
    const [restOfA, restOfB, d] = [end.x - x - right, end.y - y - down, left - 1];
    const diagonal = restOfA - restOfB;
    if (restOfA < 0 || restOfB < 0 || Math.abs(diagonal) > d) return false;
    return (reached[d]?.[(diagonal + d) / 2] ?? -1) >= restOfA;
  };
  while (x < end.x || y < end.y) {
    if (insert === "early" ? leadsOn(0, 1) : leadsOn(1, 0)) {
      insert === "early" ? y++ : x++;
      left--;
    } else if (x < end.x && y < end.y && a[x] === b[y]) {
      matches[x++] = y++;
    } else {
      insert === "early" ? x++ : y++;
      left--;
    }
  }
}
