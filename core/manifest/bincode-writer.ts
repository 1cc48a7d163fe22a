import { StrataError } from "../errors.ts";
import { ID_BYTES, type ObjectId } from "../ids.ts";

const TWO_32 = 2 ** 32;
const MAX_UTF8_PER_UNIT = 3;

/**
 * Encodes canonical bincode 1.x (little-endian, fixed-width integers, u64 lengths, u32 enum tags) into one growing
 * buffer. The difference of two {@link length} values is an item's encoded size.
 */
export class BincodeWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 48 * 1024) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** Number of bytes written since the last {@link take}. */
  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  u32(value: number): void {
    const at = this.#grow(4);
    this.#putU32(at, value);
  }

  /** Writes a u64. Throws `Internal` unless it is an integer from 0 to 2^53 − 1. */
  u64(value: number): void {
    const at = this.#grow(8);
    this.#putU64(at, value);
  }

  /** Overwrites the u64 at an offset with a value that was not known earlier. */
  overwriteU64(at: number, value: number): void {
    this.#putU64(at, value);
  }

  id(id: ObjectId): void {
    const at = this.#grow(ID_BYTES);
    this.#bytes.write(id, at, ID_BYTES, "hex");
  }

  /** Writes length-prefixed bytes. */
  raw(bytes: Uint8Array): void {
    const at = this.#grow(8 + bytes.length);
    this.#putU64(at, bytes.length);
    this.#bytes.set(bytes, at + 8);
  }

  /** Writes a string as length-prefixed UTF-8. */
  text(text: string): void {
    const at = this.#grow(8);
    this.#reserve(text.length * MAX_UTF8_PER_UNIT);
    const length = this.#bytes.write(text, at + 8, "utf8");
    this.#putU64(at, length);
    this.#length += length;
  }

  /** Returns a copy of the bytes written and empties the buffer. */
  take(): Uint8Array {
    const taken = Buffer.allocUnsafeSlow(this.#length);
    this.#bytes.copy(taken, 0, 0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** Copies what was written to an offset in other bytes, and begins anew. */
  takeInto(target: Buffer, at: number): void {
    this.#bytes.copy(target, at, 0, this.#length);
    this.#length = 0;
  }

  #putU32(at: number, value: number): void {
    const bytes = this.#bytes;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
  }

  #putU64(at: number, value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new StrataError("Internal", `Not a size: ${value}`);
    this.#putU32(at, value);
    this.#putU32(at + 4, Math.floor(value / TWO_32));
  }

  #grow(more: number): number {
    this.#reserve(more);
    const at = this.#length;
    this.#length = at + more;
    return at;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
