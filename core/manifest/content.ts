import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { TimeSlice } from "../time-slice.ts";
import { readChunks } from "./chunk-list.ts";
import { type ByteRange, readChunksIn } from "./chunk-range.ts";
import type { ChunkRef, Entry } from "./entry.ts";

/** Yields a file's bytes in order, one verified chunk at a time. Throws `MissingObject`, `CorruptObject`. */
export async function* readContent(objects: ObjectStore, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.content.kind === "inline") {
    yield entry.content.bytes;
    return;
  }
  for await (const chunk of readChunks(objects, entry)) yield await getChunk(objects, chunk);
}

/**
 * Yields a range of a file's bytes in order, reading only the chunks that overlap it. Bytes past the end are left out.
 */
export async function* readContentIn(
  objects: ObjectStore,
  entry: Entry,
  { from, to }: ByteRange,
): AsyncGenerator<Uint8Array> {
  if (from >= Math.min(to, entry.size)) return;
  if (entry.content.kind === "inline") yield entry.content.bytes.subarray(from, to);
  else yield* chunksIn(objects, entry, { from, to });
}

/** Returns all of a file's bytes. Yields to the event loop in between. */
export async function readWhole(objects: ObjectStore, entry: Entry): Promise<Buffer> {
  const slice = new TimeSlice();
  const pieces: Uint8Array[] = [];
  for await (const piece of readContent(objects, entry)) {
    pieces.push(piece);
    await slice.step();
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
 * Returns the ids of all objects that a file's content consists of; undefined when one of its chunk lists cannot be read.
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
