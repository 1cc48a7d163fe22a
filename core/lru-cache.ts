/**
 * Caches values up to a total weight and evicts the least recently used first. The value set last always stays, however
 * heavy it is.
 */
export class LruCache<V> {
  readonly #limit: number;
  readonly #weigh: (value: V) => number;
  /** In order of use, least recently used first. */
  readonly #values = new Map<string, V>();
  #weight = 0;

  /** `limit` is the total weight; without `weigh` every value weighs 1. */
  constructor(limit: number, weigh: (value: V) => number = () => 1) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  /** Returns the value under a key, and counts that as a use. */
  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  /** Sets the value under a key, in place of any there is. */
  set(key: string, value: V): void {
    this.#remove(key);
    this.#values.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#values.keys()) {
      if (this.#weight <= this.#limit || oldest === key) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const value = this.#values.get(key);
    if (value === undefined) return;
    this.#values.delete(key);
    this.#weight -= this.#weigh(value);
  }
}
