// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { CheckedFile, MergePreview } from "../../api/merges.ts";
import { noteSums, proofNotes } from "./proof.ts";

const lines = { path: "c.txt", start: 4, count: 3, text: "one\ntwo\n", in_base: false, by: "you" };
const preview: MergePreview = {
  result: "a3" as never,
  complete: false,
  open: ["a.png"],
  new_lines: [
    { ...lines, how: "typed" },
    { ...lines, start: 9, count: 1, how: "suggested", by: null, in_base: true },
  ],
};
const checked: CheckedFile[] = [
  {
    path: "b.json",
    state: "auto",
    findings: [{ kind: "syntax", line: 12, message: "This is not valid JSON." }],
    new_lines: 0,
  },
  { path: "d.txt", state: "resolved", findings: [], new_lines: null, unchecked: "It is too large." },
];

test("open files come first, then what looks like a mistake or was not checked, then new lines with who made them", () => {
  const notes = proofNotes(preview, checked);
  expect(notes.map(({ kind, path, line, about }) => [kind, path, line, about])).toEqual([
    ["open", "a.png", null, "Not decided yet: the result has the base here."],
    ["finding", "b.json", 11, "This is not valid JSON."],
    ["finding", "d.txt", null, "Not checked: It is too large."],
    ["lines", "c.txt", 4, "Typed by you"],
    ["lines", "c.txt", 9, "Suggestion taken; the base has it, both sides had deleted it"],
  ]);
  expect(notes.at(-1)?.text).toBe("one");
});

test("new lines are counted by line, the rest by place", () => {
  expect(noteSums(proofNotes(preview, checked))).toEqual({ open: 1, finding: 2, lines: 4 });
});
