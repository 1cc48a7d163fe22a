import { describe, expect, it } from "vitest";
import { childIn, fileNameProblem, isFolderPath, isWithin, pathOf } from "./names.ts";

describe("fileNameProblem", () => {
  it.each([
    ["a.txt", undefined],
    ["...", undefined],
    [" ", undefined],
    ["", "empty"],
    ["a/b", "slash"],
    [".", "dots"],
    ["..", "dots"],
    ["a\0", "control"],
  ])("of %j is %s", (name, problem) => {
    expect(fileNameProblem(name)).toBe(problem);
  });
});

describe("paths", () => {
  it("knows which texts lead to a folder", () => {
    expect(["", "a", "a/b", "/a", "a/", "a//b", "a/../b"].map(isFolderPath)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
  it("puts a name into a folder", () => {
    expect([pathOf("", "a"), pathOf("a", "b")]).toEqual(["a", "a/b"]);
  });
  it("finds what leads from a folder to a path", () => {
    expect([childIn("", "a/b/c"), childIn("a", "a/b/c"), childIn("a", "a/b"), childIn("", "a")]).toEqual([
      "a",
      "a/b",
      "a/b",
      "a",
    ]);
  });
  it("tells what lies in a folder by whole names", () => {
    expect([isWithin("a", "a"), isWithin("a", "a/b"), isWithin("a", "ab")]).toEqual([true, true, false]);
  });
});
