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
  readonly #cache: NodeCache;
  readonly #reading = new Map<ObjectId, Promise<Node>>();

  /** `cacheBytes` bounds the nodes remembered, counted as encoded; in memory they take about five times that. */
  constructor(objects: ObjectStore, cacheBytes: number | NodeCache = DEFAULT_CACHE_BYTES) {
    this.objects = objects;
    this.#cache = typeof cacheBytes === "number" ? new NodeCache(cacheBytes) : cacheBytes;
  }

  /** Gives a node store over another object store that has the same nodes and more, and shares with it what is remembered. */
  over(objects: ObjectStore): NodeStore {
    return new NodeStore(objects, this.#cache);
  }

  /** Reads a node. Throws `MissingObject` or `CorruptObject`. */
  async node(id: ObjectId): Promise<Node> {
    return this.#cache.get(id) ?? (await this.#readOnce(id));
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
    this.#cache.add(id, { node, bytes: bytes.length });
    return node;
  }
}

/** The nodes that were read last. */
class NodeCache {
  readonly #limit: number;
  /** In order of use: what was used longest ago comes first. */
  readonly #cached = new Map<ObjectId, Cached>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(id: ObjectId): Node | undefined {
    const cached = this.#cached.get(id);
    if (cached === undefined) return undefined;
    this.#cached.delete(id);
    this.#cached.set(id, cached);
    return cached.node;
  }

  add(id: ObjectId, cached: Cached): void {
    if (cached.bytes > this.#limit || this.#cached.has(id)) return;
    this.#cached.set(id, cached);
    this.#bytes += cached.bytes;
    for (const [oldest, { bytes }] of this.#cached) {
      if (this.#bytes <= this.#limit) break;
      this.#cached.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
