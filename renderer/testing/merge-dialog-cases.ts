import type { DialogCase } from "./dialog-cases.ts";
import { labelOf, mergeFileOf, mergeOf } from "./samples.ts";

const ruled = { path: "photo.png", before: { take: "undecided" }, after: { take: "theirs" } } as const;

/** The dialog that decides files by a rule. */
export const DECIDE_MANY_CASES: readonly DialogCase[] = [
  {
    request: { name: "decide-many", merge: 1, pattern: "" },
    answers: {
      "merge.list": () => ({ merges: [mergeOf({ files: { auto: 0, open: 1, resolved: 0 } })], damaged: [] }),
      "merge.show": () => ({ files: [], total: 0 }),
      "merge.resolve": () => ({ files: [ruled], skipped: [] }),
    },
    focus: ["textbox", /^Pattern/],
    enter: "does",
    work: { command: "merge.resolve", button: "Decide 1 file", answer: { files: [ruled], skipped: [] } },
  },
];

/** The dialog that keeps a file as both sides have it. */
export const KEEP_BOTH_CASES: readonly DialogCase[] = [
  {
    request: { name: "keep-both", merge: 1, path: "photo.png" },
    answers: {
      "merge.list": () => ({ merges: [mergeOf()], damaged: [] }),
      "merge.file": () => mergeFileOf(),
    },
    focus: ["textbox", /^Second path/],
    enter: "does",
    work: { command: "merge.decide", button: "Keep both", answer: { before: [] } },
  },
];

/** The dialog that starts a merge. */
export const INTO_CASES: readonly DialogCase[] = [
  {
    request: { name: "merge-into", label: "other", index: null, title: "other" },
    answers: { labels: () => ({ labels: [labelOf()], total: 1 }) },
    focus: ["listbox", "Labels"],
    enter: "does",
    work: { command: "merge.start", button: "Start merge", answer: { ...mergeOf(), resumed: false } },
  },
];

/** The dialog that combines the words of hunks. */
export const COMBINE_CASES: readonly DialogCase[] = [
  {
    request: {
      name: "combine-words",
      file: "plan.ts",
      sides: { ours: "work", theirs: "other" },
      colours: {},
      hunks: [{ line: 3, lines: 1, base: "a b", ours: "A b", theirs: "a B", combined: "A B" }],
      combine: () => undefined,
    },
    focus: ["listbox", "The lines that this gives"],
    enter: "closes",
  },
];
