import { many } from "./common.ts";
import { type Op, undo } from "./undo.ts";

/** The kinds of move, as words beside their sign. */
const kinds: Readonly<Record<Op, string>> = {
  create: "Created",
  push: "Snapshot",
  reset: "Restored",
  force: "Forced",
  merge: "Merge",
  delete: "Deleted",
  restore: "Brought back",
  rename: "Renamed",
};

export const timeline = {
  title: "History",
  titleTip: "Every move of this label (its reflog)",
  list: (label: string) => `History of ${label}`,
  moves: (count: number) => many(count, "move", "moves"),
  movesOf: (shown: number, all: number) => `${many(shown, "move", "moves")} of ${all.toLocaleString()}`,
  folder: (folder: string) => `Snapshots of ${folder}`,
  loading: "Loading the history…",

  filter: "Filter by message, person or ID",
  filterKinds: "Filter by kind",
  kindsHidden: (count: number) => `Filter by kind (${many(count, "kind", "kinds")} hidden)`,
  showAllKinds: "Show all kinds",
  filters: {
    snapshots: "Snapshots",
    resets: "Restores",
    forced: "Forced replacements",
    merges: "Merges",
    other: "Deletions and renames",
  },
  showAll: "Show all",

  none: "No label selected",
  noneAbout: "Choose a label to see everything that happened to it.",
  noMatch: "No moves match",
  noMatchAbout: (all: number) => `The filter hides ${many(all, "move", "moves")}.`,

  kinds,
  undone: { undo: "Undo", redo: "Redo" },
  words: {
    undid: undo.done.undo,
    redid: undo.done.redo,
    push: "Snapshot",
    create: "First snapshot",
    reset: "Back to an earlier state",
    resetTo: (time: string) => `Back to ${time}`,
    force: "Replaced by force",
    merge: "Merged",
    delete: "Deleted",
    restore: "Brought back",
    renamed: (from: string) => `Renamed from ${from}`,
  },
  surfaces: { app: "app", cli: "CLI", http: "API", mcp: "agent" },
  by: (who: string, through: string) => `${who} · ${through}`,
  newBytes: (size: string) => `${size} new`,
  newBytesTip: "Size of the files it added or changed",

  open: "Open",
  compare: "Compare with previous",
  compareWith: "Compare with…",
  reset: "Restore to here",
  startLabel: "Start a label here…",
  export: "Export…",
  copyId: "Copy full ID",
} as const;
