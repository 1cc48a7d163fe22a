import { expect, test } from "vitest";
import { childIn, contentUrl, crumbsOf, isWithin, pathIn, pathOf, pathsBetween, refOf } from "./paths.ts";

test("the steps to a path", () => {
  expect(crumbsOf("")).toEqual([]);
  expect(crumbsOf("a/b c/d.txt")).toEqual([
    { name: "a", path: "a" },
    { name: "b c", path: "a/b c" },
    { name: "d.txt", path: "a/b c/d.txt" },
  ]);
});

test("what lies between a folder and a path below it", () => {
  expect(pathsBetween("", "a/b/c")).toEqual(["a", "a/b", "a/b/c"]);
  expect(pathsBetween("a", "a/b/c")).toEqual(["a/b", "a/b/c"]);
  expect(pathsBetween("a/b", "a/b/c")).toEqual(["a/b/c"]);
});

test("a path as its folder sees it", () => {
  expect(pathIn("", "a/b")).toBe("a/b");
  expect(pathIn("a", "a/b/c")).toBe("b/c");
});

test("a reference to a path", () => {
  expect(refOf("id", "")).toBe("id");
  expect(refOf("id", "a:b/c")).toBe("id:a:b/c");
});

test("an address keeps what names may have in them", () => {
  const url = new URL(contentUrl("0a", "a b/100%?#ü.svg", "image/svg+xml"));
  expect(decodeURIComponent(url.pathname)).toBe("/content/0a/a b/100%?#ü.svg");
  expect(url.searchParams.get("type")).toBe("image/svg+xml");
});

test("puts a name into a folder", () => {
  expect([pathOf("", "a"), pathOf("a", "b")]).toEqual(["a", "a/b"]);
});
test("finds what leads from a folder to a path", () => {
  expect([childIn("", "a/b/c"), childIn("a", "a/b/c"), childIn("a", "a/b"), childIn("", "a")]).toEqual([
    "a",
    "a/b",
    "a/b",
    "a",
  ]);
});

test("tells what lies in a folder by whole names", () => {
  expect([isWithin("a", "a"), isWithin("a", "a/b"), isWithin("a", "ab")]).toEqual([true, true, false]);
});
