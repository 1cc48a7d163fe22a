import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { checkProfile, type Profile } from "../profile.ts";
import { seededBytes } from "../testing/trees.ts";
import { readWhole } from "./content.ts";
import { fileEntry } from "./entry.ts";
import { ContentStorer } from "./store-content.ts";

const PROFILE: Profile = checkProfile({
  inlineMax: 100,
  wholeMax: 5000,
  chunkMin: 256,
  chunkAvg: 1024,
  chunkMax: 4096,
});

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const shared = new Uint8Array(20_000);
  for (let at = 0, no = 0; at < bytes.length; no++) {
    const length = Math.min(bytes.length - at, sizes[no % sizes.length] ?? 1);
    // Streams may reuse one buffer for every piece.
    shared.set(bytes.subarray(at, at + length));
    yield shared.subarray(0, length);
    at += length;
  }
}

it("gives the same content however the bytes arrive, and reads back the same bytes", async () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 4900, max: 60_000 }));
  const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(size, sizes, async (size, sizes) => {
      const bytes = seededBytes(size, size);
      const objects = new MemoryObjectStore();
      const storer = new ContentStorer(objects, PROFILE);
      const [whole, streamed, beside] = await Promise.all([
        storer.store(bytes),
        storer.store(pieces(bytes, sizes)),
        storer.store(pieces(bytes, [7000])),
      ]);
      expect(streamed).toEqual(whole);
      expect(beside).toEqual(whole);
      expect(whole.size).toBe(size);
      expect(whole.content.kind).toBe(size <= 100 ? "inline" : "chunks");
      const read = await readWhole(objects, fileEntry(0o644, whole.size, whole.content));
      expect(Buffer.compare(read, bytes)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it("closes a source that fails and passes its error on", async () => {
  let closed = false;
  async function* failing(): AsyncGenerator<Uint8Array> {
    try {
      yield seededBytes(1, 9000);
      throw new Error("unplugged");
    } finally {
      closed = true;
    }
  }
  const storer = new ContentStorer(new MemoryObjectStore(), PROFILE);
  await expect(storer.store(failing())).rejects.toThrow("unplugged");
  expect(closed).toBe(true);
  // The reused chunker holds nothing of the failed stream.
  const bytes = seededBytes(2, 30_000);
  const other = new ContentStorer(new MemoryObjectStore(), PROFILE);
  expect(await storer.store(bytes)).toEqual(await other.store(bytes));
});
