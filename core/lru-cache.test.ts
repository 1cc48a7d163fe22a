import { expect, it } from "vitest";
import { LruCache } from "./lru-cache.ts";

it("evicts the least recently used values when the weight is over the limit", () => {
  const cache = new LruCache<string>(6, ({ length }) => length);
  cache.set("a", "aa");
  cache.set("b", "bb");
  cache.set("c", "cc");
  expect(cache.get("a")).toBe("aa");
  cache.set("d", "d");
  expect(["a", "b", "c", "d"].map((key) => cache.get(key))).toEqual(["aa", undefined, "cc", "d"]);
});

it("replaces the value under a key and its weight", () => {
  const cache = new LruCache<string>(4, ({ length }) => length);
  cache.set("a", "aaa");
  cache.set("a", "a");
  cache.set("b", "bbb");
  expect([cache.get("a"), cache.get("b")]).toEqual(["a", "bbb"]);
});

it("keeps the value set last, however heavy", () => {
  const cache = new LruCache<string>(2, ({ length }) => length);
  cache.set("a", "a");
  cache.set("b", "bbbbb");
  expect([cache.get("a"), cache.get("b")]).toEqual([undefined, "bbbbb"]);
  cache.set("c", "c");
  expect([cache.get("b"), cache.get("c")]).toEqual([undefined, "c"]);
});
