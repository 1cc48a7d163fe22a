import { comparePaths } from "../../manifest/path.ts";
import { conflictingMoves, type MergeSide, type Move, otherSide } from "../conflicting-moves.ts";
import { findExactMoves, type PathMove } from "./exact-moves.ts";
import { fileOf, type PathSides, sameOrNone } from "./paths.ts";
import type { SketchOf } from "./similar-files.ts";
import { findSimilarMoves } from "./similar-moves.ts";

/** A file or link that one side moved. */
export interface Rename extends Move {
  /** How much of it the side left as it was in the base, in percent; 100 for all of it. */
  readonly similarity: number;
}

/** The files and links that the sides moved. */
export interface Renames {
  /** Moves by one side of files that the other still has, to paths where it has nothing. In the order of the old paths. */
  readonly followed: readonly PathMove[];
  /** Moves of files that both sides moved to one path and left there in different versions. */
  readonly joint: readonly PathMove[];
  /** Moves that cannot both stand, in groups that share paths. */
  readonly conflicting: readonly (readonly PathMove[])[];
  /** Whether there were too many or too large files to compare all. */
  readonly limited: boolean;
}

/** The result if renames are not looked for. */
export const NO_RENAMES: Renames = { followed: [], joint: [], conflicting: [], limited: false };

/**
 * Finds the files and links that the sides moved, given all paths at which a side differs from the base: first those that
 * are as they were, then files of similar content. Without `sketchOf`, only the first. Throws `Cancelled`, and what
 * `sketchOf` throws.
 */
export async function findRenames(
  paths: Iterable<PathSides>,
  sketchOf?: SketchOf,
  signal?: AbortSignal,
): Promise<Renames> {
  const all = [...paths];
  const exact = findExactMoves(all);
  const similar = sketchOf && (await findSimilarMoves(all, exact, sketchOf, signal));
  const found = [...exact.moves, ...(similar?.moves ?? [])];
  const placesOf = (side: MergeSide) =>
    new Map(found.filter(({ by }) => by === side).map(({ from, to }) => [from, to]));
  const places = { ours: placesOf("ours"), theirs: placesOf("theirs") };
  const isJoint = ({ from, to, by }: PathMove) => places[otherSide(by)].get(from) === to;
  const joint = found.filter(isJoint);
  const moves = found.filter((move) => !isJoint(move));
  const sides = new Map(all.map((each) => [each.path, each]));
  const has = (side: MergeSide, path: string) => fileOf(sides.get(path)?.[side] ?? null) !== null;
  return {
    followed: moves
      .filter(({ from, to, by }) => has(otherSide(by), from) && !has(otherSide(by), to))
      .sort((a, b) => comparePaths(a.from, b.from)),
    joint: joint.filter(({ by, pair: { to } }) => by === "ours" && !sameOrNone(to.ours, to.theirs)),
    conflicting: conflictingMoves(moves, has),
    limited: similar?.limited ?? false,
  };
}
