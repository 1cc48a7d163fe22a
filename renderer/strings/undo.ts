import type { Op } from "../api/queries.ts";

/** What a move is called where it is undone or made again. */
const nouns: Readonly<Record<Op, string>> = {
  create: "creation",
  push: "push",
  reset: "restore",
  force: "forced push",
  merge: "merge",
  delete: "deletion",
  restore: "return",
  rename: "rename",
};

export const undo = {
  nouns,
  of: (op: Op, what: string) => `${nouns[op]} of ${what}`,
  message: (op: Op, message: string) => `${nouns[op]} “${message}”`,
  undo: "Undo",
  redo: "Redo",
  menu: { undo: (what: string) => `Undo ${what}`, redo: (what: string) => `Redo ${what}` },
  done: { undo: (what: string) => `Undid ${what}`, redo: (what: string) => `Redid ${what}` },
  /** What that came to. */
  after: {
    deleted: (done: string) => `${done}. The label is deleted; its history is kept.`,
    back: (done: string) => `${done}. The label is back.`,
    renamed: (done: string, label: string) => `${done}. The label is called ${label} now.`,
    moved: (done: string) => `${done}. Files on disk are unchanged.`,
  },
  moved: (label: string) =>
    `${label} changed in the meantime, so nothing was done. Check its history and try again.`,
  failed: {
    undo: (label: string) => `Could not undo the last move of ${label}`,
    redo: (label: string) => `Could not redo the last move of ${label}`,
  },
} as const;
