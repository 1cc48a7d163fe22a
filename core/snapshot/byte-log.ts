const BLOCK = 1024 * 1024;
const LENGTH_BYTES = 4;

/**
 * Keeps many small pieces of bytes in a few large buffers: as objects of their own, pieces of 40 bytes would take 200 each, and the garbage
 * collector would look at every one of them again and again.
 */
export class ByteLog {
  readonly #blocks: Buffer[] = [];
  #used = BLOCK;

  /** Keeps a piece of so many bytes, which `fill` writes at an offset; gives the number that it is known by. */
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

  /** Gives the bytes of a piece, as they are kept. */
  get(no: number): Buffer {
    const block = this.#blocks[Math.floor(no / BLOCK)];
    if (block === undefined) throw new RangeError(`There is no piece ${no}.`);
    const at = no % BLOCK;
    const begin = at + LENGTH_BYTES;
    return block.subarray(begin, begin + block.readUInt32LE(at));
  }
}
