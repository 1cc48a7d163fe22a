import type { ObjectId } from "../ids.ts";
import { NonBoundaryItems } from "./boundary.ts";
import { Cursor } from "./cursor.ts";
import { type FinishedNode, LevelWriter } from "./level-writer.ts";
import type { Child, Item } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths } from "./path.ts";

/** A key of a level and its new item; null removes the key. */
export interface Edit {
  readonly key: string;
  readonly item: Item | null;
}

/** The edits that an edited level requires in the level above. */
export interface EditedLevel {
  readonly above: Edit[];
  /**
   * Set when this level now consists of a single node of the level below: then neither this level nor those above are
   * needed.
   */
  readonly sole: ObjectId | undefined;
}

/**
 * Applies ascending edits to one level of a non-empty manifest and stores the new nodes. From each edited node on, items
 * are cut again until a boundary coincides with an old one; nodes between edits are not read.
 */
export async function editLevel(
  nodes: NodeStore,
  root: ObjectId,
  level: number,
  edits: readonly Edit[],
): Promise<EditedLevel> {
  const cursor = await Cursor.open(nodes, root);
  const lastKey = cursor.subtree?.key ?? "";
  const writer = new LevelWriter(level);
  const replaced: Child[] = [];
  const written: Child[] = [];
  const store = async (node: FinishedNode) => {
    written.push(await nodes.put(node));
  };
  const pending = new PendingEdits(edits);

  for (let edit = pending.next; edit !== undefined; edit = pending.next) {
    // Keys after the last one go into the last node.
    await cursor.seek(comparePaths(edit.key, lastKey) < 0 ? edit.key : lastKey, level + 1);
    do {
      await cursor.descendTo(level + 1);
      const old = cursor.subtree;
      if (old === undefined) break;
      const { items } = await nodes.child(old, level);
      replaced.push(old);
      cursor.next();
      const isLast = cursor.item === undefined;
      const nonBoundary = new NonBoundaryItems();
      const inside = new Set<Item>(items.slice(0, -1));
      for (const item of pending.applyTo(items, isLast)) {
        const node = writer.add(item, inside.has(item) ? nonBoundary : undefined);
        if (node !== undefined) await store(node);
      }
      if (!isLast) continue;
      const sole = cursor.hasSkipped ? undefined : writer.sole;
      if (sole !== undefined && "id" in sole) return { above: [], sole: sole.id };
      const rest = writer.end();
      if (rest !== undefined) await store(rest);
    } while (!writer.isAtBoundary);
  }
  return { above: editsAbove(replaced, written), sole: undefined };
}

/** Returns all items of a level with ascending edits applied. */
export function applyEdits(items: readonly Item[], edits: readonly Edit[]): Item[] {
  return new PendingEdits(edits).applyTo(items, true);
}

/** The edits of a level that have not been applied yet. */
class PendingEdits {
  readonly #edits: readonly Edit[];
  #at = 0;

  constructor(edits: readonly Edit[]) {
    this.#edits = edits;
  }

  get next(): Edit | undefined {
    return this.#edits[this.#at];
  }

  /** Returns a node's items with the edits up to its last key applied, or all remaining edits if it is the last node. */
  applyTo(items: readonly Item[], isLast: boolean): Item[] {
    const edited: Item[] = [];
    for (const item of items) {
      let isReplaced = false;
      for (let edit = this.next; edit !== undefined; edit = this.next) {
        const order = comparePaths(edit.key, item.key);
        if (order > 0) break;
        if (edit.item !== null) edited.push(edit.item);
        isReplaced ||= order === 0;
        this.#at += 1;
      }
      if (!isReplaced) edited.push(item);
    }
    if (!isLast) return edited;
    for (const { item } of this.#edits.slice(this.#at)) if (item !== null) edited.push(item);
    this.#at = this.#edits.length;
    return edited;
  }
}

/** Returns the edits of the level above that replace some of its children by others. */
function editsAbove(replaced: readonly Child[], written: readonly Child[]): Edit[] {
  const edits = new Map<string, Edit>();
  for (const item of written) edits.set(item.key, { key: item.key, item });
  for (const { key, id } of replaced) {
    const now = edits.get(key)?.item;
    if (now === undefined) edits.set(key, { key, item: null });
    else if (now !== null && "id" in now && now.id === id) edits.delete(key);
  }
  return [...edits.values()].sort((a, b) => comparePaths(a.key, b.key));
}
