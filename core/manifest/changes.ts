import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { ClashWatch, isAFolder, notAFolder } from "./clash.ts";
import { type Entry, sameEntry } from "./entry.ts";
import { requireEntry } from "./entry-codec.ts";
import type { LeafItem } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths, isUnder, parsePath } from "./path.ts";
import { getEntry, locate, type Place, rangeEntries } from "./read.ts";

/** A path and its new entry; null removes the path. */
export type Change = readonly [path: string, entry: Entry | null];

/** A change that has an effect: the key and its new item, or null to remove it. */
export interface EffectiveChange {
  readonly key: string;
  readonly item: LeafItem | null;
}

/**
 * Validates changes against each other and against the manifest, and returns those that have an effect. Throws as
 * `editManifest` does.
 */
export async function effectiveChanges(
  nodes: NodeStore,
  root: ObjectId,
  changes: readonly Change[],
): Promise<EffectiveChange[]> {
  const removed = new Set<string>();
  for (const [path, entry] of changes) if (entry === null) removed.add(path);
  const remaining: Remaining = { nodes, root, removed };
  const effective: EffectiveChange[] = [];
  const clashes = new ClashWatch();
  let previous = "";
  for (const [path, entry] of changes) {
    if (comparePaths(previous, path) >= 0)
      throw new StrataError("Internal", `Out of order: ${path} after ${previous}.`);
    previous = path;
    const place = await locate(nodes, root, path);
    if (entry === null) {
      if (place.entry !== undefined) effective.push({ key: path, item: null });
      continue;
    }
    requireEntry(parsePath(path), entry);
    const above = clashes.add(path);
    if (above !== undefined) throw notAFolder(above, path);
    if (place.entry !== undefined && sameEntry(place.entry, entry)) continue;
    if (place.entry === undefined) await requireFreeName(remaining, path, place);
    effective.push({ key: path, item: { key: path, entry } });
  }
  return effective;
}

/** A manifest and the paths that the changes remove from it. */
interface Remaining {
  readonly nodes: NodeStore;
  readonly root: ObjectId;
  readonly removed: ReadonlySet<string>;
}

/**
 * Throws if a new path is a folder, or lies below an entry, that remains. Its neighbours usually decide this without
 * another read.
 */
async function requireFreeName(remaining: Remaining, path: string, { before, after }: Place): Promise<void> {
  const { nodes, root, removed } = remaining;
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
 * Returns the topmost folder above a path that is empty so far, if any. Only that one can be an entry: those above it are
 * folders, and those below would lie in it. A folder that is not empty contains one of the path's neighbours.
 */
function firstNewFolder(path: string, before = "", after = ""): string | undefined {
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
    const folder = path.slice(0, slash);
    if (!isUnder(before, folder) && !isUnder(after, folder)) return folder;
  }
  return undefined;
}
