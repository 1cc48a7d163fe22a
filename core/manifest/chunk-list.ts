import type { ObjectId } from "../ids.ts";
import { corruptObject } from "../objects/object-errors.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import {
  type ChunkList,
  ChunkListBoundary,
  decodeChunkList,
  encodeChunkList,
  totalLength,
} from "./chunk-list-codec.ts";
import { type ChunkRef, type Content, type Entry, MAX_CHUNKS } from "./entry.ts";

/**
 * Returns a file's content from its chunks in order. Up to {@link MAX_CHUNKS} chunks are listed in the entry itself; more
 * go into chunk lists, which are stored as they fill. A file without chunks is empty and thus inline.
 */
export async function writeChunks(
  objects: ObjectStore,
  chunks: Iterable<ChunkRef> | AsyncIterable<ChunkRef>,
): Promise<Content> {
  const few: ChunkRef[] = [];
  let list: ChunkListWriter | undefined;
  for await (const chunk of chunks) {
    if (list === undefined && few.length < MAX_CHUNKS) {
      few.push(chunk);
      continue;
    }
    if (list === undefined) {
      list = new ChunkListWriter(objects);
      for (const earlier of few) await list.add(earlier);
    }
    await list.add(chunk);
  }
  if (list !== undefined) return { kind: "list", id: await list.end() };
  return few.length === 0 ? { kind: "inline", bytes: new Uint8Array(0) } : { kind: "chunks", chunks: few };
}

/** A chunk list met while reading a file. */
export interface VisitedList extends ChunkList {
  readonly id: ObjectId;
  /** Whether it is the file's topmost list, and whether it is the last of its level. */
  readonly isRoot: boolean;
  readonly isLast: boolean;
}

/**
 * Yields a file's chunks in order; none for inline content. Chunk lists are read as they are needed; `visit` gets each
 * before its items. Throws `MissingObject`, or `CorruptObject` for a list whose level or length differs from what refers
 * to it.
 */
export async function* readChunks(
  objects: ObjectStore,
  { content, size }: Pick<Entry, "content" | "size">,
  visit?: (list: VisitedList) => void,
): AsyncGenerator<ChunkRef> {
  if (content.kind === "chunks") yield* content.chunks;
  if (content.kind !== "list") return;
  const root = await readList(objects, { id: content.id, len: size });
  yield* chunksOf({ ...root, isRoot: true, isLast: true });

  async function* chunksOf(list: VisitedList): AsyncGenerator<ChunkRef> {
    visit?.(list);
    if (list.level === 0) {
      yield* list.items;
      return;
    }
    for (const [at, item] of list.items.entries()) {
      const below = await readList(objects, item);
      if (below.level !== list.level - 1)
        throw corruptObject(item.id, `a chunk list is at level ${below.level}`);
      yield* chunksOf({ ...below, isRoot: false, isLast: list.isLast && at === list.items.length - 1 });
    }
  }
}

/** Checks that a chunk list ends at a boundary. Use it as the `visit` of {@link readChunks}. Throws `CorruptObject`. */
export function requireBoundaries({ id, level, items, isRoot, isLast }: VisitedList): void {
  const boundary = new ChunkListBoundary(level);
  for (const [at, item] of items.entries()) {
    const isEnd = boundary.endsAfter(item.id);
    if (isEnd && at < items.length - 1) throw corruptObject(id, "a chunk list continues past a boundary");
    if (!isEnd && at === items.length - 1 && !isLast)
      throw corruptObject(id, "a chunk list ends before a boundary");
  }
  const fewest = level === 0 ? MAX_CHUNKS + 1 : 2;
  if (isRoot && items.length < fewest)
    throw corruptObject(id, `a chunk list of ${items.length} is not needed`);
}

/** Reads a chunk list and checks its total length. Throws `MissingObject`, `CorruptObject`. */
export async function readList(
  objects: ObjectStore,
  { id, len }: ChunkRef,
): Promise<ChunkList & { id: ObjectId }> {
  const list = decodeChunkList(id, await objects.get(id));
  const total = totalLength(list.items);
  if (total !== len) throw corruptObject(id, `a chunk list of ${total} bytes stands for ${len}`);
  return { id, ...list };
}

/** Cuts a sequence of chunks into chunk lists and stores them. Memory is bounded by one list per level. */
class ChunkListWriter {
  readonly #objects: ObjectStore;
  readonly #levels: Level[] = [];

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  /** Adds the next item of a level. Chunks go to level 0. */
  async add(item: ChunkRef, at = 0): Promise<void> {
    const level = this.#level(at);
    level.items.push(item);
    if (level.boundary.endsAfter(item.id)) await this.#finish(level, at);
  }

  /** Finishes every level and returns the id of the topmost list. */
  async end(): Promise<ObjectId> {
    for (let at = 0; ; at++) {
      const level = this.#level(at);
      const [sole] = level.items;
      if (at > 0 && level.finished === 0 && level.items.length === 1 && sole !== undefined) return sole.id;
      if (level.items.length > 0) await this.#finish(level, at);
    }
  }

  async #finish(level: Level, at: number): Promise<void> {
    const { items } = level;
    level.items = [];
    level.finished += 1;
    const id = await this.#objects.put("metadata", encodeChunkList({ level: at, items }));
    await this.add({ id, len: totalLength(items) }, at + 1);
  }

  #level(at: number): Level {
    let level = this.#levels[at];
    if (level === undefined) {
      level = { boundary: new ChunkListBoundary(at), items: [], finished: 0 };
      this.#levels[at] = level;
    }
    return level;
  }
}

interface Level {
  readonly boundary: ChunkListBoundary;
  items: ChunkRef[];
  finished: number;
}
