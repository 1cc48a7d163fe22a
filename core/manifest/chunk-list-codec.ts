import { hashPrefix } from "../hash.ts";
import { ID_BYTES, idToBytes, type ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import type { ChunkRef } from "./entry.ts";
import { CHUNK_REF_BYTES, readChunkRef, writeChunkRef } from "./entry-codec.ts";

/** The only version of chunk lists so far. */
export const CHUNK_LIST_VERSION = 1;
const MIN_ITEMS = 256;
const MAX_ITEMS = 4096;
/** An item ends its object when its hash is below this, of 2^32: one in 1,024. */
const THRESHOLD = 2 ** 22;

/**
 * An object that lists chunks of a file with more chunks than an entry may list. At level 0 the items are chunks; at
 * higher levels each is another chunk list, with the total bytes below it.
 */
export interface ChunkList {
  readonly level: number;
  readonly items: readonly ChunkRef[];
}

/** Decides where the chunk lists of one level end, from the items since the last boundary alone. */
export class ChunkListBoundary {
  readonly #hashInput = Buffer.alloc(1 + ID_BYTES);
  #items = 0;

  constructor(level: number) {
    this.#hashInput[0] = level;
  }

  /** Adds the next item's id and returns whether the object ends after it. */
  endsAfter(id: ObjectId): boolean {
    this.#items += 1;
    const isEnd = this.#items >= MIN_ITEMS && (this.#items >= MAX_ITEMS || this.#hash(id) < THRESHOLD);
    if (isEnd) this.#items = 0;
    return isEnd;
  }

  #hash(id: ObjectId): number {
    this.#hashInput.set(idToBytes(id), 1);
    return hashPrefix(this.#hashInput);
  }
}

/** Encodes `{ version: u8 = 1, level: u8, Vec<{ id, len: u64 }> }`. */
export function encodeChunkList({ level, items }: ChunkList): Uint8Array {
  const to = new BincodeWriter(2 + 8 + items.length * CHUNK_REF_BYTES);
  to.u8(CHUNK_LIST_VERSION);
  to.u8(level);
  to.u64(items.length);
  for (const item of items) writeChunkRef(to, item);
  return to.take();
}

/** Decodes a chunk list from untrusted bytes. Throws `CorruptObject` with `id`. */
export function decodeChunkList(id: ObjectId, bytes: Uint8Array): ChunkList {
  const from = new BincodeReader(id, bytes);
  const version = from.u8();
  if (version !== CHUNK_LIST_VERSION)
    throw from.corrupt(`it is not a chunk list of version ${CHUNK_LIST_VERSION}`);
  const level = from.u8();
  const count = from.count(CHUNK_REF_BYTES);
  if (count === 0) throw from.corrupt("a chunk list is empty");
  if (count > MAX_ITEMS) throw from.corrupt(`a chunk list has more than ${MAX_ITEMS} items`);
  const items: ChunkRef[] = [];
  for (let at = 0; at < count; at++) items.push(readChunkRef(from));
  from.end();
  return { level, items };
}

/** Returns the total bytes of all items. */
export function totalLength(items: readonly ChunkRef[]): number {
  let total = 0;
  for (const { len } of items) total += len;
  return total;
}
