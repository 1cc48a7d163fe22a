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
 * Reads and writes the nodes of manifests, whose bytes are in an {@link ObjectStore}. It decodes and validates every node
 * it reads, and caches the most recently used ones; since an id is the hash of its content, the cache is never stale.
 * Concurrent reads of one node share the work.
 *
 * One node store per object store is enough for all snapshots. It has no state besides the cache and needs no closing:
 * the object store decides when nodes become durable.
 */
export class NodeStore {
  /** The objects: nodes, chunk lists and chunks. */
  readonly objects: ObjectStore;
  readonly #cache: NodeCache;
  readonly #reading = new Map<ObjectId, Promise<Node>>();

  /** `cacheBytes` limits the encoded size of the cached nodes; decoded they take about five times as much memory. */
  constructor(objects: ObjectStore, cacheBytes: number | NodeCache = DEFAULT_CACHE_BYTES) {
    this.objects = objects;
    this.#cache = typeof cacheBytes === "number" ? new NodeCache(cacheBytes) : cacheBytes;
  }

  /**
   * Returns a node store over another object store that has all nodes of this one and perhaps more. Both share the cache.
   */
  over(objects: ObjectStore): NodeStore {
    return new NodeStore(objects, this.#cache);
  }

  /** Returns a node. Throws `MissingObject`, `CorruptObject`. */
  async node(id: ObjectId): Promise<Node> {
    return this.#cache.get(id) ?? (await this.#readOnce(id));
  }

  /**
   * Returns a child of a branch at `level + 1`. Checks what navigation relies on: the child is at `level` and its last
   * path is the key in the branch. Throws `MissingObject`, `CorruptObject`.
   */
  async child(child: Child, level: number): Promise<Node> {
    const node = await this.node(child.id);
    if (node.level !== level) throw corruptObject(child.id, `it is at level ${node.level}, not ${level}`);
    if (node.items.at(-1)?.key !== child.key)
      throw corruptObject(child.id, "its last path is not its parent's key");
    return node;
  }

  /** Stores a node and returns the reference to it for the branch above. */
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

/** The most recently used nodes. */
class NodeCache {
  readonly #limit: number;
  /** In order of use, least recently used first. */
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
