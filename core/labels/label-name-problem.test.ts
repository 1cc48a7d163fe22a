import { describe, expect, it } from "vitest";
import { labelNameProblem } from "./label-name-problem.ts";

describe("labelNameProblem", () => {
  it.each([
    ["work", undefined],
    ["team/site.v2_final-3", undefined],
    ["a".repeat(128), undefined],
    ["", "empty"],
    ["a".repeat(129), "long"],
    ["über", "characters"],
    ["two words", "characters"],
    ["-x", "dash"],
    ["f".repeat(64), "id"],
    ["F".repeat(64), "id"],
    ["/a", "slashes"],
    ["a//b", "slashes"],
    ["a/", "slashes"],
    ["a/../b", "dots"],
    [".", "dots"],
  ])("of %j is %s", (name, problem) => {
    expect(labelNameProblem(name)).toBe(problem);
  });
});
