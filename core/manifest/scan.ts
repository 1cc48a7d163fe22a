import { ID_BYTES, type ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { CHUNK_LIST_VERSION } from "./chunk-list-codec.ts";
import { CHUNK_REF_BYTES, scanEntry } from "./entry-codec.ts";
import { MIN_CHILD_BYTES, MIN_LEAF_ITEM_BYTES, readHead } from "./node-codec.ts";

/** Gets the ids that an object refers to, as they lie in its bytes: 32 of them from `at` on. */
export interface References {
  node(bytes: Uint8Array, at: number): void;
  list(bytes: Uint8Array, at: number): void;
  chunk(bytes: Uint8Array, at: number): void;
}

/**
 * Tells what a node refers to, without building its items or checking its paths, which takes several times as long. Throws
 * `CorruptObject` with `id` for bytes that are no node.
 */
export function scanNode(id: ObjectId, bytes: Uint8Array, found: References): void {
  const from = new BincodeReader(id, bytes);
  const isLeaf = readHead(from) === 0;
  const count = from.count(isLeaf ? MIN_LEAF_ITEM_BYTES : MIN_CHILD_BYTES);
  for (let item = 0; item < count; item++) {
    from.skipRaw();
    if (isLeaf) {
      scanEntry(from, bytes, found);
    } else {
      found.node(bytes, from.skipId());
      from.skip(8 + 8);
    }
  }
  from.end();
}

/** Tells what a chunk list refers to. Throws `CorruptObject` with `id` for bytes that are no chunk list. */
export function scanChunkList(id: ObjectId, bytes: Uint8Array, found: References): void {
  const from = new BincodeReader(id, bytes);
  if (from.u8() !== CHUNK_LIST_VERSION) throw from.corrupt("it is no chunk list of a known version");
  const level = from.u8();
  const count = from.count(CHUNK_REF_BYTES);
  for (let item = 0; item < count; item++) {
    const at = from.skipId();
    if (level === 0) found.chunk(bytes, at);
    else found.list(bytes, at);
    from.skip(CHUNK_REF_BYTES - ID_BYTES);
  }
  from.end();
}
