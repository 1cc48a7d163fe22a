import type { ObjectId, SnapshotId } from "../ids.ts";
import { LevelWriter } from "./level-writer.ts";
import type { Item } from "./node.ts";
import { encodeNode } from "./node-codec.ts";
import type { NodeStore } from "./node-store.ts";

/** Builds a tree bottom-up from the ascending items of its lowest level, storing each node as it is finished. */
export class TreeWriter {
  readonly #nodes: NodeStore;
  readonly #lowest: number;
  readonly #levels: LevelWriter[] = [];

  /** `lowest` is the level of the items: 0 for entries, more for children that are stored already. */
  constructor(nodes: NodeStore, lowest = 0) {
    this.#nodes = nodes;
    this.#lowest = lowest;
  }

  /** Adds the next item. Returns a promise, which must be awaited, only when this finished a node. */
  add(item: Item): Promise<void> | undefined {
    return this.#add(item, 0);
  }

  /**
   * Finishes every level and returns the root: the only node of the lowest level that has just one. Without items it is
   * an empty leaf.
   */
  async finish(): Promise<SnapshotId> {
    for (let height = 0; height < this.#levels.length; height++) {
      const level = this.#level(height);
      const sole = level.sole;
      if (sole !== undefined && "id" in sole) return asRoot(sole.id);
      const node = level.end();
      if (node !== undefined) await this.#add(await this.#nodes.put(node), height + 1);
    }
    return await putEmpty(this.#nodes);
  }

  #add(item: Item, height: number): Promise<void> | undefined {
    const node = this.#level(height).add(item);
    return node && this.#nodes.put(node).then((child) => this.#add(child, height + 1));
  }

  #level(height: number): LevelWriter {
    let level = this.#levels[height];
    if (level === undefined) {
      level = new LevelWriter(this.#lowest + height);
      this.#levels[height] = level;
    }
    return level;
  }
}

/** Returns a root node's id as a snapshot's id. */
export function asRoot(id: ObjectId): SnapshotId {
  return id as SnapshotId;
}

async function putEmpty(nodes: NodeStore): Promise<SnapshotId> {
  return asRoot(await nodes.objects.put("metadata", encodeNode({ level: 0, items: [] })));
}
