import { expect, test } from "vitest";
import { FileMerge } from "../../../../core/merge/model/file-merge.ts";
import { firstFrom, inReadingOrder, type PanePlace } from "./reading-order.ts";

// Theirs has two lines more before the line that nobody changed.
const texts = {
  base: ["a\n", "keep\n"],
  ours: ["x\n", "keep\n"],
  theirs: ["y\n", "more\n", "more\n", "keep\n"],
};
const span = (start: number, count: number) => ({ start, count });
const merge = FileMerge.begin(texts, [
  { kind: "conflict", base: span(0, 1), ours: span(0, 1), theirs: span(0, 3) },
  { kind: "unchanged", base: span(1, 1), ours: span(1, 1), theirs: span(3, 1) },
]);

const at = (text: string): PanePlace => {
  const [pane, line, column] = text.split(" ");
  return { pane: pane as PanePlace["pane"], line: Number(line), column: Number(column ?? 0) };
};
const written = ({ pane, line, column }: PanePlace) =>
  column === 0 ? `${pane} ${line}` : `${pane} ${line} ${column}`;

test("places are read line by line, and in a line from pane to pane, as the lines stand beside each other", () => {
  const places = ["ours 1", "theirs 3", "ours 0", "result 1", "theirs 0 4", "theirs 2", "base 0", "theirs 0"];
  expect(inReadingOrder(merge, places.map(at)).map(written)).toEqual([
    "theirs 0",
    "theirs 0 4",
    "base 0",
    "ours 0",
    "theirs 2",
    "theirs 3",
    "result 1",
    "ours 1",
  ]);
});

test("the first from a place on is found, also where that is after all", () => {
  const places = ["theirs 0", "theirs 2", "ours 1"].map(at);
  expect(firstFrom(merge, places, at("result 0"))).toBe(1);
  expect(firstFrom(merge, places, at("ours 1"))).toBe(2);
  expect(firstFrom(merge, places, at("ours 1 3"))).toBe(3);
});
