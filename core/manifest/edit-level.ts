import type { ObjectId } from "../ids.ts";
import { LostRolls } from "./boundary.ts";
import { Cursor } from "./cursor.ts";
import { type FinishedNode, LevelWriter } from "./level-writer.ts";
import type { Child, Item } from "./node.ts";
import type { NodeStore } from "./node-store.ts";
import { comparePaths } from "./path.ts";

/** What becomes of one key of a level: another item, or nothing. */
export interface Edit {
  readonly key: string;
  readonly item: Item | null;
}

/** What an edited level asks of the level above it. */
export interface EditedLevel {
  readonly above: Edit[];
  /** The node below that is all that is left on this level; the level itself is then not needed, nor any above. */
  readonly sole: ObjectId | undefined;
}

/**
 * Applies ascending edits to one level of a manifest that is not empty. From each edited node on, items are cut anew until
 * a boundary falls where one was before and no edit is near; the nodes in between are kept unread.
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
    // What comes after everything goes into the last node.
    await cursor.seek(comparePaths(edit.key, lastKey) < 0 ? edit.key : lastKey, level + 1);
    do {
      await cursor.descendTo(level + 1);
      const old = cursor.subtree;
      if (old === undefined) break;
      const { items } = await nodes.child(old, level);
      replaced.push(old);
      cursor.next();
      const isLast = cursor.item === undefined;
      const lost = new LostRolls();
      const inside = new Set<Item>(items.slice(0, -1));
      for (const item of pending.applyTo(items, isLast)) {
        const node = writer.add(item, inside.has(item) ? lost : undefined);
        if (node !== undefined) await store(node);
      }
      if (!isLast) continue;
      const sole = cursor.hasPassed ? undefined : writer.sole;
      if (sole !== undefined && "id" in sole) return { above: [], sole: sole.id };
      const rest = writer.end();
      if (rest !== undefined) await store(rest);
    } while (!writer.isAtBoundary);
  }
  return { above: editsAbove(replaced, written), sole: undefined };
}

/** Applies ascending edits to all items of a level. */
export function applyEdits(items: readonly Item[], edits: readonly Edit[]): Item[] {
  return new PendingEdits(edits).applyTo(items, true);
}

/** The edits of a level that are still to be applied. */
class PendingEdits {
  readonly #edits: readonly Edit[];
  #at = 0;

  constructor(edits: readonly Edit[]) {
    this.#edits = edits;
  }

  get next(): Edit | undefined {
    return this.#edits[this.#at];
  }

  /** Gives a node's items as edited: by the edits up to its last key, and by all that are left if no node follows. */
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

/** Says what the level above has to change for some of its children being replaced by others. */
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
