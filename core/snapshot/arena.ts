/** Room for the bytes of one segment, used again and again so that reading a large tree allocates little. */
export class Arena {
  readonly #bytes: Uint8Array;
  #used = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** All that is still free; what was filled of it is kept with {@link take}. */
  get free(): Uint8Array {
    return this.#bytes.subarray(this.#used);
  }

  /** Keeps the next bytes and gives a view of them, valid until {@link clear}. */
  take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#used, this.#used + length);
    this.#used += length;
    return taken;
  }

  /** Copies bytes in and keeps them. */
  copy(bytes: Uint8Array): Uint8Array {
    this.#bytes.set(bytes, this.#used);
    return this.take(bytes.length);
  }

  /** Makes all of it free again. */
  clear(): void {
    this.#used = 0;
  }
}
