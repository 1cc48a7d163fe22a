import { common, many } from "./common.ts";

/** Describes a label's last move. `actor` is `user@host (surface)`. */
function lastMove(op: string, actor: string): string {
  const who = actor.split("@", 1)[0] || actor;
  const verb = MOVES[op];
  return verb === undefined ? who : `${verb} by ${who}`;
}

const MOVES: Readonly<Record<string, string>> = {
  create: "Started",
  push: "Snapshot",
  reset: "Restored",
  force: "Replaced",
  merge: "Merged",
  delete: "Deleted",
  restore: "Brought back",
  rename: "Renamed",
};

export const labels = {
  title: "Labels",
  list: "Labels",
  filter: "Filter labels",
  add: "Import",
  addFolder: "Import a folder…",
  addFiles: "Import files…",
  sortedByName: "Sorted by name. Sort by latest change",
  sortedByRecent: "Sorted by latest change. Sort by name",
  showDeleted: "Show deleted labels",
  actionsOf: (label: string) => `Actions for ${label}`,
  actions: "Actions for the chosen label",

  lastMove,
  deleted: "deleted",
  isDeleted: (label: string) => `${label} is deleted`,
  pinned: "pinned",
  holds: (files: number, size: string) => `${common.files(files)}, ${size}`,
  noneFound: "No labels match",
  noneFoundAbout: (filter: string) => `No label has “${filter}” in its name or description.`,
  clearFilter: "Clear filter",
  allDeleted: "All labels are deleted",
  allDeletedAbout: "Their histories are kept. Show them to bring one back.",
  count: (count: number) => many(count, "label", "labels"),

  snapshotNow: "Snapshot now…",
  snapshotOf: "Snapshot of a folder…",
  deleteKey: "Del",
  rename: "Rename…",
  describe: "Describe…",
  pin: "Pin",
  unpin: "Unpin",
  settings: "Folder and ignored files…",
  export: "Export…",
  copyId: "Copy snapshot ID",
  delete: "Delete",
  restore: "Bring back",

  name: "Name",
  nameHint: "Letters, digits, and . _ - /",
  description: "Description",
  descriptionHint: "Optional: what this label is for.",
  save: "Save",

  renameTitle: (label: string) => `Rename ${label}`,
  renameAbout: "Its history goes with it.",
  renameDo: "Rename",
  describeTitle: (label: string) => `Describe ${label}`,
  startTitle: "Start a label here",
  startAbout: (from: string) =>
    `The new label starts at this snapshot of ${from} and has its own history from here. It takes no extra space.`,
  startDo: "Start label",
  started: (label: string) => `Started ${label}`,

  settingsTitle: (label: string) => `Folder and ignored files of ${label}`,
  folder: "Folder",
  folderNone: "No folder yet. Choose one to use “Snapshot now”.",
  folderAbout: "“Snapshot now” reads from here, and files are restored to here.",
  folderChoose: "Choose…",
  folderForget: "Remove",
  ignore: "Left out of snapshots",
  ignoreHint: "One pattern per line, as in a .gitignore file: node_modules/ or *.log",
  gitignore: "Also leave out what .gitignore files in the folder list",

  protection: {
    is: "protected",
    protect: "Protect",
    unprotect: "Remove protection",
    on: (label: string) => `${label} is protected: moving, renaming or deleting it has to be confirmed.`,
    off: (label: string) => `${label} is no longer protected`,
    title: (label: string) => `${label} is protected`,
    about: "It was protected so that nobody changes it by accident.",
    would: "About to happen:",
    safe: "Its history is kept whatever you choose.",
    override: (button: string) => `${button} anyway`,
    note: (label: string) => `${label} is protected. This changes it all the same.`,
  },

  deletes: (label: string) => `Delete ${label}.`,
  deletedNotice: (label: string) => `Deleted ${label}. Its history is kept.`,
  restored: (label: string) => `Brought ${label} back`,
  failed: {
    delete: (label: string) => `Could not delete ${label}`,
    restore: (label: string) => `Could not bring ${label} back`,
    pin: (label: string) => `Could not pin or unpin ${label}`,
    protect: (label: string) => `Could not change the protection of ${label}`,
  },
  problems: {
    empty: "A label needs a name.",
    long: "A name can have at most 128 characters.",
    characters: "Use only letters (a–z), digits, and . _ - /",
    dash: "A name cannot start with -",
    slashes: "A / must stand between other characters, one at a time.",
    dots: "No part of a name can be only dots.",
    id: "64 hex digits would look like a snapshot ID.",
  },
} as const;
