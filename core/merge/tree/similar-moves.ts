import { type MergeSide, otherSide } from "../conflicting-moves.ts";
import { type ExactMoves, isGone, isNew, type PathMove } from "./exact-moves.ts";
import { fileOf, isRegular, type PathSides, sameOrNone } from "./paths.ts";
import { type Candidate, pairSimilar, type SketchOf } from "./similar-files.ts";

/** The moves of files that the same side also changed. */
export interface SimilarMoves {
  readonly moves: readonly PathMove[];
  /** Whether there were too many files, or too large ones, to compare all. */
  readonly limited: boolean;
}

/**
 * Finds the files that a side moved and changed, among those without an exact move. As in git, only files are looked for that
 * the other side changed or removed: for others, a move makes no difference. Throws `Cancelled`, and what `sketchOf` throws.
 */
export async function findSimilarMoves(
  all: readonly PathSides[],
  exact: ExactMoves,
  sketchOf: SketchOf,
  signal?: AbortSignal,
): Promise<SimilarMoves> {
  const moves: PathMove[] = [];
  let limited = false;
  for (const by of ["ours", "theirs"] as const) {
    const found = await pairSimilar(...candidates(by, all, exact), sketchOf, signal);
    limited ||= found.limited;
    for (const { from, to, similarity } of found.pairs)
      moves.push({ from: from.path, to: to.path, by, pair: { from, to }, similarity });
  }
  return { moves, limited };
}

function candidates(
  by: MergeSide,
  all: readonly PathSides[],
  { moves, agreed }: ExactMoves,
): [removed: Candidate[], added: Candidate[]] {
  const pairs = [...agreed, ...moves.filter((move) => move.by === by).map(({ pair }) => pair)];
  const taken = new Set(pairs.flatMap(({ from, to }) => [from, to]));
  const removed: Candidate[] = [];
  const added: Candidate[] = [];
  for (const sides of all) {
    if (taken.has(sides)) continue;
    const { base, [by]: own, [otherSide(by)]: others } = sides;
    if (isGone(sides, by) && isRegular(base))
      removed.push({ sides, entry: base, wanted: !sameOrNone(base, fileOf(others)) });
    if (isNew(sides, by) && isRegular(own)) added.push({ sides, entry: own, wanted: true });
  }
  return [removed, added];
}
