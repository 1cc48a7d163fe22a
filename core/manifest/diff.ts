import type { ObjectId } from "../ids.ts";
import { Cursor } from "./cursor.ts";
import type { Entry } from "./entry.ts";
import { sameItem } from "./node-codec.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths } from "./path.ts";

/** A path in which two manifests differ, with its entry in each; null where it has none. */
export interface Difference {
  readonly path: string;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

/**
 * Yields the paths in which two manifests differ, in the order of their bytes; null stands for an empty manifest. Shared
 * subtrees are skipped by their ids, even between trees of different heights, so the cost is that of the difference.
 */
export async function* diffManifests(
  nodes: NodeStore,
  before: ObjectId | null,
  after: ObjectId | null,
): AsyncGenerator<Difference> {
  if (before === after) return;
  const [old, now] = await Promise.all([open(nodes, before), open(nodes, after)]);
  for (;;) {
    const level = Math.max(old?.level ?? -1, now?.level ?? -1);
    if (level < 0) return;
    if (level === 0) {
      yield* compareEntries(old, now);
    } else if (old?.subtree !== undefined && old.subtree.id === now?.subtree?.id) {
      old.next();
      now.next();
    } else {
      // The higher subtree may contain the other as a child. Two of one level must both be entered.
      await Promise.all([old?.descendTo(level - 1), now?.descendTo(level - 1)]);
    }
  }
}

/** Compares entries until one side stands on a subtree or both are at their ends. */
function* compareEntries(old: Cursor | undefined, now: Cursor | undefined): Generator<Difference> {
  for (;;) {
    const a = old?.entry;
    const b = now?.entry;
    const isSame = a !== undefined && b !== undefined && sameItem(a, b);
    const order = isSame ? 0 : a && b ? comparePaths(a.key, b.key) : a ? -1 : 1;
    if (a !== undefined && order < 0) {
      yield { path: a.key, before: a.entry, after: null };
    } else if (b !== undefined && order > 0) {
      yield { path: b.key, before: null, after: b.entry };
    } else if (a !== undefined && b !== undefined && !isSame) {
      yield { path: a.key, before: a.entry, after: b.entry };
    }
    if (order <= 0) old?.next();
    if (order >= 0) now?.next();
    if ((old?.level ?? -1) > 0 || (now?.level ?? -1) > 0) return;
    if (old?.entry === undefined && now?.entry === undefined) return;
  }
}

async function open(nodes: NodeStore, root: ObjectId | null): Promise<Cursor | undefined> {
  return root === null ? undefined : await Cursor.open(nodes, root);
}
