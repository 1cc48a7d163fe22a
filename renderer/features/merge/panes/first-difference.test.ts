import { expect, test } from "vitest";
import { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { firstDifference } from "./first-difference.ts";

const long = "x".repeat(300);

function differenceOf(base: string[], ours: string[], theirs: string[]) {
  const texts = { base, ours, theirs };
  const of = (lines: string[]) => ({ start: 0, count: lines.length });
  return firstDifference(
    FileMerge.begin(texts, [{ kind: "conflict", base: of(base), ours: of(ours), theirs: of(theirs) }]),
    0,
  );
}

test.each([
  ["in the first line", [`${long}a\n`], [`${long}b\n`], [`${long}a!\n`], { line: 0, column: 300 }],
  [
    "in a later line",
    ["a\n", `${long}a\n`],
    ["a\n", `${long}bc\n`],
    ["a\n", `${long}bd\n`],
    { line: 1, column: 300 },
  ],
  ["where a side has more lines", ["a\n"], ["a\n", "b\n"], ["a\n", "c\n"], { line: 1, column: 0 }],
  ["nowhere", ["a\n"], ["a\n"], ["a\n"], undefined],
] as const)("texts of a region begin to differ %s", (_, base, ours, theirs, place) => {
  expect(differenceOf([...base], [...ours], [...theirs])).toEqual(place);
});
