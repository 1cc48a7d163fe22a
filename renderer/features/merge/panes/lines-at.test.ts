import { expect, test } from "vitest";
import { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { linesAt } from "./lines-at.ts";

const lines = (text: string) => [...text].map((line) => `${line}\n`);
const span = (start: number, count: number) => ({ start, count });
/** A line that all have, a conflict, and another line that all have. */
const merge = FileMerge.begin({ base: lines("acz"), ours: lines("axcyz"), theirs: lines("aCz") }, [
  { kind: "unchanged", base: span(0, 1), ours: span(0, 1), theirs: span(0, 1) },
  { kind: "conflict", base: span(1, 1), ours: span(1, 3), theirs: span(1, 1) },
  { kind: "unchanged", base: span(2, 1), ours: span(4, 1), theirs: span(2, 1) },
]);
const at = (pane: Parameters<typeof linesAt>[1]["pane"], line: number, of = merge) => {
  const { base, theirs, ours, result } = linesAt(of, { pane, line });
  return [base, theirs, ours, result].map((each) => each?.trim());
};

test("an unchanged line is itself in every text", () => {
  for (const pane of ["base", "theirs", "result"] as const) expect(at(pane, 2)).toEqual(["z", "z", "z", "z"]);
  expect(at("ours", 4)).toEqual(["z", "z", "z", "z"]);
});

test("a line of a hunk stands beside the equal lines of the others", () => {
  expect(at("base", 1)).toEqual(["c", "C", "c", "c"]);
  expect(at("ours", 2)).toEqual(["c", "C", "c", "c"]);
});

test("a line without a counterpart has none", () => {
  expect(at("ours", 3)).toEqual([undefined, undefined, "y", undefined]);
  expect(at("result", 1, merge.choose(1, "nothing").merge)).toEqual(["z", "z", "z", "z"]);
});

test("the line after the last one is none", () => {
  expect(at("result", 3)).toEqual([undefined, undefined, undefined, undefined]);
});
