import type { CommandOutput } from "../../core/api/registry/invoke.ts";

export type Op = CommandOutput<"history">["entries"][number]["op"];

/** The nouns for moves in undo and redo. */
const nouns: Readonly<Record<Op, string>> = {
  create: "creation",
  push: "snapshot",
  reset: "restore",
  force: "forced replacement",
  merge: "merge",
  delete: "deletion",
  restore: "return",
  rename: "rename",
};

/** The moves that carry a message of their own, and what such a move is to its label. */
const CARRY: ReadonlySet<Op> = new Set(["push", "force", "merge"]);
const INTO: Partial<Readonly<Record<Op, string>>> = { merge: "into" };

export const undo = {
  nouns,
  of: (op: Op, what: string) => `${nouns[op]} of ${what}`,
  /** Names a move wherever its history is not in sight. `message`: its first line; "" for none. */
  move: (op: Op, message: string, label: string) =>
    `${nouns[op]}${message && CARRY.has(op) ? ` “${message}”` : ""} ${INTO[op] ?? "of"} ${label}`,
  message: (op: Op, message: string) => `${nouns[op]} “${message}”`,
  undo: "Undo",
  redo: "Redo",
  menu: { undo: (what: string) => `Undo ${what}`, redo: (what: string) => `Redo ${what}` },
  done: { undo: (what: string) => `Undid ${what}`, redo: (what: string) => `Redid ${what}` },
  /** The result. */
  after: {
    deleted: (done: string) => `${done}. The label is deleted; its history is kept.`,
    back: (done: string) => `${done}. The label is back.`,
    renamed: (done: string, label: string) => `${done}. The label is called ${label} now.`,
    moved: (done: string) => `${done}. Files on disk are unchanged.`,
  },
  notOwn: {
    undo: (what: string) =>
      `The last move was not made in this window: ${what}. It is undone from its menu in the history.`,
    redo: (what: string) =>
      `What was undone last was not undone in this window: ${what}. It is redone from its menu in the history.`,
  },
  moved: (label: string) =>
    `${label} changed in the meantime, so nothing was done. Check its history and try again.`,
  failed: {
    undo: (label: string) => `Could not undo the last move of ${label}`,
    redo: (label: string) => `Could not redo the last move of ${label}`,
  },
} as const;
