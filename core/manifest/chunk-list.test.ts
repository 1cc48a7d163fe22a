import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { portableHash } from "../hash.ts";
import { idToBytes, type ObjectId } from "../ids.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { CountingStore, idOf } from "../testing/manifests.ts";
import { readChunks, requireBoundaries, writeChunks } from "./chunk-list.ts";
import { type ChunkList, decodeChunkList, encodeChunkList, totalLength } from "./chunk-list-codec.ts";
import type { ChunkRef, Content } from "./entry.ts";

/** Makes ids instead of hashing chunks; the rule hashes the ids anyway. */
function chunksOf(count: number, seed = 0): ChunkRef[] {
  return Array.from({ length: count }, (_, at) => ({
    id: (seed + at + 1).toString(16).padStart(64, "0") as ObjectId,
    len: 1 + ((seed + at) % 4096),
  }));
}

async function read(store: MemoryObjectStore, content: Content, size: number): Promise<ChunkRef[]> {
  const chunks: ChunkRef[] = [];
  for await (const chunk of readChunks(store, { content, size }, requireBoundaries)) chunks.push(chunk);
  return chunks;
}

function endsBy(level: number, id: ObjectId): boolean {
  const digest = portableHash(Buffer.concat([Uint8Array.of(level), idToBytes(id)]));
  return Buffer.from(digest).readUInt32BE(0) < 2 ** 22;
}

/** Cuts a level as the format describes it. */
function cut(level: number, items: readonly ChunkRef[]): ChunkRef[][] {
  const lists: ChunkRef[][] = [[]];
  for (const item of items) {
    const list = lists.at(-1) ?? [];
    list.push(item);
    if (list.length === 4096 || (list.length >= 256 && endsBy(level, item.id))) lists.push([]);
  }
  return lists.filter((list) => list.length > 0);
}

describe("the chunks of a file", () => {
  test.each([0, 1, 2, 1024])("%i are listed in the entry", async (count) => {
    const store = new CountingStore();
    const content = await writeChunks(store, chunksOf(count));
    expect(content.kind).toBe(count === 0 ? "inline" : "chunks");
    expect(await read(store, content, totalLength(chunksOf(count)))).toEqual(chunksOf(count));
    expect(store.puts + store.gets).toBe(0);
  });

  test.each([1025, 5000, 30_000])("%i are listed in chunk lists, cut as the rule says", async (count) => {
    const store = new MemoryObjectStore();
    const chunks = chunksOf(count);
    const content = await writeChunks(store, chunks);
    expect(await read(store, content, totalLength(chunks))).toEqual(chunks);

    let items = chunks;
    for (let level = 0; level === 0 || items.length > 1; level++) {
      items = await Promise.all(
        cut(level, items).map(async (list) => ({
          id: await new MemoryObjectStore().put("metadata", encodeChunkList({ level, items: list })),
          len: totalLength(list),
        })),
      );
    }
    expect(content).toEqual({ kind: "list", id: items[0]?.id });
  });

  test("may come from an asynchronous sequence", async () => {
    const slowly = async function* () {
      yield* chunksOf(3000);
    };
    const store = new MemoryObjectStore();
    expect(await writeChunks(store, slowly())).toEqual(await writeChunks(store, chunksOf(3000)));
  });

  test("an edit in the middle rewrites few lists", async () => {
    const store = new MemoryObjectStore();
    const chunks = chunksOf(50_000);
    await writeChunks(store, chunks);
    const before = await countObjects(store);
    await writeChunks(store, chunks.toSpliced(25_000, 2, ...chunksOf(3, 1 << 20)));
    expect((await countObjects(store)) - before).toBeLessThanOrEqual(4);
  });

  test("passes every list to the visitor, topmost first", async () => {
    const store = new MemoryObjectStore();
    const chunks = chunksOf(9000);
    const content = await writeChunks(store, chunks);
    const seen: ObjectId[] = [];
    const roots: ObjectId[] = [];
    const visit = (list: { id: ObjectId; isRoot: boolean }) => {
      seen.push(list.id);
      if (list.isRoot) roots.push(list.id);
    };
    for await (const _ of readChunks(store, { content, size: totalLength(chunks) }, visit));
    expect(new Set(seen).size).toBe(await countObjects(store));
    expect(roots).toEqual([content.kind === "list" && content.id]);
    expect(seen[0]).toBe(roots[0]);
  });
});

describe("a chunk list is refused when it", () => {
  const store = new MemoryObjectStore();
  const put = async (list: ChunkList) => await store.put("metadata", encodeChunkList(list));
  const whole = chunksOf(2000);
  const refused = async (id: ObjectId, size: number, culprit: ObjectId, why: RegExp) => {
    const error = { code: "CorruptObject", data: { id: culprit, why: expect.stringMatching(why) } };
    await expect(read(store, { kind: "list", id }, size)).rejects.toMatchObject(error);
  };

  test("has another length than the file", async () => {
    const id = await put({ level: 0, items: whole });
    await refused(id, totalLength(whole) + 1, id, /stands for/);
  });

  test("has another length than the list above says", async () => {
    const id = await put({ level: 0, items: whole });
    const above = await put({
      level: 1,
      items: [
        { id, len: 5 },
        { id, len: 6 },
      ],
    });
    await refused(above, 11, id, /stands for/);
  });

  test("is not at the level below", async () => {
    const id = await put({ level: 0, items: whole });
    const len = totalLength(whole);
    const above = await put({
      level: 2,
      items: [
        { id, len },
        { id, len },
      ],
    });
    await refused(above, 2 * len, id, /level 0/);
  });

  test("continues past a boundary, ends before one, or is not needed", async () => {
    const [first = [], ...rest] = cut(0, chunksOf(9000));
    const past = [...first, ...(rest[0] ?? [])];
    await refused(
      await put({ level: 0, items: past }),
      totalLength(past),
      await put({ level: 0, items: past }),
      /past/,
    );
    const early = { level: 0, items: first.slice(0, -1) };
    const id = await put(early);
    const len = totalLength(early.items);
    const above = await put({
      level: 1,
      items: [
        { id, len },
        { id, len },
      ],
    });
    await refused(above, 2 * len, id, /before/);
    const few = await put({ level: 0, items: chunksOf(10) });
    await refused(few, totalLength(chunksOf(10)), few, /not needed/);
  });

  test("is missing", async () => {
    const content: Content = { kind: "list", id: idOf(77) };
    await expect(read(store, content, 5)).rejects.toMatchObject({
      code: "MissingObject",
      data: { id: idOf(77) },
    });
  });

  const good = encodeChunkList({ level: 0, items: chunksOf(2) });
  const patched = (at: number, ...values: number[]) => {
    const bytes = Buffer.from(good);
    bytes.set(values, at);
    return bytes;
  };
  test.each<[string, Uint8Array, RegExp]>([
    ["another version", patched(0, 2), /version/],
    ["more items than bytes", patched(2, 3), /longer/],
    ["2^53 items", patched(2, 0, 0, 0, 0, 0, 0, 32), /2\^53/],
    ["extra bytes", patched(2, 1), /bytes follow/],
    ["an item without bytes", patched(10 + 32, 0), /no bytes/],
    ["an item over 2^53 - 1", patched(10 + 32, 0, 0, 0, 0, 0, 0, 32), /2\^53/],
    ["no items", encodeChunkList({ level: 0, items: [] }), /empty/],
    ["4,097 items", encodeChunkList({ level: 0, items: chunksOf(4097) }), /more than 4096/],
  ])("has %s", (_, bytes, why) => {
    expect(() => decodeChunkList(idOf(1), bytes)).toThrow(
      expect.objectContaining({
        code: "CorruptObject",
        data: { id: idOf(1), why: expect.stringMatching(why) },
      }),
    );
  });

  test("is either refused or encodes to the same bytes", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(good.length), (at, value, length) => {
        const bytes = patched(at % good.length, value).subarray(0, at % 3 === 0 ? length : good.length);
        let list: ChunkList;
        try {
          list = decodeChunkList(idOf(1), bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: "CorruptObject" });
          return;
        }
        expect(Buffer.compare(encodeChunkList(list), bytes)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });
});

async function countObjects(store: MemoryObjectStore): Promise<number> {
  let count = 0;
  for await (const _ of store.list()) count++;
  return count;
}
