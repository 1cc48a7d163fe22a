import { StrataError } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import { readChunks } from "../manifest/chunk-list.ts";
import type { Entry } from "../manifest/entry.ts";
import { corruptObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";

/** Gives a file's bytes in order, a chunk at a time, each verified. Throws `MissingObject` or `CorruptObject`. */
export async function* readContent(objects: ObjectStore, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.content.kind === "inline") {
    yield entry.content.bytes;
    return;
  }
  for await (const { id, len } of readChunks(objects, entry)) {
    const bytes = await objects.get(id);
    if (bytes.length !== len)
      throw corruptObject(id, `it has ${bytes.length} bytes where its file says ${len}`);
    yield bytes;
  }
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
