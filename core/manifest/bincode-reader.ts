import { isUtf8 } from "node:buffer";
import type { StrataError } from "../errors.ts";
import { ID_BYTES, type ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";

const TWO_32 = 2 ** 32;
const MAX_HIGH_WORD = 2 ** 21 - 1;

/**
 * Reads canonical bincode 1.x (little-endian, fixed-width integers, u64 lengths) from bytes that may be hostile: every
 * length is checked against what is left before anything is made of it. What does not fit throws `CorruptObject`
 * naming the object.
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

  /** The offset of the next byte. */
  get at(): number {
    return this.#at;
  }

  /** Goes to an offset that {@link at} gave before. */
  goTo(at: number): void {
    this.#at = at;
  }

  /** Tells whether so many bytes here and in another object, from an offset in each, are the same. */
  sameBytes(at: number, other: BincodeReader, otherAt: number, length: number): boolean {
    // To call Buffer.compare costs more than to look at the few bytes of an entry.
    for (let offset = 0; offset < length; offset++) {
      if (this.#bytes[at + offset] !== other.#bytes[otherAt + offset]) return false;
    }
    return true;
  }

  u8(): number {
    return this.#view.getUint8(this.#pass(1));
  }

  u32(): number {
    return this.#view.getUint32(this.#pass(4), true);
  }

  /** Reads a u64 that must be at most 2^53 − 1. */
  u64(): number {
    const at = this.#pass(8);
    const high = this.#view.getUint32(at + 4, true);
    if (high > MAX_HIGH_WORD) throw this.corrupt("a number is over 2^53 - 1");
    return high * TWO_32 + this.#view.getUint32(at, true);
  }

  /** Reads the byte of an Option: whether a value follows. */
  option(): boolean {
    const byte = this.u8();
    if (byte > 1) throw this.corrupt(`an option is marked ${byte}`);
    return byte === 1;
  }

  /** Reads the length of a list whose items have at least `itemBytes` each. */
  count(itemBytes: number): number {
    const count = this.u64();
    if (count > (this.#bytes.length - this.#at) / itemBytes)
      throw this.corrupt("a list is longer than the object");
    return count;
  }

  id(): ObjectId {
    const at = this.#pass(ID_BYTES);
    return this.#bytes.toString("hex", at, at + ID_BYTES) as ObjectId;
  }

  /** Passes over an id. */
  passId(): void {
    this.#pass(ID_BYTES);
  }

  /** Passes over bytes with their length before them, and gives how many they are. */
  passRaw(): number {
    const length = this.u64();
    this.#pass(length);
    return length;
  }

  /** Reads bytes with their length before them. They are a window on the input, not a copy. */
  raw(): Uint8Array {
    const length = this.u64();
    const at = this.#pass(length);
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
  }

  /** Reads a string of at most `maxBytes`, which must be well-formed UTF-8. */
  text(maxBytes = Number.MAX_SAFE_INTEGER): string {
    const length = this.u64();
    if (length > maxBytes) throw this.corrupt(`a text has more than ${maxBytes} bytes`);
    const start = this.#pass(length);
    const end = start + length;
    if (this.#isAscii(start, end)) return this.#bytes.toString("latin1", start, end);
    if (!isUtf8(this.#bytes.subarray(start, end))) throw this.corrupt("a text is not UTF-8");
    return this.#bytes.toString("utf8", start, end);
  }

  /** Checks that nothing is left over. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.corrupt("bytes follow its end");
  }

  /** Makes the error for what is wrong with the object. */
  corrupt(why: string): StrataError {
    return corruptObject(this.#id, why);
  }

  #pass(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw this.corrupt("it ends too early");
    this.#at = at + length;
    return at;
  }

  #isAscii(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if (this.#view.getUint8(at) > 0x7f) return false;
    return true;
  }
}
