import type { ObjectId } from "../ids.ts";

/**
 * What an object is for. `metadata` (manifest nodes, chunk lists) is kept apart from `content` (chunks of files), so
 * that listing and comparing read densely and never touch contents.
 */
export type ObjectKind = "content" | "metadata";

/**
 * Keeps immutable bytes by the hash of what they are. Implementations: packs on disk, memory; each passes the suite in
 * `object-store-suite.ts`.
 *
 * Every method may fail with the store's own errors (`StoreLocked`, `DiskFull`, …); those listed are the contract.
 */
export interface ObjectStore {
  /** Tells for each id, in order, whether it can be read here, objects not yet flushed included. */
  has(ids: readonly ObjectId[]): Promise<boolean[]>;

  /** Reads an object; the bytes are verified against the id. Throws `MissingObject` or `CorruptObject`. */
  get(id: ObjectId): Promise<Uint8Array>;

  /**
   * Adds an object and gives its id. It can be read at once, and survives a crash only after {@link flush}. Adding what is
   * there already changes nothing.
   */
  put(kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId>;

  /** Makes every object put so far durable. When it throws, none of those it was for may be relied upon. */
  flush(): Promise<void>;

  /** Gives every durable id once, in no particular order. */
  list(): AsyncIterable<ObjectId>;

  /** Removes durable objects. What is not there is passed over. */
  delete(ids: readonly ObjectId[]): Promise<void>;
}
