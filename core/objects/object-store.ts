import type { ObjectId } from "../ids.ts";

/**
 * The kind of an object. `metadata` (manifest nodes, chunk lists) is stored apart from `content` (chunks of files), so
 * that listing and comparing read dense data and no contents.
 */
export type ObjectKind = "content" | "metadata";

/**
 * Keeps immutable bytes under their hash. Packs on disk and memory implement it; each passes the suite in
 * `object-store-suite.ts`.
 *
 * Every method may also throw the store's own errors (`StoreLocked`, `DiskFull`, …).
 */
export interface ObjectStore {
  /** Returns for each id, in order, whether it can be read here, also if it is not yet flushed. */
  has(ids: readonly ObjectId[]): Promise<boolean[]>;

  /** Reads an object and verifies its bytes against the id. Throws `MissingObject` or `CorruptObject`. */
  get(id: ObjectId): Promise<Uint8Array>;

  /**
   * Adds an object and returns its id. It can be read at once, but survives a crash only after {@link flush}. Adding an
   * existing object changes nothing.
   */
  put(kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId>;

  /** Makes every object put so far durable. If it throws, none of them may be relied on. */
  flush(): Promise<void>;

  /** Returns every durable id once, in any order. */
  list(): AsyncIterable<ObjectId>;

  /** Removes durable objects. Missing ones are skipped. */
  delete(ids: readonly ObjectId[]): Promise<void>;
}
