const BLOCK = 1024 * 1024;
const LENGTH_BYTES = 4;

/**
 * Keeps many small pieces of bytes in a few large buffers. As separate objects, pieces of 40 bytes would take 200 each
 * and slow down every garbage collection.
 */
export class ByteLog {
  readonly #blocks: Buffer[] = [];
  #used = BLOCK;

  /** Adds a piece of this length, which `fill` writes at an offset. Returns its number. */
  add(length: number, fill: (block: Buffer, at: number) => void): number {
    const needed = LENGTH_BYTES + length;
    let block = this.#blocks.at(-1);
    if (block === undefined || this.#used + needed > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(BLOCK, needed));
      this.#blocks.push(block);
      this.#used = 0;
    }
    const at = this.#used;
    block.writeUInt32LE(length, at);
    fill(block, at + LENGTH_BYTES);
    this.#used += needed;
    return (this.#blocks.length - 1) * BLOCK + at;
  }

  /** Returns the bytes of a piece without copying them. */
  get(no: number): Buffer {
    const block = this.#blocks[Math.floor(no / BLOCK)];
    if (block === undefined) throw new RangeError(`There is no piece ${no}.`);
    const at = no % BLOCK;
    const begin = at + LENGTH_BYTES;
    return block.subarray(begin, begin + block.readUInt32LE(at));
  }
}
