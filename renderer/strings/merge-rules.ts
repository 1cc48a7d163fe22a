import { many } from "./common.ts";

export const mergeRules = {
  title: "Decide many files",
  menu: "By a rule…",
  folderMenu: (folder: string) => `Decide files in ${folder}…`,
  about: "Decides all open files that match in one step. Undo in the notice takes it back.",
  pattern: "Pattern",
  patternHint: "Part of a name, or a pattern such as *.ts or /docs/**. Empty: all open files.",
  kind: "Kind",
  anyKind: "Any kind",
  kindOf: (name: string, files: number) => `${name} (${files})`,
  written: "Written by programs:",
  writtenTip: (name: string) =>
    `Choose ${name}: take one side, then let the program that writes it write it again`,
  writtenOf: (name: string, files: number) => `${name} (${files})`,
  take: "Take",
  takes: {
    base: "Base",
    both: (first: string, second: string) => `Both: ${first}, then ${second}`,
    suggestions: "Suggestions",
    combined: "Words of both sides, combined",
    delete: "Delete the files",
  },
  preview: "What becomes of each file",
  become: (before: string, after: string) => `${before} → ${after}`,
  hunks: (count: number, what: string) => `${many(count, "hunk", "hunks")}: ${what}`,
  loading: "Looking…",
  none: "No file is decided",
  skipped: (count: number) => `${many(count, "file", "files")} cannot be decided so, and stay open`,
  decide: (count: number) => (count === 0 ? "Decide files" : `Decide ${many(count, "file", "files")}`),
  done: (files: number, what: string) => `${what}: ${many(files, "file is", "files are")} decided`,
} as const;
