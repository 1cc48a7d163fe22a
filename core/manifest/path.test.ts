import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paths } from "../testing/manifests.ts";
import { comparePaths, decodeUtf8, encodePath, hasLoneSurrogate, isUnder, parsePath } from "./path.ts";

describe("parsePath", () => {
  test.each([
    "a",
    "a/b",
    ".a",
    "..a",
    "a..",
    "...",
    "a/.b",
    "\u{1f600}/e\u0301",
    "\ufeffa",
    "x".repeat(4096),
    " ",
  ])("takes %j", (path) => expect(parsePath(path)).toBe(path));

  test.each([
    "",
    "/",
    "/a",
    "a/",
    "a//b",
    ".",
    "..",
    "./a",
    "a/..",
    "a/../b",
    "a/.",
    "a\0b",
    "\ud83d",
    "a\ude00b",
    "\ud83dx",
    "\ude00\ud83d",
    "x".repeat(4097),
    "é".repeat(2049),
    "\u{1f600}".repeat(1025),
  ])("refuses %j", (path) =>
    expect(() => parsePath(path)).toThrow(expect.objectContaining({ code: "EINVAL" })),
  );
});

describe("comparePaths", () => {
  test("puts U+E000 to U+FFFF before characters that UTF-16 writes with surrogates", () => {
    expect("\uffff" < "\u{10000}").toBe(false);
    expect(comparePaths("\uffff", "\u{10000}")).toBeLessThan(0);
    expect(comparePaths("a\ue000", "a\u{1f600}b")).toBeLessThan(0);
  });

  test("agrees with comparing the bytes", () => {
    const text = fc.oneof(paths, fc.string({ unit: "binary", maxLength: 6 }));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(comparePaths(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("decodeUtf8", () => {
  test("decodes what was encoded", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodeUtf8(encodePath(text))).toBe(text);
      }),
    );
  });

  test("keeps a byte order mark", () => expect(decodeUtf8(Buffer.from("efbbbf61", "hex"))).toBe("\ufeffa"));

  test.each([
    ["overlong NUL", "c080"],
    ["overlong slash", "e080af"],
    ["a surrogate", "eda080"],
    ["over U+10FFFF", "f4908080"],
    ["cut short", "e282"],
    ["a stray continuation", "80"],
    ["0xff", "ff"],
  ])("refuses %s", (_, hex) => expect(decodeUtf8(Buffer.from(hex, "hex"))).toBeUndefined());
});

test("hasLoneSurrogate finds unpaired surrogates and accepts pairs", () => {
  expect(hasLoneSurrogate("\u{1f600}")).toBe(false);
  expect(hasLoneSurrogate("\ud83d")).toBe(true);
  expect(hasLoneSurrogate("a\ude00")).toBe(true);
});

test("isUnder means inside a folder, not a shared prefix", () => {
  expect(isUnder("a/b", "a")).toBe(true);
  expect(isUnder("a/b/c", "a/b")).toBe(true);
  expect(isUnder("a", "")).toBe(true);
  expect(isUnder("a", "a")).toBe(false);
  expect(isUnder("ab", "a")).toBe(false);
  expect(isUnder("a-b/c", "a")).toBe(false);
});
