import { listIn } from "./list-in.ts";

/** A side of a merge. */
export type MergeSide = "ours" | "theirs";

/** A move by one side: of a file from one path to another, or of a row from one primary key to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly by: MergeSide;
}

/** Returns the other side. */
export function otherSide(side: MergeSide): MergeSide {
  return side === "ours" ? "theirs" : "ours";
}

/**
 * Returns the moves that cannot both stand, in groups that share places. These are:
 *
 * - one thing moved by the sides to different places;
 * - different things moved by the sides to one place;
 * - a thing that one side moved and the other removed.
 *
 * A side moves each thing at most once and at most one thing to a place. `moves` leaves out what both sides moved to the
 * same place. `has` returns whether a side has something at a place: something else that the other side put where a move
 * ends is an ordinary conflict at that place. Groups are in the order of their first moves.
 */
export function conflictingMoves<M extends Move>(
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

/** Groups moves that share a place. */
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
