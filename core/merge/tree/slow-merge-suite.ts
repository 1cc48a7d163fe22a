import { contentId } from "../../manifest/content-id.ts";
import { EMPTY_FOLDER, type Entry, entryType } from "../../manifest/entry.ts";
import { comparePaths } from "../../manifest/path.ts";
import { type Model, sorted } from "../../testing/manifests.ts";
import type { ConflictKind } from "./conflict.ts";
import type { Rename } from "./renames.ts";
import { diceMerge, type MergeCase } from "./tree-suite.ts";

/** The expected result of a tree merge. */
export interface Expected {
  readonly tree: Model;
  readonly conflicts: readonly (readonly [path: string, kind: ConflictKind])[];
  readonly autoMerged: readonly string[];
  readonly preferred: readonly string[];
  readonly renames: readonly Rename[];
}

type Side = "ours" | "theirs";
interface Cell {
  entry: Entry | null;
  kind?: ConflictKind;
  /** The path's entry if the conflict is decided for a side. */
  decided?: Record<Side, Entry | null>;
  auto?: boolean;
  preferred?: boolean;
  /** Whether the path belongs to a conflict between moves. */
  moved?: boolean;
}

const sides = ["ours", "theirs"] as const;
const otherOf = (side: Side): Side => (side === "ours" ? "theirs" : "ours");
const file = (model: Model, path: string): Entry | null => {
  const entry = model.get(path);
  return entry === undefined || entryType(entry) === "directory" ? null : entry;
};
const hasFolder = (model: Model, path: string) => model.has(path) && file(model, path) === null;
const typeOf = (entry: Entry | null) => (entry === null ? "nothing" : entryType(entry));
const idOf = (entry: Entry | null) => (typeOf(entry) === "nothing" || entry === null ? "" : contentId(entry));
const same = (a: Model, b: Model, paths: readonly string[]) =>
  paths.every((path) => whole(a.get(path) ?? null) === whole(b.get(path) ?? null));
const whole = (entry: Entry | null) => `${typeOf(entry)} ${entry?.mode} ${idOf(entry)}`;
const below = (path: string, folder: string) => path.startsWith(`${folder}/`);

/** Merges models by comparing every path, in the plainest way. */
export function mergeSlowly(test: MergeCase): Expected {
  const base = test.base ?? new Map<string, Entry>();
  const { ours, theirs, prefer = "none", renames: following = true } = test;
  const models = { ours, theirs };
  const paths = [...new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])].sort(comparePaths);
  // Nothing is read if a side is equal to the base.
  const isRead = test.base === null || sides.every((side) => !same(models[side], base, paths));
  const moves = following && isRead ? slowMoves(base, models, paths) : [];
  const has = (side: Side, path: string) => file(models[side], path) !== null;
  const renames = moves.filter(({ from, to, by }) => has(otherOf(by), from) && !has(otherOf(by), to));
  const moveConflicts = slowMoveConflicts(moves, has);
  const moved = moveConflicts.flatMap((conflict) => conflict.paths);
  const follow = new Set(
    renames.filter(({ from, by }) => {
      const edited = file(models[otherOf(by)], from);
      return typeOf(edited) === typeOf(file(base, from)) && whole(edited) !== whole(file(base, from));
    }),
  );
  const plain = (path: string) => {
    if (moved.includes(path)) return { entry: null, moved: true };
    const cell = mergeCell(test, path, file(base, path), file(ours, path), file(theirs, path));
    if (cell.kind !== undefined || cell.entry !== null) return cell;
    const folders = [hasFolder(ours, path), hasFolder(theirs, path)];
    const stands = folders.every(Boolean) || (folders.some(Boolean) && !hasFolder(base, path));
    return { entry: stands ? EMPTY_FOLDER : null };
  };
  const mergeAll = () => {
    const cells = new Map<string, Cell>(paths.map((path) => [path, plain(path)]));
    for (const { from, to, by } of follow) {
      cells.set(from, { entry: models[by].get(from) ?? null });
      const at = (side: Side) => file(models[side], side === by ? to : from);
      cells.set(to, mergeCell(test, to, file(base, from), at("ours"), at("theirs")));
    }
    return cells;
  };
  const isThere = (cell: Cell | undefined) =>
    cell !== undefined &&
    (cell.moved || cell.kind !== undefined || typeOf(cell.entry) === "file" || cell.entry?.symlink);
  const clashesOf = (cells: Map<string, Cell>) =>
    paths.filter(
      (d) => isThere(cells.get(d)) && paths.some((path) => below(path, d) && isThere(cells.get(path))),
    );
  let cells = mergeAll();
  for (let stuck = true; stuck; cells = mergeAll()) {
    const clashes = clashesOf(cells);
    const inClash = (path: string) => clashes.some((d) => d === path || below(path, d));
    stuck = false;
    for (const move of follow) if (inClash(move.to)) stuck = follow.delete(move) || stuck;
  }
  const clashes = clashesOf(cells);
  for (const d of clashes) {
    const decided = { ours: ours.get(d) ?? null, theirs: theirs.get(d) ?? null };
    for (const path of paths) if (below(path, d)) cells.set(path, { entry: null });
    cells.set(d, { entry: null, kind: "type", decided });
  }
  const preferred = paths.filter((path) => cells.get(path)?.preferred);
  const conflicts = paths.flatMap((path): [string, ConflictKind][] => {
    const kind = cells.get(path)?.kind ?? moveConflicts.find((each) => each.path === path)?.kind;
    return kind === undefined ? [] : [[path, kind]];
  });
  if (prefer !== "none") {
    for (const [path] of conflicts) {
      preferred.push(path);
      const cell = cells.get(path);
      // A conflict between moves is decided for all its paths.
      if (cell?.kind === undefined) continue;
      const decided = cell.kind === "modify/delete" ? models[prefer].get(path) : cell.decided?.[prefer];
      cells.set(path, { ...cell, entry: decided ?? null });
    }
    for (const path of moved) cells.set(path, { entry: models[prefer].get(path) ?? null });
    for (const d of clashes)
      for (const path of paths)
        if (below(path, d)) cells.set(path, { entry: models[prefer].get(path) ?? null });
  }
  const left = sorted(cells).flatMap(([path, { entry }]): [string, Entry][] =>
    entry ? [[path, entry]] : [],
  );
  const tree = left.filter(
    ([path, entry]) =>
      typeOf(entry) !== "directory" ||
      !left.some(([other, its]) => below(other, path) || (below(path, other) && typeOf(its) !== "directory")),
  );
  return {
    tree: new Map(tree),
    conflicts: prefer === "none" ? conflicts : [],
    autoMerged: paths.filter((p) => cells.get(p)?.auto && (prefer !== "none" || !cells.get(p)?.kind)),
    preferred: [...new Set(preferred)].sort(comparePaths),
    renames: renames.sort((a, b) => comparePaths(a.from, b.from)),
  };
}

function mergeCell(test: MergeCase, path: string, b: Entry | null, o: Entry | null, t: Entry | null): Cell {
  if (whole(o) === whole(t) || whole(b) === whole(t)) return { entry: o };
  if (whole(b) === whole(o)) return { entry: t };
  const decided = { ours: o, theirs: t };
  if (o === null || t === null) return { entry: null, kind: "modify/delete", decided };
  if (typeOf(o) !== typeOf(t)) return { entry: null, kind: "type", decided };
  if (typeOf(o) === "symlink") return { entry: null, kind: "binary", decided };
  const from = typeOf(b) === "file" ? b : null;
  const prefer = test.prefer ?? "none";
  const changed = (side: Entry) => from === null || idOf(side) !== idOf(from);
  const cell: Cell = { entry: null };
  let content: Entry | null = changed(o) ? o : t;
  if (idOf(o) !== idOf(t) && changed(o) && changed(t)) {
    const merge = diceMerge({ path, base: from, ours: o, theirs: t }, prefer);
    if (merge.status === "conflict") return { entry: null, kind: "text", decided };
    content = { ...o, size: merge.content.size, content: merge.content.content };
    cell.auto = true;
    cell.preferred = merge.preferred;
  }
  const modes = [...new Set([o.mode, t.mode])].filter((mode) => mode !== from?.mode);
  const [mode = o.mode] = modes;
  if (modes.length < 2) return { ...cell, entry: { ...content, mode } };
  const { size, content: bytes } = content;
  const of = (side: Entry) => ({ ...side, size, content: bytes });
  return { ...cell, kind: "mode", decided: { ours: of(o), theirs: of(t) } };
}

/** Returns all moves of unchanged files by both sides. */
function slowMoves(base: Model, models: Record<Side, Model>, paths: readonly string[]): Rename[] {
  const key = (entry: Entry | null) =>
    entry === null || (entry.size === 0 && entry.symlink === null) ? "" : `${typeOf(entry)} ${idOf(entry)}`;
  const baseKey = (path: string) => key(file(base, path));
  const keyOf = (side: Side, path: string) => key(file(models[side], path));
  const isGone = (side: Side, path: string) => baseKey(path) !== "" && !file(models[side], path);
  const isNew = (side: Side, path: string) => !file(base, path) && keyOf(side, path) !== "";
  const isShared = (path: string) => isNew("ours", path) && keyOf("ours", path) === keyOf("theirs", path);
  const pair = (froms: string[], tos: string[], side: Side) => {
    const pairs = froms.flatMap((from) =>
      tos
        .filter((to) => baseKey(from) === keyOf(side, to))
        .map((to) => ({ from, to, score: sharedEnd(from, to) })),
    );
    const taken: { from: string; to: string }[] = [];
    // The sort is stable: pairs of equal score keep their order.
    for (const { from, to } of pairs.sort((a, b) => b.score - a.score))
      if (!taken.some((other) => other.from === from || other.to === to)) taken.push({ from, to });
    return taken;
  };
  const agreed = pair(
    paths.filter((path) => sides.every((side) => isGone(side, path))),
    paths.filter(isShared),
    "ours",
  );
  return sides.flatMap((by) => {
    const other = (path: string) => file(models[otherOf(by)], path) !== null;
    const gone = paths.filter((path) => isGone(by, path) && !agreed.some(({ from }) => from === path));
    const added = paths.filter((path) => isNew(by, path) && !isShared(path));
    const froms = [...gone.filter(other), ...gone.filter((path) => !other(path))];
    const tos = [...added.filter((path) => !other(path)), ...added.filter(other)];
    return pair(froms, tos, by).map(({ from, to }) => ({ from, to, by, similarity: 100 }));
  });
}

/** Returns the moves that cannot both stand, in groups that share paths. */
function slowMoveConflicts(
  moves: readonly Rename[],
  has: (side: Side, path: string) => boolean,
): { path: string; kind: ConflictKind; paths: string[] }[] {
  const touches = (a: Rename, b: Rename) => a.from === b.from || a.to === b.to;
  const groups: Rename[][] = [];
  for (const move of moves) {
    const joined = groups.filter((group) => group.some((other) => touches(move, other)));
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push([move, ...joined.flat()]);
  }
  return groups.flatMap((group) => {
    const [{ from = "", to = "", by = "ours" } = {}] = group;
    if (group.length === 1 && (has(otherOf(by), from) || has(otherOf(by), to))) return [];
    const [path = from] = group
      .map((move) => move.to)
      .filter((to) => group.filter((move) => move.to === to).length > 1)
      .sort(comparePaths);
    const paths = group
      .flatMap((move) => [move.from, move.to])
      .filter((each) => has("ours", each) || has("theirs", each));
    return { path, kind: group.length === 1 ? "rename/delete" : "rename/rename", paths };
  });
}

function sharedEnd(a: string, b: string): number {
  const [x, y] = [a.split("/").reverse(), b.split("/").reverse()];
  const differ = x.findIndex((name, at) => name !== y[at]);
  return differ < 0 ? x.length : differ;
}
