import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { seededBytes } from "../testing/trees.ts";
import { writeChunks } from "./chunk-list.ts";
import { readContent, readContentIn } from "./content.ts";
import { type ChunkRef, type Entry, fileEntry } from "./entry.ts";

/** Counts reads. */
class CountingStore extends MemoryObjectStore {
  reads = 0;

  override get(id: Parameters<MemoryObjectStore["get"]>[0]) {
    this.reads++;
    return super.get(id);
  }
}

async function fileOf(store: MemoryObjectStore, count: number, length: number): Promise<Entry> {
  const chunks: ChunkRef[] = [];
  for (let at = 0; at < count; at++) {
    const bytes = seededBytes(at, 1 + (at % length));
    chunks.push({ id: await store.put("content", bytes), len: bytes.length });
  }
  const size = chunks.reduce((sum, { len }) => sum + len, 0);
  return fileEntry(0o644, size, await writeChunks(store, chunks));
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

it.each([
  ["named by the entry", 20],
  ["named by chunk lists", 9000],
])("gives any part of a file whose chunks are %s as a part of the whole", async (_, count) => {
  const store = new MemoryObjectStore();
  const entry = await fileOf(store, count, 7);
  expect(entry.content.kind).toBe(count > 1024 ? "list" : "chunks");
  const whole = await gather(readContent(store, entry));
  const offset = fc.nat(entry.size + 10);
  await fc.assert(
    fc.asyncProperty(offset, offset, async (from, to) => {
      expect(await gather(readContentIn(store, entry, { from, to }))).toEqual(
        whole.subarray(from, Math.max(from, to)),
      );
    }),
  );
});

it("reads only the chunks that it yields and the lists that lead to them", async () => {
  const store = new CountingStore();
  const entry = await fileOf(store, 9000, 7);
  store.reads = 0;
  expect(await gather(readContentIn(store, entry, { from: 20_000, to: 20_001 }))).toHaveLength(1);
  expect(store.reads).toBeLessThanOrEqual(4);
  store.reads = 0;
  for (const range of [
    { from: 5, to: 5 },
    { from: entry.size, to: entry.size + 5 },
  ]) {
    expect(await gather(readContentIn(store, entry, range))).toHaveLength(0);
  }
  expect(store.reads).toBe(0);
});

it("cuts ranges out of inline content", async () => {
  const entry = fileEntry(0o644, 5, { kind: "inline", bytes: Buffer.from("01234") });
  const part = (from: number, to: number) =>
    gather(readContentIn(new MemoryObjectStore(), entry, { from, to }));
  expect(String(await part(1, 3))).toBe("12");
  expect(String(await part(3, 99))).toBe("34");
  expect(String(await part(9, 99))).toBe("");
});
