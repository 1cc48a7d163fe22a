import { setImmediate } from "node:timers/promises";
import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { readChunks } from "./chunk-list.ts";
import { type ByteRange, readChunksIn } from "./chunk-range.ts";
import type { ChunkRef, Entry } from "./entry.ts";

/** Gives a file's bytes in order, a chunk at a time, each verified. Throws `MissingObject` or `CorruptObject`. */
export async function* readContent(objects: ObjectStore, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.content.kind === "inline") {
    yield entry.content.bytes;
    return;
  }
  for await (const chunk of readChunks(objects, entry)) yield await getChunk(objects, chunk);
}

/** Gives some of a file's bytes in order, reading no chunk that they do not lie in; what is past the end is left out. */
export async function* readContentIn(
  objects: ObjectStore,
  entry: Entry,
  { from, to }: ByteRange,
): AsyncGenerator<Uint8Array> {
  if (from >= Math.min(to, entry.size)) return;
  if (entry.content.kind === "inline") yield entry.content.bytes.subarray(from, to);
  else yield* chunksIn(objects, entry, { from, to });
}

/** Gives all of a file's bytes at once, letting other work of the thread have its turn between chunks. */
export async function readWhole(objects: ObjectStore, entry: Entry): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readContent(objects, entry)) {
    pieces.push(piece);
    await setImmediate();
  }
  return Buffer.concat(pieces);
}

async function* chunksIn(
  objects: ObjectStore,
  entry: Entry,
  { from, to }: ByteRange,
): AsyncGenerator<Uint8Array> {
  for await (const { id, len, at } of readChunksIn(objects, entry, { from, to })) {
    const bytes = await getChunk(objects, { id, len });
    yield bytes.subarray(Math.max(0, from - at), to - at);
  }
}

async function getChunk(objects: ObjectStore, { id, len }: ChunkRef): Promise<Uint8Array> {
  const bytes = await objects.get(id);
  if (bytes.length === len) return bytes;
  throw corruptObject(id, `it has ${bytes.length} bytes where its file says ${len}`);
}

/**
 * Gives the ids of all objects that a file's bytes need; undefined when a chunk list among them cannot be read, so that
 * nobody knows.
 */
export async function objectsOf(objects: ObjectStore, entry: Entry): Promise<ObjectId[] | undefined> {
  const { content } = entry;
  if (content.kind === "inline") return [];
  if (content.kind === "chunks") return content.chunks.map(({ id }) => id);
  const ids: ObjectId[] = [];
  try {
    for await (const { id } of readChunks(objects, entry, (list) => ids.push(list.id))) ids.push(id);
  } catch (thrown) {
    if (thrown instanceof StrataError && (thrown.code === "MissingObject" || thrown.code === "CorruptObject"))
      return undefined;
    throw thrown;
  }
  return ids;
}
