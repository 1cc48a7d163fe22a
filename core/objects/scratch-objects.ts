import type { ObjectId } from "../ids.ts";
import type { MemoryObjectStore } from "./memory-store.ts";
import type { ObjectKind, ObjectStore } from "./object-store.ts";

/**
 * Reads temporary objects in memory together with those of a store. A put goes to one of the two and checks only that
 * one, so that a durable object is never left out because a temporary copy exists.
 */
export class ScratchObjects implements ObjectStore {
  readonly #scratch: MemoryObjectStore;
  readonly #store: ObjectStore;
  readonly #into: ObjectStore;

  constructor(scratch: MemoryObjectStore, store: ObjectStore, into: "scratch" | "store") {
    this.#scratch = scratch;
    this.#store = store;
    this.#into = into === "scratch" ? scratch : store;
  }

  async get(id: ObjectId): Promise<Uint8Array> {
    const [isScratch] = await this.#scratch.has([id]);
    return await (isScratch ? this.#scratch : this.#store).get(id);
  }

  has(ids: readonly ObjectId[]): Promise<boolean[]> {
    return this.#into.has(ids);
  }

  put(kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId> {
    return this.#into.put(kind, bytes);
  }

  flush(): Promise<void> {
    return this.#into.flush();
  }

  list(): AsyncIterable<ObjectId> {
    return this.#into.list();
  }

  delete(ids: readonly ObjectId[]): Promise<void> {
    return this.#into.delete(ids);
  }
}
