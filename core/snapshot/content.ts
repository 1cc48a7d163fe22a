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
