import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { missingObject } from "./object-errors.ts";
import type { ObjectKind, ObjectStore } from "./object-store.ts";

/** Keeps objects in memory, for tests and temporary trees. */
export class MemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<ObjectId, Uint8Array>();

  async has(ids: readonly ObjectId[]): Promise<boolean[]> {
    return ids.map((id) => this.#objects.has(id));
  }

  async get(id: ObjectId): Promise<Uint8Array> {
    const bytes = this.#objects.get(id);
    if (bytes === undefined) throw missingObject(id);
    return bytes;
  }

  async put(_kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId> {
    const id = hashId(bytes);
    if (!this.#objects.has(id)) this.#objects.set(id, Uint8Array.from(bytes));
    return id;
  }

  async flush(): Promise<void> {}

  async *list(): AsyncIterable<ObjectId> {
    yield* this.#objects.keys();
  }

  async delete(ids: readonly ObjectId[]): Promise<void> {
    for (const id of ids) this.#objects.delete(id);
  }
}
