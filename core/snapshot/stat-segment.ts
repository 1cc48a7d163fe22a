import { SIGNATURE_BYTES } from "./signature.ts";

/** A cached file. */
export interface RememberedFile {
  readonly name: string;
  readonly signature: Uint8Array;
  /** The encoded entry. */
  readonly entry: Uint8Array;
}

/** No segment but a folder's last is smaller, in bytes. */
const MIN_SEGMENT = 256 * 1024;
/** A segment ends with the file that brings it to this size, in bytes. */
const MAX_SEGMENT = 1024 * 1024;
/** 2^32 / 128 KiB: past the minimum, a file of n bytes ends its segment with probability n / 128 KiB. */
const THRESHOLD_PER_BYTE = 2 ** 15;

/** The offsets of a file's parts in a segment. */
interface Place {
  readonly name: number;
  readonly signature: number;
  readonly entry: number;
  readonly end: number;
}

/**
 * The cached files of a range of names, in byte order, read from their row on demand: an object for each of thousands
 * would take several times the row.
 */
export class StatSegment {
  /** The beginning of the range. */
  readonly first: Buffer;
  /** The beginning of the next segment's range; undefined for the last segment. */
  readonly next: Buffer | undefined;
  readonly #row: Buffer;
  /** The file before the one to look at next, and the offset of that one. */
  #before: Place | undefined;
  #at = 0;
  #passedOver = false;

  constructor(first: Buffer, next: Buffer | undefined, row: Buffer) {
    this.first = first;
    this.next = next;
    this.#row = row;
  }

  /** Whether a name lies in the range. */
  covers(name: Buffer): boolean {
    return this.first.compare(name) <= 0 && (this.next === undefined || name.compare(this.next) < 0);
  }

  /** Whether every file was asked for, in order. */
  get isUsedUp(): boolean {
    return !this.#passedOver && this.#at === this.#row.length;
  }

  /** Returns the encoded entry of a file; undefined if there is none, or not with this signature. Fastest in order. */
  entry(name: Buffer, signature?: Uint8Array): Buffer | undefined {
    const place = this.#find(name);
    if (place === undefined) return undefined;
    if (signature !== undefined) {
      const end = place.signature + SIGNATURE_BYTES;
      if (this.#row.compare(signature, 0, SIGNATURE_BYTES, place.signature, end) !== 0) return undefined;
    }
    return this.#row.subarray(place.entry, place.end);
  }

  /** Yields all files. */
  *files(): Generator<RememberedFile> {
    for (let place = this.#place(0); place !== undefined; place = this.#place(place.end)) {
      yield {
        name: this.#row.toString("utf8", place.name, place.signature),
        signature: this.#row.subarray(place.signature, place.signature + SIGNATURE_BYTES),
        entry: this.#row.subarray(place.entry, place.end),
      };
    }
  }

  #find(name: Buffer): Place | undefined {
    for (let place = this.#place(this.#at); place !== undefined; place = this.#place(this.#at)) {
      const order = this.#compare(name, place);
      if (order < 0) break;
      this.#at = place.end;
      this.#before = place;
      if (order === 0) return place;
      this.#passedOver = true;
    }
    if (this.#before === undefined || this.#compare(name, this.#before) > 0) return undefined;
    // It is out of order.
    this.#passedOver = true;
    this.#before = undefined;
    this.#at = 0;
    return this.#find(name);
  }

  #compare(name: Buffer, place: Place): number {
    return -this.#row.compare(name, 0, name.length, place.name, place.signature);
  }

  /** Returns undefined at the end, or if the row is damaged. */
  #place(at: number): Place | undefined {
    const row = this.#row;
    if (at + 2 > row.length) return undefined;
    const signature = at + 2 + row.readUInt16LE(at);
    const length = signature + SIGNATURE_BYTES;
    if (length + 4 > row.length) return undefined;
    const end = length + 4 + row.readUInt32LE(length);
    return end > row.length ? undefined : { name: at + 2, signature, entry: length + 4, end };
  }
}

/**
 * Cuts a folder's files, in byte order of their names, into segments. For each file a segment has: u16 length of the
 * name, the name, the signature, u32 length of the entry, the entry.
 *
 * A segment's end depends only on the files since the last end, so that after a change the segments are soon the old
 * ones again.
 */
export class SegmentWriter {
  #bytes = Buffer.allocUnsafe(16 * 1024);
  #length = 0;

  /** Adds the next file. Returns whether the segment ends after it. */
  add({ name, signature, entry }: RememberedFile): boolean {
    const begin = this.#length;
    this.#reserve(2 + 3 * name.length + SIGNATURE_BYTES + 4 + entry.length);
    const nameEnd = begin + 2 + this.#bytes.write(name, begin + 2);
    this.#bytes.writeUInt16LE(nameEnd - begin - 2, begin);
    this.#bytes.set(signature, nameEnd);
    const entryAt = this.#bytes.writeUInt32LE(entry.length, nameEnd + SIGNATURE_BYTES);
    this.#bytes.set(entry, entryAt);
    this.#length = entryAt + entry.length;
    if (this.#length < MIN_SEGMENT) return false;
    if (this.#length >= MAX_SEGMENT) return true;
    const threshold = (this.#length - begin) * THRESHOLD_PER_BYTE;
    return hashOf(this.#bytes, begin + 2, nameEnd) < threshold;
  }

  /** Returns the segment's bytes, valid until the next file is added, and begins the next segment. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Returns the FNV-1a hash of a part of bytes: a u32. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}
