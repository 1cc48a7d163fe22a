import { writeFileSync } from "node:fs";
import { seededBytes } from "../trees.ts";

/** How many cases a fuzz test runs: `npm run proof` sets it; without it, a few. The share is that of this kind of case in all. */
export function casesOf(few: number, share: number): number {
  const all = Number(process.env.STRATA_FUZZ ?? 0);
  return all > 0 ? Math.ceil(all * share) : few;
}

/** Chooses by a seed. */
export class Random {
  #seed: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Returns a whole number from 0 to below a limit of at most 2^32. */
  below(limit: number): number {
    if (this.#at + 4 > this.#bytes.length) {
      this.#bytes = seededBytes(this.#seed++, 256);
      this.#at = 0;
    }
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(this.#at);
    this.#at += 4;
    return limit <= 0 ? 0 : value % limit;
  }

  /** Returns one of some items. */
  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("there is nothing to choose from");
    return item;
  }

  bytes(length: number): Buffer {
    return Buffer.from(seededBytes(this.below(2 ** 31), length));
  }
}

/** Tells the script that watches for a hang which case is under way. */
export function beat(where: string): void {
  const file = process.env.STRATA_FUZZ_BEAT;
  if (file !== undefined) writeFileSync(file, where);
}
