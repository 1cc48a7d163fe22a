import type { ID_BYTES } from "../ids.ts";

/** The part of the table that may be in use before it grows. */
const LOAD = 0.7;
const WORD = 4;

/**
 * A set of ids in one block of memory, of a fixed number of bytes an id. An id is hashed already, so that its first bytes say
 * where it belongs (open addressing, linear probing).
 *
 * With `bytes` = 32 it is exact. With 8 it is a third of the size, and two ids of 2^64 may count as the same one; that is safe
 * only where a wrong yes does no harm.
 */
export class IdSet {
  readonly #words: number;
  /** The id that is looked for. */
  readonly #key: Uint32Array;
  #slots: Uint32Array;
  #capacity: number;
  #size = 0;

  /** `expected` is the number of ids for which there is room at once. */
  constructor(bytes: 8 | typeof ID_BYTES, expected = 0) {
    this.#words = bytes / WORD;
    this.#key = new Uint32Array(this.#words);
    this.#capacity = capacityFor(expected);
    this.#slots = new Uint32Array(this.#capacity * this.#words);
  }

  /** Number of ids. */
  get size(): number {
    return this.#size;
  }

  /** Adds the id whose raw bytes begin at an offset; returns whether it is new. */
  add(id: Uint8Array, offset = 0): boolean {
    if (this.#size >= this.#capacity * LOAD) this.#grow();
    this.#lookFor(id, offset);
    const slot = this.#find(this.#slots, this.#capacity);
    if (!isFree(this.#slots, slot)) return false;
    this.#slots.set(this.#key, slot);
    this.#size++;
    return true;
  }

  /** Returns whether the id in these raw bytes is in the set. */
  has(id: Uint8Array): boolean {
    this.#lookFor(id, 0);
    return !isFree(this.#slots, this.#find(this.#slots, this.#capacity));
  }

  #lookFor(id: Uint8Array, offset: number): void {
    const key = this.#key;
    for (let word = 0; word < key.length; word++) {
      const at = offset + word * WORD;
      key[word] =
        (id[at] ?? 0) | ((id[at + 1] ?? 0) << 8) | ((id[at + 2] ?? 0) << 16) | ((id[at + 3] ?? 0) << 24);
    }
    // Two zero words stand for a free slot.
    if (key[0] === 0 && key[1] === 0) key[1] = 1;
  }

  /** Returns where the id that is looked for is, or the free place where it belongs. */
  #find(slots: Uint32Array, capacity: number): number {
    const [words, key] = [this.#words, this.#key];
    for (let at = (key[0] ?? 0) % capacity; ; at = at + 1 === capacity ? 0 : at + 1) {
      const slot = at * words;
      if (isFree(slots, slot)) return slot;
      let same = 0;
      while (same < words && slots[slot + same] === key[same]) same++;
      if (same === words) return slot;
    }
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    const slots = new Uint32Array(capacity * this.#words);
    for (let slot = 0; slot < this.#slots.length; slot += this.#words) {
      if (isFree(this.#slots, slot)) continue;
      this.#key.set(this.#slots.subarray(slot, slot + this.#words));
      slots.set(this.#key, this.#find(slots, capacity));
    }
    this.#capacity = capacity;
    this.#slots = slots;
  }
}

function isFree(slots: Uint32Array, slot: number): boolean {
  return slots[slot] === 0 && slots[slot + 1] === 0;
}

function capacityFor(expected: number): number {
  return Math.max(1024, Math.ceil(expected / LOAD) + 1);
}
