import { expect, it } from "vitest";
import { Recent } from "./recent.ts";

it("keeps what was used last, within its weight", () => {
  const recent = new Recent<string>(6, ({ length }) => length);
  recent.set("a", "aa");
  recent.set("b", "bb");
  recent.set("c", "cc");
  expect(recent.get("a")).toBe("aa");
  recent.set("d", "d");
  expect(["a", "b", "c", "d"].map((key) => recent.get(key))).toEqual(["aa", undefined, "cc", "d"]);
});

it("replaces what is under a key, and its weight with it", () => {
  const recent = new Recent<string>(4, ({ length }) => length);
  recent.set("a", "aaa");
  recent.set("a", "a");
  recent.set("b", "bbb");
  expect([recent.get("a"), recent.get("b")]).toEqual(["a", "bbb"]);
});

it("keeps what was put in last, however heavy", () => {
  const recent = new Recent<string>(2, ({ length }) => length);
  recent.set("a", "a");
  recent.set("b", "bbbbb");
  expect([recent.get("a"), recent.get("b")]).toEqual([undefined, "bbbbb"]);
  recent.set("c", "c");
  expect([recent.get("b"), recent.get("c")]).toEqual([undefined, "c"]);
});
