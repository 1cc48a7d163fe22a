import { contentId } from "../../manifest/content-id.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import { type MergeSide, type Move, otherSide } from "../conflicting-moves.ts";
import { listIn } from "../list-in.ts";
import { fileOf, type PathSides } from "./paths.ts";

/** A move with the three snapshots' entries at both of its paths. */
export interface PathMove extends Move {
  readonly pair: { readonly from: PathSides; readonly to: PathSides };
  /** How much of the file is as it was in the base, from 0 to 1. */
  readonly similarity: number;
}

/** A removed and an added path of equal content. */
type Pair = PathMove["pair"];

/** The moves of files and links that are as they were. */
export interface ExactMoves {
  readonly moves: readonly PathMove[];
  /** Those that both sides moved to the same path. */
  readonly agreed: readonly Pair[];
}

/**
 * Finds the files and links that the sides moved without changing them.
 *
 * A moved file has the content it has in the base, is not empty, and left nothing at its old path. Each path of a side is
 * part of at most one move. Among files of equal content, those are paired whose paths end in the most equal names; among
 * these, first those that the other side left alone.
 */
export function findExactMoves(all: readonly PathSides[]): ExactMoves {
  const agreed = pairPaths(
    all.filter((path) => isGone(path, "ours") && isGone(path, "theirs")),
    all.filter(isSharedNew),
  );
  const taken = new Set(agreed.map(({ from }) => from));
  return { agreed, moves: (["ours", "theirs"] as const).flatMap((by) => movesBy(by, all, taken)) };
}

function movesBy(by: MergeSide, all: readonly PathSides[], taken: ReadonlySet<PathSides>): PathMove[] {
  const other = otherSide(by);
  const isOthers = (path: PathSides) => fileOf(path[other]) !== null;
  const gone = all.filter((path) => isGone(path, by) && !taken.has(path));
  const added = all.filter((path) => isNew(path, by) && !isSharedNew(path));
  const pairs = pairPaths(
    [...gone.filter(isOthers), ...gone.filter((path) => !isOthers(path))],
    [...added.filter((path) => !isOthers(path)), ...added.filter(isOthers)],
    by,
  );
  return pairs.map((pair) => ({ from: pair.from.path, to: pair.to.path, by, pair, similarity: 1 }));
}

/** Returns whether a side removed a file or link that is not empty. */
export function isGone({ base, ...sides }: PathSides, side: MergeSide): boolean {
  return fileOf(sides[side]) === null && identity(base) !== undefined;
}

/** Returns whether a side added a file or link that is not empty. */
export function isNew({ base, ...sides }: PathSides, side: MergeSide): boolean {
  return fileOf(base) === null && identity(sides[side]) !== undefined;
}

/** Returns whether both sides added the same at a path. */
function isSharedNew(path: PathSides): boolean {
  return isNew(path, "ours") && identity(path.ours) === identity(path.theirs);
}

/** Returns a string that is equal for files that a move may pair; undefined for empty files and for nothing. */
function identity(entry: Entry | null): string | undefined {
  if (entry === null || (entry.size === 0 && entry.symlink === null)) return undefined;
  return `${entryType(entry)} ${contentId(entry)}`;
}

/** Pairs paths of equal content: `gone` by the base's content, `added` by that of side `by`. */
function pairPaths(gone: readonly PathSides[], added: readonly PathSides[], by: MergeSide = "ours"): Pair[] {
  const gones = new Map<string | undefined, PathSides[]>();
  for (const each of gone) listIn(gones, identity(each.base)).push(each);
  const addeds = new Map<string | undefined, PathSides[]>();
  for (const each of added) {
    const id = identity(each[by]);
    if (gones.has(id)) listIn(addeds, id).push(each);
  }
  return [...addeds].flatMap(([id, to]) => pairEndings(gones.get(id) ?? [], to));
}

/** Pairs paths that end in equal names, most names first. Among several candidates, the first are paired. */
function pairEndings(gone: readonly PathSides[], added: readonly PathSides[]): Pair[] {
  const pairs: Pair[] = [];
  const taken = new Set<PathSides>();
  let left = gone;
  for (let names = Math.min(mostNames(gone), mostNames(added)); names >= 0 && left.length > 0; names--) {
    const ends = new Map<string | undefined, PathSides[]>();
    for (const to of added) if (!taken.has(to)) listIn(ends, ending(to.path, names)).push(to);
    const candidates = new Map([...ends].map(([end, paths]) => [end, paths.values()]));
    left = left.filter((from) => {
      const end = ending(from.path, names);
      const to = end === undefined ? undefined : candidates.get(end)?.next().value;
      if (to === undefined) return true;
      taken.add(to);
      pairs.push({ from, to });
      return false;
    });
  }
  return pairs;
}

function mostNames(paths: readonly PathSides[]): number {
  return paths.reduce((most, { path }) => Math.max(most, path.split("/").length), 0);
}

/** Returns the last names of a path; undefined if it has fewer. */
function ending(path: string, names: number): string | undefined {
  const all = path.split("/");
  return all.length < names ? undefined : all.slice(all.length - names).join("/");
}
