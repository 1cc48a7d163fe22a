import { many } from "./common.ts";

export const mergeProof = {
  show: "Review result",
  showAbout: "See what the merge changes, and complete it",
  back: "Back to files",
  making: "Making the result…",
  pane: "What the result changes",
  tabs: "The result against",
  against: (name: string) => `Against ${name}`,
  same: (name: string) => `The result is the same as ${name}`,
  sameAbout: "No file differs.",

  notesPane: "What to look at",
  notes: "What to look at, and completing",
  nothing: "Nothing stands out",
  nothingAbout: "Every file is resolved, each line comes from one of the sides, and the texts look right.",
  whole: (name: string, other: string) => `The result is ${name}, unchanged: nothing of ${other} is in it.`,
  checking: "Checking the texts…",
  sums: {
    open: (count: number) => many(count, "open file", "open files"),
    finding: (count: number) => many(count, "finding", "findings"),
    lines: (count: number) => `${many(count, "line", "lines")} that neither side has`,
  },
  kinds: { open: "Open", finding: "Finding", lines: "New lines" },
  signs: { open: "!", finding: "▲", lines: "+" },
  place: (path: string, line: number) => `${path}, line ${line}`,
  openNote: "Not decided yet: the result has the base here.",
  how: { typed: "Typed", combined: "Words of both sides, combined", suggested: "Suggestion taken" },
  howBy: (how: string, by: string) => `${how} by ${by}`,
  inBase: "the base has it, both sides had deleted it",
  unchecked: (reason: string) => `Not checked: ${reason}`,

  openFiles: (count: number) =>
    `${many(count, "file is", "files are")} not resolved yet. The merge can be completed when all are.`,
  nextOpen: "Go to the next open file",
  nextOpenIs: (path: string) => `Next: ${path}`,

  updated: (kept: number) =>
    `A side had changed, and is merged in now. ${many(kept, "decision is", "decisions are")} kept.`,
  reopened: (paths: readonly string[]) =>
    `${many(paths.length, "file is", "files are")} open again: ${listed(paths)}.`,
  settled: (paths: readonly string[]) =>
    `${many(paths.length, "file needs", "files need")} no decision any more: ${listed(paths)}.`,
  onceMore: "Look at the result again, and complete it.",
  goToFirst: "Show",
} as const;

/** The most paths that a sentence lists. */
const MOST = 3;

function listed(paths: readonly string[]): string {
  const more = paths.length - MOST;
  return more > 0 ? `${paths.slice(0, MOST).join(", ")} and ${more} more` : paths.join(", ");
}
