import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { SIGNATURE_BYTES } from "./signature.ts";
import { type RememberedFile, STAT_CACHE_SCHEMA, StatCache } from "./stat-cache.ts";

const FOLDER = Buffer.from("/folder");
const signature = Buffer.alloc(SIGNATURE_BYTES, 7);

function cacheOf(names: readonly string[]): StatCache {
  const db = openDatabase(":memory:", { create: true });
  db.exec(STAT_CACHE_SCHEMA);
  const cache = new StatCache(db);
  const files = names.map(
    (name): RememberedFile => ({ name, signature, entry: Buffer.from(`entry of ${name}`) }),
  );
  cache.save([[FOLDER, files]]);
  return cache;
}

/** Looks files up in this order. Returns those found. */
function found(cache: StatCache, names: readonly string[]): string[] {
  const folder = cache.folder(FOLDER);
  return names.filter((name) => {
    const entry = folder.entry(name, signature);
    if (entry !== undefined) expect(Buffer.from(entry).toString()).toBe(`entry of ${name}`);
    return entry !== undefined;
  });
}

describe("the stat cache of a folder", () => {
  // "ﬀ" comes before "😀" in bytes, and after it in JavaScript's order.
  const inOrder = ["a", "a-b", "b", "z", "ü", "ﬀ", "😀"];

  it.each([
    ["in the order of their bytes", inOrder],
    ["in another order, as older versions wrote them", [...inOrder].reverse()],
  ])("is found when it was saved %s", (_, saved) => {
    const cache = cacheOf(saved);
    expect(found(cache, inOrder)).toEqual(inOrder);
    expect(cache.folder(FOLDER).size).toBe(7);
  });

  it("finds its files beside new ones and without deleted ones", () => {
    const cache = cacheOf(inOrder);
    expect(found(cache, ["0", "a", "aa", "b", "c", "ﬀ", "😁"])).toEqual(["a", "b", "ﬀ"]);
  });

  it("returns an entry only for the signature it was saved with", () => {
    const folder = cacheOf(["a"]).folder(FOLDER);
    expect(folder.entry("a", Buffer.alloc(SIGNATURE_BYTES, 8))).toBeUndefined();
  });

  it("is empty for an unknown folder, or one without files", () => {
    const cache = cacheOf(["a"]);
    expect(cache.folder(Buffer.from("/other")).size).toBe(0);
    cache.save([[FOLDER, []]]);
    expect(cache.folder(FOLDER).size).toBe(0);
  });
});
