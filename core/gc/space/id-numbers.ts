import type { ObjectId } from "../../ids.ts";

const FREE = -1;
/** The part of the table that may be in use before it grows. */
const LOAD = 0.7;

/**
 * Numbers ids from 0 in the order in which they come. Of each the first 8 bytes are kept, in about 20 bytes of memory: two of 2^64
 * may count as the same one, which is safe where numbers only lead to sums.
 */
export class IdNumbers {
  #slots = new Int32Array(2048).fill(FREE);
  /** The first and the second 4 bytes of each id, by number. */
  #first = new Uint32Array(1024);
  #second = new Uint32Array(1024);
  #size = 0;

  /** Number of ids. */
  get size(): number {
    return this.#size;
  }

  /** Returns the number of an id, which is the next one if the id is new. */
  numberOf(id: ObjectId): number {
    const first = Number.parseInt(id.slice(0, 8), 16);
    const second = Number.parseInt(id.slice(8, 16), 16);
    const slot = this.#slotOf(first, second);
    const known = this.#slots[slot] ?? FREE;
    return known === FREE ? this.#add(slot, first, second) : known;
  }

  /** Returns the number of the id in these raw bytes, or -1. */
  find(id: Buffer): number {
    return this.#slots[this.#slotOf(id.readUInt32BE(0), id.readUInt32BE(4))] ?? FREE;
  }

  #add(slot: number, first: number, second: number): number {
    const number = this.#size++;
    if (number === this.#first.length) {
      this.#first = grown(this.#first);
      this.#second = grown(this.#second);
    }
    this.#first[number] = first;
    this.#second[number] = second;
    this.#slots[slot] = number;
    if (this.#size > this.#slots.length * LOAD) this.#rehash();
    return number;
  }

  #slotOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] ?? FREE;
      if (number === FREE) return slot;
      if (this.#first[number] === first && this.#second[number] === second) return slot;
    }
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(FREE);
    for (let number = 0; number < this.#size; number++) {
      this.#slots[this.#slotOf(this.#first[number] ?? 0, this.#second[number] ?? 0)] = number;
    }
  }
}

function grown(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}
