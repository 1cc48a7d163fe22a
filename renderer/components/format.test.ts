// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { ago, bytes, count, duration, folderOf, nameOf, shortId } from "./format.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [1_340_000, "1.34 MB"],
  [999_999_999, "1,000 MB"],
  [1_000_000_000, "1 GB"],
  [3.2e18, "3,200 PB"],
])("%d bytes are read as %s", (size, said) => {
  expect(bytes(size)).toBe(said);
});

test("a number has its thousands apart", () => {
  expect(count(78_579)).toBe("78,579");
});

describe("how long ago something was", () => {
  const now = Date.UTC(2026, 5, 15, 12);
  test.each([
    [0, "just now"],
    [44, "just now"],
    [45, "1 min. ago"],
    [44 * 60, "44 min. ago"],
    [46 * 60, "1 hr. ago"],
    [21 * 3600, "21 hr. ago"],
    [23 * 3600, "yesterday"],
    [29 * 86400, "29 days ago"],
    [31 * 86400, "May 15, 2026"],
  ])("%d seconds: %s", (seconds, said) => {
    expect(ago(now - seconds * 1000, now)).toBe(said);
  });

  test("a clock that is ahead is said as it is", () => {
    expect(ago(now + 120_000, now)).toBe("in 2 min.");
  });
});

test.each([
  [0.4, "less than a second"],
  [1, "1 second"],
  [89, "89 seconds"],
  [120, "about 2 minutes"],
  [89 * 60, "about 89 minutes"],
  [3 * 3600, "about 3 hours"],
])("%d seconds take %s", (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});

test("a path has a name and a folder, and the root's is the root", () => {
  expect([nameOf("docs/sub/a.txt"), folderOf("docs/sub/a.txt")]).toEqual(["a.txt", "docs/sub"]);
  expect([nameOf("a.txt"), folderOf("a.txt")]).toEqual(["a.txt", ""]);
  expect([nameOf(""), folderOf("")]).toEqual(["", ""]);
  expect(shortId("0123456789abcdef")).toBe("0123456789");
});
