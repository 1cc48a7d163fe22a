import type { ObjectId, SnapshotId } from "../ids.ts";
import { type Change, effectiveChanges } from "./changes.ts";
import { Cursor } from "./cursor.ts";
import { applyEdits, type Edit, editLevel } from "./edit-level.ts";
import { isLeaf } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { asRoot, TreeWriter } from "./tree-writer.ts";

/**
 * Applies changes to a manifest and returns the new root: the same root that building the resulting tree from scratch
 * gives. Reads and writes the changed nodes, those above them, and those up to the next shared boundary. Changes without
 * effect write nothing.
 *
 * `changes` are in the order of their paths' bytes, each path once. A null entry removes the path; removing a path that
 * does not exist has no effect. File-or-folder clashes are judged on the result of all changes: `ENOTDIR` for a path
 * below an entry, `EISDIR` for an entry in the place of a folder that is not empty. Throws `EINVAL` for an invalid path
 * and `Internal`, the caller's bug, for changes out of order or invalid entries.
 */
export async function editManifest(
  nodes: NodeStore,
  root: SnapshotId,
  changes: Iterable<Change>,
): Promise<SnapshotId> {
  let edits: Edit[] = await effectiveChanges(nodes, root, [...changes]);
  // The cursor stands on the root as the only item of a level above it. An empty manifest has no level yet.
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

/** Descends from a node while it is a branch with one child, and returns the first that is not. */
async function topmost(nodes: NodeStore, id: ObjectId): Promise<SnapshotId> {
  const node = await nodes.node(id);
  const [first, second] = isLeaf(node) ? [] : node.items;
  return first !== undefined && second === undefined ? await topmost(nodes, first.id) : asRoot(id);
}
