import { idToBytes, type ObjectId } from "../../ids.ts";

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

  /** Returns the number of the id whose raw bytes begin at an offset, which is the next one if the id is new. */
  numberAt(bytes: Uint8Array, at: number): number {
    const first = wordAt(bytes, at);
    const second = wordAt(bytes, at + 4);
    const slot = this.#slotOf(first, second);
    const known = this.#slots[slot] ?? FREE;
    return known === FREE ? this.#add(slot, first, second) : known;
  }

  /** Returns the number of an id, which is the next one if the id is new. */
  numberOf(id: ObjectId): number {
    return this.numberAt(idToBytes(id), 0);
  }

  /** Returns the number of the id in these raw bytes, or -1. */
  find(id: Uint8Array): number {
    return this.#slots[this.#slotOf(wordAt(id, 0), wordAt(id, 4))] ?? FREE;
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

/** Reads four bytes as a whole number. */
function wordAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return (low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
}
