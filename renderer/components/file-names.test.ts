import { describe, expect, it } from "vitest";
import { fileNameProblem, isFolderPath } from "./file-names.ts";

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

describe("isFolderPath", () => {
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
});
