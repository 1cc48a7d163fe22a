import { expect, test } from "vitest";
import { FileMerge } from "../../../core/merge/model/file-merge.ts";
import { combinableHunks, combinableRegions } from "./combinable.ts";

const texts = {
  base: ["keep\n", "same\n", "one two\n", "keep\n", "a\n"],
  ours: ["keep\n", "same\n", "ONE two\n", "keep\n", "x\n"],
  theirs: ["keep\n", "same\n", "one TWO\n", "keep\n", "y\n"],
};
const at = (start: number, count = 1) => {
  const span = { start, count };
  return { base: span, ours: span, theirs: span };
};
const merge = FileMerge.begin(texts, [
  { kind: "unchanged", ...at(0) },
  { kind: "conflict", ...at(1, 2) },
  { kind: "unchanged", ...at(3) },
  { kind: "conflict", ...at(4) },
]);

test("lists the open hunks whose words can be combined, by the first line that this changes", () => {
  expect(combinableHunks(merge)).toEqual([
    { line: 3, lines: 2, base: "one two", theirs: "one TWO", ours: "ONE two", combined: "ONE TWO" },
  ]);
  expect([...combinableRegions(merge)]).toEqual([1, null]);
});

test("lists none that is decided", () => {
  expect(combinableHunks(merge.choose(1, "ours").merge)).toEqual([]);
});
