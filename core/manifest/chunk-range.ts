import { corruptObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { readList } from "./chunk-list.ts";
import type { ChunkList } from "./chunk-list-codec.ts";
import type { ChunkRef, Entry } from "./entry.ts";

/** A range of a file's bytes: from `from` up to but not including `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** A chunk and its offset in the file. */
export interface PlacedChunk extends ChunkRef {
  readonly at: number;
}

/**
 * Yields the chunks that overlap a range of a file, in order; none for inline content. Reads only the chunk lists that
 * lead to them. Throws as `readChunks` does.
 */
export async function* readChunksIn(
  objects: ObjectStore,
  { content, size }: Pick<Entry, "content" | "size">,
  range: ByteRange,
): AsyncGenerator<PlacedChunk> {
  if (content.kind === "chunks") yield* within(content.chunks, 0, range);
  if (content.kind !== "list") return;
  yield* below(await readList(objects, { id: content.id, len: size }), 0);

  async function* below(list: ChunkList, start: number): AsyncGenerator<PlacedChunk> {
    if (list.level === 0) {
      yield* within(list.items, start, range);
      return;
    }
    for (const item of within(list.items, start, range)) {
      const next = await readList(objects, item);
      if (next.level !== list.level - 1)
        throw corruptObject(item.id, `a chunk list is at level ${next.level}`);
      yield* below(next, item.at);
    }
  }
}

function* within(items: readonly ChunkRef[], start: number, { from, to }: ByteRange): Generator<PlacedChunk> {
  let at = start;
  for (const { id, len } of items) {
    if (at >= to) return;
    if (at + len > from) yield { id, len, at };
    at += len;
  }
}
