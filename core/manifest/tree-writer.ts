import type { ObjectId, SnapshotId } from "../ids.ts";
import { LevelWriter } from "./level-writer.ts";
import type { Item } from "./node.ts";
import { encodeNode } from "./node-codec.ts";
import type { NodeStore } from "./node-store.ts";

/** Grows a tree upwards from the ascending items of its lowest level, storing each node as it is finished. */
export class TreeWriter {
  readonly #nodes: NodeStore;
  readonly #lowest: number;
  readonly #levels: LevelWriter[] = [];

  /** `lowest` is the level that the items belong to: 0 for entries, more for children that are stored already. */
  constructor(nodes: NodeStore, lowest = 0) {
    this.#nodes = nodes;
    this.#lowest = lowest;
  }

  /** Takes the next item. A promise is given only when a node was finished, and must be awaited. */
  add(item: Item): Promise<void> | undefined {
    return this.#add(item, 0);
  }

  /** Finishes every level, and gives the root: the first level that has one node. Without items that is an empty leaf. */
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

/** Names a tree by its topmost node. */
export function asRoot(id: ObjectId): SnapshotId {
  return id as SnapshotId;
}

async function putEmpty(nodes: NodeStore): Promise<SnapshotId> {
  return asRoot(await nodes.objects.put("metadata", encodeNode({ level: 0, items: [] })));
}
