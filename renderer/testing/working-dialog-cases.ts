import type { DialogCase, Named, Work } from "./dialog-cases.ts";
import type { Answers } from "./fake-bridge.ts";
import { mountOf, mountStateOf } from "./samples.ts";

const pushing = { name: "push", mount: 1 } as const;
const path = { name: "working-path", mount: 1, path: "docs/a.txt" } as const;
const name: Named = ["textbox", /^Name/];
const conflict = { path: "a.txt", base: "1", ours: "2", theirs: "3", kind: "text" as const };
const rejected: Answers = {
  "mount.push": () => ({ status: "rejected", label: "work", current: "d2" as never }),
};
const conflicting: Answers = {
  "mount.rebase": () => ({ status: "conflict", conflicts: [conflict] as never }),
};
const moved: Answers = {
  "mount.snapshot": () => mountStateOf({ head: "d2" }),
  "mount.push_preview": () => ({ status: "rejected", conflicts: 3, current: "d2" }) as never,
};
const unlabelled: Answers = { "mount.list": () => ({ mounts: [mountOf({ label: null })] }) };
const pushed: Work = {
  command: "mount.push",
  button: "Push",
  answer: { status: "advanced", label: "work", ca_id: "c1" },
};
const rebasing: Omit<Work, "button"> = {
  command: "mount.rebase",
  answer: { status: "rebased", base: "d2", auto_merged: [] },
  leadsTo: "Push",
};

/** The steps of a push. */
export const PUSH_CASES: readonly DialogCase[] = [
  { request: pushing, focus: ["textbox", /^Message/], enter: "nothing", work: pushed },
  {
    request: pushing,
    at: "of a label that moved",
    answers: moved,
    focus: ["textbox", /^Message/],
    enter: "nothing",
    work: { command: "merge.start", button: "Merge…", answer: { id: 1 } },
  },
  {
    request: pushing,
    at: "of a snapshot",
    answers: unlabelled,
    focus: name,
    enter: "does",
    work: { ...pushed, typed: "other" },
  },
  {
    request: pushing,
    at: "rejected",
    answers: rejected,
    via: ["Push"],
    focus: ["button", "Bring in their changes"],
    enter: "does",
    work: { ...rebasing, button: "Bring in their changes" },
  },
  {
    request: pushing,
    at: "replacing",
    answers: rejected,
    via: ["Push", "Replace what is there…"],
    focus: ["button", "Back"],
    enter: "goes back",
    work: { ...pushed, button: "Replace", backBy: "Replace what is there…" },
  },
  {
    request: pushing,
    at: "as a new label",
    answers: rejected,
    via: ["Push", "Push as a new label…"],
    focus: name,
    enter: "does",
    work: { ...pushed, typed: "other", backBy: "Push as a new label…" },
  },
  {
    request: { ...pushing, rebase: true },
    at: "conflict",
    answers: conflicting,
    focus: ["list", "Files in conflict"],
    enter: "nothing",
    work: { ...rebasing, button: "Keep latest of work" },
  },
];

/** The questions about a path of a working copy. */
export const PATH_CASES: readonly DialogCase[] = [
  {
    request: { ...path, what: "new-file", path: "docs" },
    at: "new file",
    focus: name,
    enter: "does",
    work: { command: "mount.write", button: "Create file", typed: "new.txt" },
  },
  {
    request: { ...path, what: "new-folder", path: "docs" },
    at: "new folder",
    focus: name,
    enter: "does",
    work: { command: "mount.mkdir", button: "Create folder", typed: "new" },
  },
  {
    request: { ...path, what: "rename" },
    at: "rename",
    focus: ["textbox", /^New name/],
    enter: "does",
    work: { command: "mount.mv", button: "Rename", typed: "b.txt" },
  },
  {
    request: { ...path, what: "move" },
    at: "move",
    focus: ["textbox", /^Folder/],
    enter: "does",
    work: { command: "mount.mv", button: "Move", typed: "old" },
  },
];
