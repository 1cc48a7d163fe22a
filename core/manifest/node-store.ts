import type { ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { FinishedNode } from "./level-writer.ts";
import type { Child, Node } from "./node.ts";
import { decodeNode } from "./node-codec.ts";

const DEFAULT_CACHE_BYTES = 12 * 1024 * 1024;

interface Cached {
  readonly node: Node;
  readonly bytes: number;
}

/**
 * Reads and writes manifest nodes over an object store, and remembers those read last in decoded form. Node ids name
 * content, so what is remembered is never stale.
 */
export class NodeStore {
  /** Where the nodes are, and the chunk lists beside them. */
  readonly objects: ObjectStore;
  readonly #limit: number;
  /** In order of use: what was used longest ago comes first. */
  readonly #cache = new Map<ObjectId, Cached>();
  readonly #reading = new Map<ObjectId, Promise<Node>>();
  #bytes = 0;

  /** `cacheBytes` bounds the nodes remembered, counted as encoded; in memory they take about five times that. */
  constructor(objects: ObjectStore, cacheBytes = DEFAULT_CACHE_BYTES) {
    this.objects = objects;
    this.#limit = cacheBytes;
  }

  /** Reads a node. Throws `MissingObject` or `CorruptObject`. */
  async node(id: ObjectId): Promise<Node> {
    const cached = this.#cache.get(id);
    if (cached === undefined) return await this.#readOnce(id);
    this.#cache.delete(id);
    this.#cache.set(id, cached);
    return cached.node;
  }

  /**
   * Reads a child of a branch at `level + 1`, and checks that it is what the branch says: a node of the level below
   * whose last path is the child's key. Navigation relies on both. Throws `MissingObject` or `CorruptObject`.
   */
  async child(child: Child, level: number): Promise<Node> {
    const node = await this.node(child.id);
    if (node.level !== level) throw corruptObject(child.id, `it is at level ${node.level}, not ${level}`);
    if (node.items.at(-1)?.key !== child.key)
      throw corruptObject(child.id, "its last path is not its parent's key");
    return node;
  }

  /** Stores a node and gives the reference to it that a branch holds. */
  async put(node: FinishedNode): Promise<Child> {
    const id = await this.objects.put("metadata", node.encoded);
    return { key: node.key, id, entries: node.entries, bytes: node.bytes };
  }

  #readOnce(id: ObjectId): Promise<Node> {
    const underWay = this.#reading.get(id);
    if (underWay !== undefined) return underWay;
    const reading = this.#read(id).finally(() => this.#reading.delete(id));
    this.#reading.set(id, reading);
    return reading;
  }

  async #read(id: ObjectId): Promise<Node> {
    const bytes = await this.objects.get(id);
    const node = decodeNode(id, bytes);
    this.#remember(id, { node, bytes: bytes.length });
    return node;
  }

  #remember(id: ObjectId, cached: Cached): void {
    if (cached.bytes > this.#limit) return;
    this.#cache.set(id, cached);
    this.#bytes += cached.bytes;
    for (const [oldest, { bytes }] of this.#cache) {
      if (this.#bytes <= this.#limit) break;
      this.#cache.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
