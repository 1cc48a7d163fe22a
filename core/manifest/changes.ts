import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { ClashWatch, isAFolder, notAFolder } from "./clash.ts";
import { type Entry, sameEntry } from "./entry.ts";
import { requireEntry } from "./entry-codec.ts";
import type { LeafItem } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths, isUnder, parsePath } from "./path.ts";
import { getEntry, locate, type Place, rangeEntries } from "./read.ts";

/** What becomes of one path: an entry, or nothing. */
export type Change = readonly [path: string, entry: Entry | null];

/** A change that does change something. */
export interface SettledChange {
  readonly key: string;
  readonly item: LeafItem | null;
}

/**
 * Checks changes against each other and against what they leave as it is, and drops those that change nothing. Throws as
 * `editManifest` says.
 */
export async function settleChanges(
  nodes: NodeStore,
  root: ObjectId,
  changes: readonly Change[],
): Promise<SettledChange[]> {
  const removed = new Set<string>();
  for (const [path, entry] of changes) if (entry === null) removed.add(path);
  const stays: Stays = { nodes, root, removed };
  const settled: SettledChange[] = [];
  const clashes = new ClashWatch();
  let previous = "";
  for (const [path, entry] of changes) {
    if (comparePaths(previous, path) >= 0)
      throw new StrataError("Internal", `Out of order: ${path} after ${previous}.`);
    previous = path;
    const place = await locate(nodes, root, path);
    if (entry === null) {
      if (place.entry !== undefined) settled.push({ key: path, item: null });
      continue;
    }
    requireEntry(parsePath(path), entry);
    const above = clashes.add(path);
    if (above !== undefined) throw notAFolder(above, path);
    if (place.entry !== undefined && sameEntry(place.entry, entry)) continue;
    if (place.entry === undefined) await requireFreeName(stays, path, place);
    settled.push({ key: path, item: { key: path, entry } });
  }
  return settled;
}

/** A manifest and what is removed from it. */
interface Stays {
  readonly nodes: NodeStore;
  readonly root: ObjectId;
  readonly removed: ReadonlySet<string>;
}

/**
 * Checks that a new path is neither a folder nor below an entry, among what stays. Its neighbours mostly tell: no more is
 * read unless one of them begins with the very name in question.
 */
async function requireFreeName(stays: Stays, path: string, { before, after }: Place): Promise<void> {
  const { nodes, root, removed } = stays;
  if (after?.startsWith(path)) {
    for await (const [below] of rangeEntries(nodes, root, { under: path })) {
      if (!removed.has(below)) throw isAFolder(path, below);
    }
  }
  const folder = firstNewFolder(path, before, after);
  if (folder === undefined || !before?.startsWith(folder) || removed.has(folder)) return;
  if ((await getEntry(nodes, root, folder)) !== undefined) throw notAFolder(folder, path);
}

/**
 * Gives the topmost folder above a path that has nothing in it yet. Only this one could be an entry: those above it are
 * folders, and those below it would be in it. A folder with something in it has the path's neighbour in it.
 */
function firstNewFolder(path: string, before = "", after = ""): string | undefined {
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
    const folder = path.slice(0, slash);
    if (!isUnder(before, folder) && !isUnder(after, folder)) return folder;
  }
  return undefined;
}
