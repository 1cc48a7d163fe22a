import type { Entry } from "../../manifest/entry.ts";
import { comparePaths } from "../../manifest/path.ts";
import { type MergeSide, otherSide } from "../conflicting-moves.ts";
import type { MovedFile, TreeConflict } from "./conflict.ts";
import type { PathMove } from "./exact-moves.ts";
import { fileOf, type MoveConflict, type PathSides } from "./paths.ts";

/** Returns the conflict of each group of moves that cannot both stand. */
export function moveConflictsOf(groups: readonly (readonly PathMove[])[]): MoveConflict[] {
  return groups.map((moves) => {
    const sides = new Map(moves.flatMap(({ pair }) => [pair.from, pair.to].map((each) => [each.path, each])));
    const conflict = conflictOf(moves, sides);
    const paths = [...sides.values()].filter(({ ours, theirs }) => fileOf(ours) ?? fileOf(theirs));
    return { conflict, paths: paths.map(({ path }) => path) };
  });
}

function conflictOf(moves: readonly PathMove[], sides: ReadonlyMap<string, PathSides>): TreeConflict {
  const at = (side: MergeSide | "base", path: string | null): Entry | null =>
    path === null ? null : fileOf(sides.get(path)?.[side] ?? null);
  const pathOn = (side: MergeSide, base: string) =>
    moves.find(({ from, by }) => from === base && by === side)?.to ?? (at(side, base) === null ? null : base);
  const bases = [...new Set(moves.map(({ from }) => from))].sort(comparePaths);
  const moved = bases.map((base) => ({ base, ours: pathOn("ours", base), theirs: pathOn("theirs", base) }));
  const [first, ...others] = moved;
  const disputed = moves
    .filter(({ to, by }) => moves.some((move) => move.to === to && move.by === otherSide(by)))
    .map(({ to }) => to)
    .sort(comparePaths)[0];
  if (first === undefined) throw new RangeError("There are no moves.");
  if (others.length === 0 || disputed === undefined) {
    const { base: path, ours, theirs } = first;
    const entries = { base: at("base", path), ours: at("ours", ours), theirs: at("theirs", theirs) };
    const kind = ours === null || theirs === null ? "rename/delete" : "rename/rename";
    return { path, ...entries, kind, reason: reasonOf(first), moved };
  }
  const from = (side: MergeSide) => moves.find(({ to, by }) => to === disputed && by === side)?.from;
  return {
    path: disputed,
    base: null,
    ours: at("ours", disputed),
    theirs: at("theirs", disputed),
    kind: "rename/rename",
    reason: `Ours moved ${from("ours")} here, theirs ${from("theirs")}.`,
    moved,
  };
}

function reasonOf({ ours, theirs }: MovedFile): string {
  if (ours === null) return `Ours deleted it, theirs moved it to ${theirs}.`;
  return theirs === null
    ? `Ours moved it to ${ours}, theirs deleted it.`
    : `Ours moved it to ${ours}, theirs to ${theirs}.`;
}
