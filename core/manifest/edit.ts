import type { ObjectId, SnapshotId } from "../ids.ts";
import { type Change, settleChanges } from "./changes.ts";
import { Cursor } from "./cursor.ts";
import { applyEdits, type Edit, editLevel } from "./edit-level.ts";
import { isLeaf } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { asRoot, TreeWriter } from "./tree-writer.ts";

/**
 * Applies changes to a manifest and gives the new root, which is exactly what building the result anew would give. Reads
 * and writes the nodes that change, those above them, and those up to where boundaries fall back into step; what changes
 * nothing writes nothing.
 *
 * Changes come in the order of their paths' bytes, each path once; `null` removes a path, and removing what is not there
 * is no change. Whether a name would be both an entry and a folder is judged by the result of all changes together:
 * `ENOTDIR` for a path below an entry, `EISDIR` for an entry over a folder that keeps something. `EINVAL` for a path
 * that is none. Changes out of order and entries that are none are the caller's defect (`Internal`).
 */
export async function editManifest(
  nodes: NodeStore,
  root: SnapshotId,
  changes: Iterable<Change>,
): Promise<SnapshotId> {
  let edits: Edit[] = await settleChanges(nodes, root, [...changes]);
  // The level above the root has one item, the root; of an empty manifest there is no level yet.
  const { subtree: old, level: top } = await Cursor.open(nodes, root);
  const height = old === undefined ? 0 : top;
  for (let level = 0; level < height && edits.length > 0; level++) {
    const { above, sole } = await editLevel(nodes, root, level, edits);
    if (sole !== undefined) return await topmost(nodes, sole);
    edits = above;
  }
  if (edits.length === 0) return root;
  const tree = new TreeWriter(nodes, height);
  for (const item of applyEdits(old === undefined ? [] : [old], edits)) await tree.add(item);
  return await tree.finish();
}

/** Goes down from what alone is left of a level while it has a level of one node below it. */
async function topmost(nodes: NodeStore, id: ObjectId): Promise<SnapshotId> {
  const node = await nodes.node(id);
  const [first, second] = isLeaf(node) ? [] : node.items;
  return first !== undefined && second === undefined ? await topmost(nodes, first.id) : asRoot(id);
}
