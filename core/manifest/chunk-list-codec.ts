import { hashPrefix } from "../hash.ts";
import { ID_BYTES, idToBytes, type ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import type { ChunkRef } from "./entry.ts";
import { CHUNK_REF_BYTES, readChunkRef, writeChunkRef } from "./entry-codec.ts";

const VERSION = 1;
const MIN_ITEMS = 256;
const MAX_ITEMS = 4096;
/** Of 2^32: one item in 1,024 ends its object. */
const ODDS = 2 ** 22;

/**
 * An object that names chunks, for a file that has more of them than an entry names. At level 0 the items are chunks; above,
 * each is another such object with the bytes of all that is below it.
 */
export interface ChunkList {
  readonly level: number;
  readonly items: readonly ChunkRef[];
}

/** Decides where the objects of one level end. After an end nothing of the past matters. */
export class ChunkListBoundary {
  readonly #salted = Buffer.alloc(1 + ID_BYTES);
  #items = 0;

  constructor(level: number) {
    this.#salted[0] = level;
  }

  /** Takes the next item's id; tells whether the object ends after it. */
  endsAfter(id: ObjectId): boolean {
    this.#items += 1;
    const isEnd = this.#items >= MIN_ITEMS && (this.#items >= MAX_ITEMS || this.#roll(id) < ODDS);
    if (isEnd) this.#items = 0;
    return isEnd;
  }

  #roll(id: ObjectId): number {
    this.#salted.set(idToBytes(id), 1);
    return hashPrefix(this.#salted);
  }
}

/** Encodes `{ version: u8 = 1, level: u8, Vec<{ id, len: u64 }> }`. */
export function encodeChunkList({ level, items }: ChunkList): Uint8Array {
  const to = new BincodeWriter(2 + 8 + items.length * CHUNK_REF_BYTES);
  to.u8(VERSION);
  to.u8(level);
  to.u64(items.length);
  for (const item of items) writeChunkRef(to, item);
  return to.take();
}

/** Reads a chunk list from bytes that may be hostile. Throws `CorruptObject` naming `id`. */
export function decodeChunkList(id: ObjectId, bytes: Uint8Array): ChunkList {
  const from = new BincodeReader(id, bytes);
  const version = from.u8();
  if (version !== VERSION) throw from.corrupt(`it is not a chunk list of version ${VERSION}`);
  const level = from.u8();
  const count = from.count(CHUNK_REF_BYTES);
  if (count === 0) throw from.corrupt("a chunk list is empty");
  if (count > MAX_ITEMS) throw from.corrupt(`a chunk list has more than ${MAX_ITEMS} items`);
  const items: ChunkRef[] = [];
  for (let at = 0; at < count; at++) items.push(readChunkRef(from));
  from.end();
  return { level, items };
}

/** Sums the bytes of all items. */
export function totalLength(items: readonly ChunkRef[]): number {
  let total = 0;
  for (const { len } of items) total += len;
  return total;
}
