import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import type { ObjectKind, ObjectStore } from "./object-store.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const kind = fc.constantFrom<ObjectKind>("content", "metadata");

async function listed(store: ObjectStore): Promise<ObjectId[]> {
  const ids: ObjectId[] = [];
  for await (const id of store.list()) ids.push(id);
  return ids.sort();
}

/** Tests the contract of {@link ObjectStore}. `make` returns a new, empty store each time. */
export function objectStoreSuite(name: string, make: () => Promise<ObjectStore>): void {
  describe(`${name}: as every object store`, () => {
    it("returns objects under their hash, before and after a flush", async () => {
      const store = await make();
      const id = await store.put("content", bytesOf("one"));
      expect(id).toBe(hashId(bytesOf("one")));
      expect(Buffer.from(await store.get(id)).toString()).toBe("one");
      await store.flush();
      expect(Buffer.from(await store.get(id)).toString()).toBe("one");
    });

    it("keeps the empty object", async () => {
      const store = await make();
      const id = await store.put("content", new Uint8Array(0));
      await store.flush();
      expect((await store.get(id)).length).toBe(0);
    });

    it("copies the caller's bytes, which may change afterwards", async () => {
      const store = await make();
      const bytes = bytesOf("mine");
      const id = await store.put("content", bytes);
      bytes.fill(0);
      await store.flush();
      expect(Buffer.from(await store.get(id)).toString()).toBe("mine");
    });

    it("has the objects that were put and no others, and answers in order", async () => {
      const store = await make();
      const one = await store.put("content", bytesOf("one"));
      const two = await store.put("metadata", bytesOf("two"));
      const none = hashId(bytesOf("none"));
      expect(await store.has([none, two, one, none])).toEqual([false, true, true, false]);
      expect(await store.has([])).toEqual([]);
    });

    it("throws MissingObject for an unknown object", async () => {
      const store = await make();
      const none = hashId(bytesOf("none"));
      await expect(store.get(none)).rejects.toMatchObject({ code: "MissingObject", data: { id: none } });
    });

    it("lists each object once, also when it was put twice", async () => {
      const store = await make();
      const one = await store.put("content", bytesOf("one"));
      await store.flush();
      await store.put("content", bytesOf("one"));
      const two = await store.put("metadata", bytesOf("two"));
      await store.flush();
      expect(await listed(store)).toEqual([one, two].sort());
    });

    it("deletes objects, keeps the rest, and stores a deleted one again", async () => {
      const store = await make();
      const ids = await Promise.all(["a", "b", "c"].map((text) => store.put("content", bytesOf(text))));
      await store.flush();
      const [a, b, c] = ids as [ObjectId, ObjectId, ObjectId];
      await store.delete([b, hashId(bytesOf("never there"))]);
      expect(await store.has([a, b, c])).toEqual([true, false, true]);
      expect(await listed(store)).toEqual([a, c].sort());
      await store.put("content", bytesOf("b"));
      await store.flush();
      expect(Buffer.from(await store.get(b)).toString()).toBe("b");
    });

    it("keeps any objects of any sizes, with flushes anywhere between", async () => {
      const size = fc.oneof(fc.nat(300), fc.integer({ min: 200_000, max: 600_000 }));
      const object = fc.record({ kind, size, seed: fc.nat(20), flush: fc.boolean(), random: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(fc.array(object, { maxLength: 25 }), async (objects) => {
          const store = await make();
          const expected = new Map<ObjectId, Uint8Array>();
          for (const { kind, size, seed, flush, random } of objects) {
            const bytes = new Uint8Array(size).map((_, i) =>
              random ? Math.imul(i + seed, 2_654_435_761) >>> 13 : seed,
            );
            expected.set(await store.put(kind, bytes), bytes);
            if (flush) await store.flush();
          }
          for (const [id, bytes] of expected) expect(Buffer.compare(await store.get(id), bytes)).toBe(0);
          await store.flush();
          for (const [id, bytes] of expected) expect(Buffer.compare(await store.get(id), bytes)).toBe(0);
          expect(await listed(store)).toEqual([...expected.keys()].sort());
        }),
        { numRuns: 15 },
      );
    });
  });
}
