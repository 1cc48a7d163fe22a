import { expect, test } from "vitest";
import { pathIn } from "./path-in.ts";
import { contentUrl, crumbsOf, pathsBetween, refOf } from "./paths.ts";

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
