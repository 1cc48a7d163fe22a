import { isUtf8 } from "node:buffer";
import type { StrataError } from "../errors.ts";
import { ID_BYTES, type ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";

const TWO_32 = 2 ** 32;
const MAX_HIGH_WORD = 2 ** 21 - 1;

/**
 * Decodes canonical bincode 1.x (little-endian, fixed-width integers, u64 lengths) from untrusted bytes. Every length is
 * checked against the bytes left before anything is allocated. Throws `CorruptObject` with the object's id for malformed
 * input.
 */
export class BincodeReader {
  readonly #id: ObjectId;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #at = 0;

  constructor(id: ObjectId, bytes: Uint8Array) {
    this.#id = id;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Offset of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** Moves to an offset returned by {@link at} earlier. */
  goTo(at: number): void {
    this.#at = at;
  }

  /** Returns whether `length` bytes at `at` equal those of another object at `otherAt`. */
  sameBytes(at: number, other: BincodeReader, otherAt: number, length: number): boolean {
    // Buffer.compare costs more than a loop over the few bytes of an entry.
    for (let offset = 0; offset < length; offset++) {
      if (this.#bytes[at + offset] !== other.#bytes[otherAt + offset]) return false;
    }
    return true;
  }

  u8(): number {
    return this.#view.getUint8(this.skip(1));
  }

  u32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  /** Reads a u64 that must be at most 2^53 − 1. */
  u64(): number {
    const at = this.skip(8);
    const high = this.#view.getUint32(at + 4, true);
    if (high > MAX_HIGH_WORD) throw this.corrupt("a number exceeds 2^53 - 1");
    return high * TWO_32 + this.#view.getUint32(at, true);
  }

  /** Reads an Option's tag byte: true when a value follows. */
  option(): boolean {
    const byte = this.u8();
    if (byte > 1) throw this.corrupt(`an option has the tag ${byte}`);
    return byte === 1;
  }

  /** Reads the length of a list whose items take at least `itemBytes` each. */
  count(itemBytes: number): number {
    const count = this.u64();
    if (count > (this.#bytes.length - this.#at) / itemBytes)
      throw this.corrupt("a list is longer than the object");
    return count;
  }

  id(): ObjectId {
    const at = this.skip(ID_BYTES);
    return this.#bytes.toString("hex", at, at + ID_BYTES) as ObjectId;
  }

  /** Skips an id and returns where it is. */
  skipId(): number {
    return this.skip(ID_BYTES);
  }

  /** Skips bytes and returns where they are. */
  skip(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw this.corrupt("it ends too early");
    this.#at = at + length;
    return at;
  }

  /** Skips length-prefixed bytes and returns their number. */
  skipRaw(): number {
    const length = this.u64();
    this.skip(length);
    return length;
  }

  /** Reads length-prefixed bytes as a view of the input, not a copy. */
  raw(): Uint8Array {
    const length = this.u64();
    const at = this.skip(length);
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
  }

  /** Reads a string of at most `maxBytes` that is well-formed UTF-8. */
  text(maxBytes = Number.MAX_SAFE_INTEGER): string {
    const length = this.u64();
    if (length > maxBytes) throw this.corrupt(`a text has more than ${maxBytes} bytes`);
    const start = this.skip(length);
    const end = start + length;
    if (this.#isAscii(start, end)) return this.#bytes.toString("latin1", start, end);
    if (!isUtf8(this.#bytes.subarray(start, end))) throw this.corrupt("a text is not UTF-8");
    return this.#bytes.toString("utf8", start, end);
  }

  /** Throws unless the input is used up. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.corrupt("extra bytes follow its end");
  }

  /** Returns the error that says why the object is corrupt. */
  corrupt(why: string): StrataError {
    return corruptObject(this.#id, why);
  }

  #isAscii(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (this.#view.getUint8(at) > 0x7f) return false;
    return true;
  }
}
