import { many } from "./common.ts";

const files = (count: number) => many(count, "file", "files");

/** The warning before an import that would undo changes from elsewhere. */
export const undoing = {
  title: (label: string) => `Replace what ${label} holds?`,
  moves: (label: string, count: number) =>
    `This would undo ${many(count, "change", "changes")} of ${label} that did not come from here.`,
  unknown: (label: string) =>
    `This would replace what ${label} holds and these files are not known to have had.`,
  otherFolder: (folder: string) => `The label is of another folder so far: ${folder}.`,
  effects: {
    removed: (count: number) => `${files(count)} removed`,
    returned: (count: number) => `${files(count)} brought back that had been deleted`,
    reverted: (count: number) => `${files(count)} set back to what ${count === 1 ? "it was" : "they were"}`,
    changed: (count: number) => `${files(count)} changed again`,
  },
  effect: {
    removed: "removed",
    returned: "brought back",
    reverted: "set back",
    changed: "changed again",
  },
  movesList: "Changes that would be undone",
  moreMoves: (count: number) => `and ${many(count, "earlier change", "earlier changes")}`,
  filesList: "Files this is about",
  step: "Undo or redo",
  safe: "The label’s history keeps what is replaced, so it can be brought back.",
  replace: "Replace",
  newLabel: "Snapshot as a new label",
} as const;
