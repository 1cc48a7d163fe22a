import { contentId } from "../../manifest/content-id.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import { comparePaths } from "../../manifest/path.ts";
import { divergentMoves, type MergeSide, type Move, otherSide } from "../divergent-moves.ts";
import { listIn } from "../list-in.ts";
import type { PathSides } from "./differences.ts";
import { fileOf } from "./merge-path.ts";

/** A file or link that one side moved as it was. */
export type Rename = Move;

/** What became of the files and links that the sides moved. */
export interface Renames {
  /** Moved by one side, where the other still has them, to where it has nothing; in the order of the paths that they left. */
  readonly followed: readonly PathMove[];
  /** Moved by the sides in ways that do not go together, in groups that share paths. */
  readonly divergent: readonly (readonly PathMove[])[];
}

/** What there is where renames are not looked for. */
export const NO_RENAMES: Renames = { followed: [], divergent: [] };

/** A path that is gone and one that came, of equal content. */
export interface Pair {
  readonly from: PathSides;
  readonly to: PathSides;
}

/** A move, and what all three snapshots have where it began and ended. */
export interface PathMove extends Rename {
  readonly pair: Pair;
}

/**
 * Finds what was moved, of all paths in which a side has something else than the base. What was moved has the content of the
 * base, is not empty, and left nothing where it was. Each path of a side is part of one move at most: among equal contents
 * those find each other whose paths end in the most equal names; of these, first those that the other side has not touched.
 */
export function findRenames(paths: Iterable<PathSides>): Renames {
  const all = [...paths];
  // Moved by both sides to the same path.
  const agreed = pairPaths(
    all.filter((path) => isGone(path, "ours") && isGone(path, "theirs")),
    all.filter(isSharedNew),
  );
  const taken = new Set(agreed.map(({ from }) => from));
  const moves = (["ours", "theirs"] as const).flatMap((by) => movesBy(by, all, taken));
  const sides = new Map(all.map((each) => [each.path, each]));
  const has = (side: MergeSide, path: string) => fileOf(sides.get(path)?.[side] ?? null) !== null;
  return {
    followed: moves
      .filter(({ from, to, by }) => has(otherSide(by), from) && !has(otherSide(by), to))
      .sort((a, b) => comparePaths(a.from, b.from)),
    divergent: divergentMoves(moves, has),
  };
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
  return pairs.map((pair) => ({ from: pair.from.path, to: pair.to.path, by, pair }));
}

function isGone({ base, ...sides }: PathSides, side: MergeSide): boolean {
  return fileOf(sides[side]) === null && identity(base) !== undefined;
}

function isNew({ base, ...sides }: PathSides, side: MergeSide): boolean {
  return fileOf(base) === null && identity(sides[side]) !== undefined;
}

/** Tells whether both sides came to have the same at a path. */
function isSharedNew(path: PathSides): boolean {
  return isNew(path, "ours") && identity(path.ours) === identity(path.theirs);
}

/** Gives what tells contents apart that can be known again elsewhere; of what is empty nothing. */
function identity(entry: Entry | null): string | undefined {
  if (entry === null || (entry.size === 0 && entry.symlink === null)) return undefined;
  return `${entryType(entry)} ${contentId(entry)}`;
}

/** Pairs paths of equal content: `gone` of the base, `added` of a side, or of both where none is named. */
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

/** Pairs paths that end in the same names, the most names first; of several the first ones. */
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

/** Gives the last so many names of a path; undefined if it has fewer. */
function ending(path: string, names: number): string | undefined {
  const all = path.split("/");
  return all.length < names ? undefined : all.slice(all.length - names).join("/");
}
