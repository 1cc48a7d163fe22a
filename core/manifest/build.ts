import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import { ClashWatch, notAFolder } from "./clash.ts";
import type { Entry } from "./entry.ts";
import { requireEntry } from "./entry-codec.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths, parsePath } from "./path.ts";
import { TreeWriter } from "./tree-writer.ts";

/**
 * Builds the manifest of a whole tree from its entries in the order of their paths' bytes ({@link comparePaths}), and
 * gives its root. Holds a node per level at a time, however many entries there are.
 *
 * Throws `EINVAL` for a path that is none, `ENOTDIR` for one below another entry (an empty folder's too), and `Internal`
 * when the entries are out of order, repeat or are no entries, which is the caller's defect.
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
  // Most items only fill a node: waiting for each of them would cost more than encoding it.
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
