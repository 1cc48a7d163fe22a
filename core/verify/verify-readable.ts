import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { corruptObject, missingObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { ObjectCensus } from "./verify-census.ts";
import type { Pace } from "./verify-pace.ts";

/**
 * The objects of a store that were found intact, for verification to read. All others are missing: they are not looked
 * for, so that the store does not search for new packs and change its index.
 */
export class ReadableObjects implements ObjectStore {
  readonly #objects: Pick<ObjectStore, "get">;
  readonly #census: ObjectCensus;
  readonly #pace: Pace;

  constructor(objects: Pick<ObjectStore, "get">, census: ObjectCensus, pace: Pace) {
    this.#objects = objects;
    this.#census = census;
    this.#pace = pace;
  }

  async has(ids: readonly ObjectId[]): Promise<boolean[]> {
    return ids.map((id) => this.#census.isReadable(id));
  }

  async get(id: ObjectId): Promise<Uint8Array> {
    await this.#pace.pass();
    if (!this.#census.isReadable(id)) throw missingObject(id);
    try {
      return await this.#objects.get(id);
    } catch (thrown) {
      // A disk that cannot read it has damaged it.
      if (thrown instanceof StrataError && thrown.code === "ReadFailed")
        throw corruptObject(id, thrown.message.replace(/\.$/, ""));
      throw thrown;
    }
  }

  put(): Promise<never> {
    return refuse();
  }

  flush(): Promise<never> {
    return refuse();
  }

  // biome-ignore lint/correctness/useYield: it gives nothing, it refuses.
  async *list(): AsyncGenerator<never> {
    await refuse();
  }

  delete(): Promise<never> {
    return refuse();
  }
}

async function refuse(): Promise<never> {
  throw new StrataError("Internal", "A verification only reads objects.");
}
