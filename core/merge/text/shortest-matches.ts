// @browser-safe
import type { WorkBudget } from "./work-budget.ts";

/** The partner of a line that has none. */
export const UNMATCHED = -1;

/** The partner of each line of one text in the other, or {@link UNMATCHED}. Partners ascend. */
export type Matches = Int32Array;

/** The two extreme shortest alignments of two texts; all others lie between them. */
export interface ShortestMatches {
  /** Inserts as early as possible. */
  readonly early: Matches;
  /** Inserts as late as possible. */
  readonly late: Matches;
  /** The number of deleted and inserted lines, or more if the texts differ too much. */
  readonly cost: number;
}

/** Beyond this many edits in one search, the alignment is fixed up to the best long run, which bounds memory. */
const MAX_EDITS = 2000;
/** A run of this many equal lines is no coincidence. */
const LONG_RUN = 20;

/**
 * Returns the two extreme shortest alignments of `a` with `b`. Lines that both match alike are matched by every shortest
 * alignment, since the paths of all in the edit graph lie between the two. Texts that differ too much are unmatched from
 * the start up to where that shows.
 *
 * The search is the greedy one of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), run backwards; the
 * furthest points it reached then tell, going forwards, which steps stay on a shortest path.
 */
export function shortestMatches(a: Int32Array, b: Int32Array, budget: WorkBudget): ShortestMatches {
  const early = new Int32Array(a.length).fill(UNMATCHED);
  const late = new Int32Array(a.length).fill(UNMATCHED);
  let cost = 0;
  let end: Point = { x: a.length, y: b.length };
  while (end.x > 0 && end.y > 0) {
    const search = searchBack(a, b, end, budget);
    if (search.from === undefined) break;
    cost += search.edits;
    walk(a, b, { ...search, from: search.from, end }, "early", early);
    walk(a, b, { ...search, from: search.from, end }, "late", late);
    end = search.from;
  }
  return { early, late, cost: cost + end.x + end.y };
}

/** A point of the edit graph: numbers of lines of `a` and of `b`. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * `reached[d]` holds for each diagonal the furthest point, in lines of `a` counted from the end, that `d` edits can
 * reach. A diagonal is lines of `a` minus lines of `b`, both from the end; `d` edits reach every second one from `-d` to
 * `d`.
 */
interface Search {
  readonly reached: readonly Int32Array[];
  /** The point that the search reached with `edits`: the start, or within a long run; undefined without either. */
  readonly from: Point | undefined;
  readonly edits: number;
}

function searchBack(a: Int32Array, b: Int32Array, { x, y }: Point, budget: WorkBudget): Search {
  const reached: Int32Array[] = [];
  let best: { left: Point; edits: number } | undefined;
  let last = new Int32Array(0);
  for (let d = 0; d <= MAX_EDITS && !budget.spent; d++) {
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
      budget.spend(left - start + 1);
      if (left === x && left - diagonal === y) return { reached, from: { x: 0, y: 0 }, edits: d };
      if (left - start >= LONG_RUN && 2 * left - diagonal > (best ? best.left.x + best.left.y : 0)) {
        best = { left: { x: left, y: left - diagonal }, edits: d };
      }
    }
    last = row;
  }
  if (best === undefined) return { reached, from: undefined, edits: 0 };
  // Continue from the middle of the run, since its ends may belong to the next part.
  const [back, edits] = [LONG_RUN / 2, best.edits];
  return { reached, from: { x: x - best.left.x + back, y: y - best.left.y + back }, edits };
}

/** Follows the outermost shortest path of a search and records its matches. */
function walk(
  a: Int32Array,
  b: Int32Array,
  { reached, from, edits, end }: Search & { from: Point; end: Point },
  insert: "early" | "late",
  matches: Matches,
): void {
  let [x, y, left] = [from.x, from.y, edits];
  const isOnShortestPath = (right: number, down: number) => {
    const [restOfA, restOfB, d] = [end.x - x - right, end.y - y - down, left - 1];
    const diagonal = restOfA - restOfB;
    if (restOfA < 0 || restOfB < 0 || Math.abs(diagonal) > d) return false;
    return (reached[d]?.[(diagonal + d) / 2] ?? -1) >= restOfA;
  };
  while (x < end.x || y < end.y) {
    if (insert === "early" ? isOnShortestPath(0, 1) : isOnShortestPath(1, 0)) {
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
