import { lstat } from "node:fs/promises";
import { StrataError } from "../errors.ts";
import { splitReference } from "../labels/split-reference.ts";
import type { Difference } from "../manifest/diff.ts";
import { type Entry, sameEntry } from "../manifest/entry.ts";
import { comparePaths, folderStart, isUnder } from "../manifest/path.ts";
import type { Repository } from "../repository/repository.ts";
import type { Skipped } from "../snapshot/walk.ts";
import { nameOf } from "./arrange.ts";
import { isEntry } from "./listing.ts";
import { type Location, locate } from "./locate.ts";

/** A side of a comparison: a place in a snapshot, or the absolute path of a file or folder on disk. */
export type SideName = string | { readonly disk: string };

/** A compared place, with the paths on disk that could not be read. */
export interface Side extends Location {
  /** The entry at that place; undefined for a folder. */
  readonly entry: Entry | undefined;
  readonly skipped: readonly Skipped[];
}

/**
 * Finds both sides of a comparison. What is on disk is captured first, by the rules of the other side's label. Throws as {@link locate}
 * and `Repository.capture` do, `ENOENT`, and `BadInput` where one is a folder and the other is not.
 */
export async function findSides(
  repository: Repository,
  names: { readonly from: SideName; readonly to: SideName },
  signal: AbortSignal | undefined,
): Promise<{ from: Side; to: Side }> {
  const label = labelOf(repository, names.from) ?? labelOf(repository, names.to);
  const from = await findSide(repository, names.from, label, signal);
  const to = await findSide(repository, names.to, label, signal);
  if ((from.entry === undefined) === (to.entry === undefined)) return { from, to };
  const [folder, other] = from.entry === undefined ? [names.from, names.to] : [names.to, names.from];
  throw new StrataError("BadInput", `${shown(folder)} is a folder, and ${shown(other)} is not.`, {
    hint: "Compare a folder with a folder, or a file with a file.",
    data: { from: names.from, to: names.to },
  });
}

/** Returns the differences of two sides, by paths relative to both, in byte order; two files by the name of the second. */
export async function* differencesOf(
  repository: Repository,
  { from, to }: { readonly from: Side; readonly to: Side },
): AsyncGenerator<Difference> {
  if (from.entry !== undefined && to.entry !== undefined) {
    if (!sameEntry(from.entry, to.entry)) {
      yield { path: nameOf(to.path), before: from.entry, after: to.entry };
    }
  } else if (from.path === to.path) {
    const start = folderStart(to.path).length;
    for await (const difference of repository.diff(from.id, to.id)) {
      if (!isUnder(difference.path, to.path)) continue;
      yield { ...difference, path: difference.path.slice(start) };
    }
  } else {
    yield* mergedWalk(repository, from, to);
  }
}

/** Compares folders of different names entry by entry: equal files have different paths, so no node id shows that they are equal. */
async function* mergedWalk(repository: Repository, from: Location, to: Location): AsyncGenerator<Difference> {
  const [olds, news] = [entriesBelow(repository, from), entriesBelow(repository, to)];
  let [old, now] = [await olds.next(), await news.next()];
  while (!old.done || !now.done) {
    const order = old.done ? 1 : now.done ? -1 : comparePaths(old.value[0], now.value[0]);
    const [path, before] = order <= 0 && !old.done ? old.value : ["", null];
    const [newPath, after] = order >= 0 && !now.done ? now.value : [path, null];
    if (before === null || after === null || !sameEntry(before, after))
      yield { path: newPath, before, after };
    if (order <= 0) old = await olds.next();
    if (order >= 0) now = await news.next();
  }
}

async function* entriesBelow(
  repository: Repository,
  { id, path: folder }: Location,
): AsyncGenerator<readonly [path: string, entry: Entry], undefined> {
  const start = folderStart(folder).length;
  for await (const [path, entry] of repository.entries(id, folder)) yield [path.slice(start), entry];
}

async function findSide(
  repository: Repository,
  name: SideName,
  label: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Side> {
  if (typeof name === "string") {
    const place = await locate(repository, name);
    const found = await repository.stat(place.id, place.path);
    return { ...place, entry: isEntry(found) ? found : undefined, skipped: [] };
  }
  const { id, skipped } = await repository.run("capture", { paths: [name.disk], label }, { signal });
  // A folder's content is the snapshot; a file or a link lies in it by its name.
  const [only, ...more] = await repository.list(id, "");
  const isAlone = more.length === 0 && only !== undefined && only.type !== "directory";
  if (!isAlone || !(await isFileOnDisk(name.disk))) return { id, path: "", entry: undefined, skipped };
  return { id, path: only.path, entry: only.entry, skipped };
}

async function isFileOnDisk(path: string): Promise<boolean> {
  return !(await lstat(path)).isDirectory();
}

function labelOf(repository: Repository, name: SideName): string | undefined {
  return typeof name === "string" ? repository.resolve(splitReference(name).ref).label : undefined;
}

function shown(name: SideName): string {
  return JSON.stringify(typeof name === "string" ? name : name.disk);
}
