import type { DialogCase } from "./dialog-cases.ts";
import { labelOf, mergeFileOf, mergeOf } from "./samples.ts";

/** The dialog that completes a merge. */
export const COMPLETE_CASES: readonly DialogCase[] = [
  {
    request: { name: "complete-merge", merge: 1 },
    answers: { "merge.list": () => ({ merges: [mergeOf()] }) },
    focus: ["textbox", /^Message/],
    enter: "nothing",
    work: {
      command: "merge.complete",
      button: "Complete merge",
      answer: { status: "completed", ca_id: "a3", label: "work" },
    },
  },
];

/** The dialog that keeps a file as both sides have it. */
export const KEEP_BOTH_CASES: readonly DialogCase[] = [
  {
    request: { name: "keep-both", merge: 1, path: "photo.png" },
    answers: {
      "merge.list": () => ({ merges: [mergeOf()] }),
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
