import { hashId } from "../../hash.ts";
import type { ObjectId } from "../../ids.ts";
import { readChunks } from "../../manifest/chunk-list.ts";
import type { Entry } from "../../manifest/entry.ts";
import type { ObjectStore } from "../../objects/object-store.ts";

/**
 * Returns the number of bytes of entries that are surely zeros, without reading contents: a long run of zeros is cut
 * into equal chunks, whose id is known.
 */
export async function knownHoles(
  objects: ObjectStore,
  entries: AsyncIterable<readonly [path: string, entry: Entry]>,
): Promise<number> {
  const isZeros = new Map<ObjectId, boolean>();
  let bytes = 0;
  for await (const [, entry] of entries) {
    if (entry.content.kind === "inline") continue;
    let before: ObjectId | undefined;
    for await (const { id, len } of readChunks(objects, entry)) {
      // A single chunk is not worth hashing that many zeros.
      if (id === before && !isZeros.has(id)) isZeros.set(id, hashId(new Uint8Array(len)) === id);
      if (isZeros.get(id)) bytes += len;
      before = id;
    }
  }
  return bytes;
}
