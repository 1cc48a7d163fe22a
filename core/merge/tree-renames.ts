import type { ObjectId } from "../ids.ts";
import { contentId } from "../manifest/content-id.ts";
import { comparePaths } from "../manifest/path.ts";
import { fileOf, isRegular } from "./merge-entry.ts";
import type { PathSides } from "./tree-differences.ts";

/** A file that one side moved without changing its content. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly by: "ours" | "theirs";
}

/**
 * Finds the files that one side moved and the other still has where they were, in the order of the paths that they left. A
 * moved file has the content of the base, is not empty, and its new path is nowhere else. Each path is part of one rename at
 * most: among equal contents those find each other whose paths end in the most equal names.
 */
export function findRenames(differences: Iterable<PathSides>): Rename[] {
  const all = [...differences];
  const renames = [...renamesBy("ours", "theirs", all), ...renamesBy("theirs", "ours", all)];
  return renames.sort((a, b) => comparePaths(a.from, b.from));
}

function renamesBy(by: Rename["by"], other: Rename["by"], differences: readonly PathSides[]): Rename[] {
  const gone = new Map<ObjectId, string[]>();
  for (const { path, base, ...sides } of differences) {
    if (!isRegular(base) || base.size === 0 || fileOf(sides[by]) || !fileOf(sides[other])) continue;
    listIn(gone, contentId(base)).push(path);
  }
  if (gone.size === 0) return [];
  const added = new Map<ObjectId, string[]>();
  for (const { path, base, ...sides } of differences) {
    const file = sides[by];
    if (!isRegular(file) || fileOf(base) || fileOf(sides[other])) continue;
    const id = contentId(file);
    if (gone.has(id)) listIn(added, id).push(path);
  }
  return [...added].flatMap(([id, to]) => pairPaths(gone.get(id) ?? [], to, by));
}

/** Pairs paths that end in the same names, the most names first; of several the first ones. */
function pairPaths(gone: readonly string[], added: readonly string[], by: Rename["by"]): Rename[] {
  const renames: Rename[] = [];
  const taken = new Set<string>();
  let left = gone;
  for (let names = Math.min(mostNames(gone), mostNames(added)); names >= 0 && left.length > 0; names--) {
    const ends = new Map<string | undefined, string[]>();
    for (const path of added) if (!taken.has(path)) listIn(ends, ending(path, names)).push(path);
    const candidates = new Map([...ends].map(([end, paths]) => [end, paths.values()]));
    left = left.filter((from) => {
      const end = ending(from, names);
      const to = end === undefined ? undefined : candidates.get(end)?.next().value;
      if (to === undefined) return true;
      taken.add(to);
      renames.push({ from, to, by });
      return false;
    });
  }
  return renames;
}

function mostNames(paths: readonly string[]): number {
  return paths.reduce((most, path) => Math.max(most, path.split("/").length), 0);
}

/** Gives the last so many names of a path; undefined if it has fewer. */
function ending(path: string, names: number): string | undefined {
  const all = path.split("/");
  return all.length < names ? undefined : all.slice(all.length - names).join("/");
}

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
