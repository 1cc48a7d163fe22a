/** Memory for the bytes of one segment. It is reused, so that reading a large tree allocates little. */
export class Arena {
  readonly #bytes: Uint8Array;
  #used = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** The free part. Fill it and keep it with {@link take}. */
  get free(): Uint8Array {
    return this.#bytes.subarray(this.#used);
  }

  /** Keeps the next bytes and returns a view of them, valid until {@link clear}. */
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

  /** Frees all of it. */
  clear(): void {
    this.#used = 0;
  }
}
