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
 * Moves forward over a manifest, and reads a node only on entering it: it may stand on an entry, or on a whole subtree
 * that it has not read and can pass over.
 */
export class Cursor {
  readonly #nodes: NodeStore;
  /** From above the root down to where the cursor stands. */
  readonly #frames: Frame[] = [];
  #hasPassed = false;

  private constructor(nodes: NodeStore, root: Frame) {
    this.#nodes = nodes;
    if (root.items.length > 0) this.#frames.push(root);
  }

  /** Opens a manifest, standing on its root as a whole; an empty manifest has nothing to stand on. */
  static async open(nodes: NodeStore, root: ObjectId): Promise<Cursor> {
    const node = await nodes.node(root);
    return new Cursor(nodes, { level: node.level + 1, items: rootItems(root, node), at: 0 });
  }

  /** What the cursor stands on: a leaf's item at level 0, a subtree above; nothing at the end. */
  get item(): Item | undefined {
    const frame = this.#frames.at(-1);
    return frame?.items[frame.at];
  }

  /** The entry that the cursor stands on, if it stands on one. */
  get entry(): LeafItem | undefined {
    const item = this.item;
    return item !== undefined && "entry" in item ? item : undefined;
  }

  /** The subtree that the cursor stands on, if it stands on one. */
  get subtree(): Child | undefined {
    const item = this.item;
    return item !== undefined && "id" in item ? item : undefined;
  }

  /** The level of the node that holds what the cursor stands on; -1 at the end. */
  get level(): number {
    return this.#frames.at(-1)?.level ?? -1;
  }

  /** Whether {@link seek} ever moved past an item. */
  get hasPassed(): boolean {
    return this.#hasPassed;
  }

  /** Moves on to what follows, leaving it unread. */
  next(): void {
    let frame = this.#frames.at(-1);
    while (frame !== undefined) {
      frame.at += 1;
      if (frame.at < frame.items.length) return;
      this.#frames.pop();
      frame = this.#frames.at(-1);
    }
  }

  /** Enters the subtree that the cursor stands on. */
  async descend(): Promise<void> {
    const child = this.subtree;
    if (child === undefined) return;
    const level = this.level - 1;
    const { items } = await this.#nodes.child(child, level);
    this.#frames.push({ level, items, at: 0 });
  }

  /** Enters subtrees until the cursor stands on an item of a node at `level`, or at the end. */
  async descendTo(level: number): Promise<void> {
    while (this.level > level) await this.descend();
  }

  /**
   * Moves forward to the first item of a node at `level` whose key is not less than `key`, and gives what it moved past.
   * Subtrees that end before it are not read.
   */
  async seek(key: string, level = 0): Promise<Tally> {
    let passed = NOTHING;
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const to = lowerBound(frame.items, key, frame.at);
      if (to > frame.at) {
        const more = sumTallies(frame.items, frame.at, to);
        passed = { entries: passed.entries + more.entries, bytes: passed.bytes + more.bytes };
        this.#hasPassed = true;
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
    return passed;
  }
}

/** Opens a manifest on its first entry whose path is not less than `from`. */
export async function openEntries(nodes: NodeStore, root: ObjectId, from = ""): Promise<Cursor> {
  const cursor = await Cursor.open(nodes, root);
  await cursor.seek(from);
  return cursor;
}

function rootItems(id: ObjectId, node: Node): Child[] {
  const last = node.items.at(-1);
  return last === undefined ? [] : [{ key: last.key, id, ...sumTallies(node.items) }];
}
