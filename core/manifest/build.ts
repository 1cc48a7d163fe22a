import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { ClashWatch, notAFolder } from "./clash.ts";
import type { Entry } from "./entry.ts";
import { requireEntry } from "./entry-codec.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths, parsePath } from "./path.ts";
import { TreeWriter } from "./tree-writer.ts";

/**
 * Builds a manifest from the entries of a whole tree in the order of their paths' bytes ({@link comparePaths}), stores
 * its nodes and returns its root. Memory is bounded by one node per level.
 *
 * Throws `EINVAL` for an invalid path, `ENOTDIR` for a path below another entry (an empty folder included), and
 * `Internal`, the caller's bug, for entries that are out of order, repeated or invalid.
 */
export async function buildManifest(
  nodes: NodeStore,
  entries: Iterable<readonly [string, Entry]> | AsyncIterable<readonly [string, Entry]>,
): Promise<SnapshotId> {
  const tree = new TreeWriter(nodes);
  const clashes = new ClashWatch();
  let previous = "";
  const add = (key: string, entry: Entry) => {
    requireEntry(parsePath(key), entry);
    if (comparePaths(previous, key) >= 0)
      throw new StrataError("Internal", `Out of order: ${key} after ${previous}.`);
    const above = clashes.add(key);
    if (above !== undefined) throw notAFolder(above, key);
    previous = key;
    return tree.add({ key, entry });
  };
  // Most items finish no node; awaiting each would cost more than encoding it.
  if (Symbol.iterator in entries) {
    for (const [key, entry] of entries) {
      const stored = add(key, entry);
      if (stored !== undefined) await stored;
    }
  } else {
    for await (const [key, entry] of entries) await add(key, entry);
  }
  return await tree.finish();
}
