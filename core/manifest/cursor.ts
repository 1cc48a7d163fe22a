import type { ObjectId } from "../ids.ts";
import {
  type Child,
  type Item,
  type LeafItem,
  lowerBound,
  type Node,
  sumTallies,
  type Tally,
} from "./node.ts";
import type { NodeStore } from "./node-store.ts";

interface Frame {
  readonly level: number;
  readonly items: readonly Item[];
  at: number;
}

const NOTHING: Tally = { entries: 0, bytes: 0 };

/**
 * Moves forward over a manifest in path order and reads nodes on demand. It stands on an entry, or on a subtree that it
 * has not read and can skip as a whole.
 */
export class Cursor {
  readonly #nodes: NodeStore;
  /** The path of nodes from above the root down to the cursor. */
  readonly #frames: Frame[] = [];
  #hasSkipped = false;

  private constructor(nodes: NodeStore, root: Frame) {
    this.#nodes = nodes;
    if (root.items.length > 0) this.#frames.push(root);
  }

  /** Opens a manifest with the cursor on its root as a subtree; for an empty manifest, at the end. */
  static async open(nodes: NodeStore, root: ObjectId): Promise<Cursor> {
    const node = await nodes.node(root);
    return new Cursor(nodes, { level: node.level + 1, items: rootItems(root, node), at: 0 });
  }

  /** The current item: an entry at level 0, a subtree at higher levels; undefined at the end. */
  get item(): Item | undefined {
    const frame = this.#frames.at(-1);
    return frame?.items[frame.at];
  }

  /** The current item if it is an entry. */
  get entry(): LeafItem | undefined {
    const item = this.item;
    return item !== undefined && "entry" in item ? item : undefined;
  }

  /** The current item if it is a subtree. */
  get subtree(): Child | undefined {
    const item = this.item;
    return item !== undefined && "id" in item ? item : undefined;
  }

  /** The level of the node that holds the current item; -1 at the end. */
  get level(): number {
    return this.#frames.at(-1)?.level ?? -1;
  }

  /** Whether {@link seek} has skipped any item so far. */
  get hasSkipped(): boolean {
    return this.#hasSkipped;
  }

  /** Moves to the next item without reading the current one. */
  next(): void {
    let frame = this.#frames.at(-1);
    while (frame !== undefined) {
      frame.at += 1;
      if (frame.at < frame.items.length) return;
      this.#frames.pop();
      frame = this.#frames.at(-1);
    }
  }

  /** Reads the current subtree's node and moves to its first item. */
  async descend(): Promise<void> {
    const child = this.subtree;
    if (child === undefined) return;
    const level = this.level - 1;
    const { items } = await this.#nodes.child(child, level);
    this.#frames.push({ level, items, at: 0 });
  }

  /** Descends until the current item is at `level` or the cursor is at the end. */
  async descendTo(level: number): Promise<void> {
    while (this.level > level) await this.descend();
  }

  /**
   * Moves forward to the first item at `level` whose key is not less than `key`, and returns the tally of the skipped
   * items. Subtrees that end before `key` are not read.
   */
  async seek(key: string, level = 0): Promise<Tally> {
    let skipped = NOTHING;
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const to = lowerBound(frame.items, key, frame.at);
      if (to > frame.at) {
        const more = sumTallies(frame.items, frame.at, to);
        skipped = { entries: skipped.entries + more.entries, bytes: skipped.bytes + more.bytes };
        this.#hasSkipped = true;
        frame.at = to;
      }
      if (to === frame.items.length) {
        this.#frames.pop();
        const above = this.#frames.at(-1);
        if (above !== undefined) above.at += 1;
      } else if (frame.level <= level) {
        break;
      } else {
        await this.descend();
      }
    }
    return skipped;
  }
}

/** Opens a manifest with the cursor on its first entry whose path is not less than `from`. */
export async function openEntries(nodes: NodeStore, root: ObjectId, from = ""): Promise<Cursor> {
  const cursor = await Cursor.open(nodes, root);
  await cursor.seek(from);
  return cursor;
}

function rootItems(id: ObjectId, node: Node): Child[] {
  const last = node.items.at(-1);
  return last === undefined ? [] : [{ key: last.key, id, ...sumTallies(node.items) }];
}
