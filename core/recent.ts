/**
 * Remembers what was asked for last, up to a total weight; what was used longest ago goes first. What was put in last stays
 * however heavy it is.
 */
export class Recent<V> {
  readonly #limit: number;
  readonly #weigh: (value: V) => number;
  /** In order of use: what was used longest ago comes first. */
  readonly #kept = new Map<string, V>();
  #weight = 0;

  constructor(limit: number, weigh: (value: V) => number = () => 1) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  /** Gives what is remembered under a key. */
  get(key: string): V | undefined {
    const value = this.#kept.get(key);
    if (value === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, value);
    return value;
  }

  /** Remembers a value in place of what there is under the key. */
  set(key: string, value: V): void {
    this.#forget(key);
    this.#kept.set(key, value);
    this.#weight += this.#weigh(value);
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#limit || oldest === key) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const value = this.#kept.get(key);
    if (value === undefined) return;
    this.#kept.delete(key);
    this.#weight -= this.#weigh(value);
  }
}
