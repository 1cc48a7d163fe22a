import { listIn } from "./list-in.ts";

/** A side of a merge. */
export type MergeSide = "ours" | "theirs";

/** What one side moved: a file from one path to another, or a row from one primary key to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly by: MergeSide;
}

/** Gives the other side. */
export function otherSide(side: MergeSide): MergeSide {
  return side === "ours" ? "theirs" : "ours";
}

/**
 * Finds the moves that do not go together, in groups that only a decision for one side undoes: both sides moved one thing to
 * different places, or different things to one place, or one side moved what the other removed. A side moves a thing once, and
 * one thing only to a place; places where both sides come to have the same are no part of it. Groups come in the order of
 * their first moves.
 *
 * `has` tells whether a side has something at a place. What the other side put by itself in the place of a move is a
 * conflict of that place, and no matter of moves.
 */
export function divergentMoves<M extends Move>(
  moves: readonly M[],
  has: (side: MergeSide, place: string) => boolean,
): M[][] {
  return connected(moves).filter((group) =>
    group.some(({ from, to, by }) => {
      const other = otherSide(by);
      return group.length > 1 || (!has(other, from) && !has(other, to));
    }),
  );
}

/** Puts moves that share a place into one group. */
function connected<M extends Move>(moves: readonly M[]): M[][] {
  const sharing = new Map<string, M[]>();
  const places = ({ from, to }: Move) => [`from ${from}`, `to ${to}`];
  for (const move of moves) for (const place of places(move)) listIn(sharing, place).push(move);
  const seen = new Set<M>();
  const groups: M[][] = [];
  for (const first of moves) {
    if (seen.has(first)) continue;
    seen.add(first);
    const group = [first];
    for (const move of group) {
      for (const next of places(move).flatMap((place) => listIn(sharing, place))) {
        if (seen.has(next)) continue;
        seen.add(next);
        group.push(next);
      }
    }
    groups.push(group);
  }
  return groups;
}
