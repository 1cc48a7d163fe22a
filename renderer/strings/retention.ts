import type { CommandOutput } from "../../core/api/registry/invoke.ts";
import { many } from "./common.ts";

type Retention = CommandOutput<"retention.set">["retention"];
type Preview = CommandOutput<"retention.preview">;

const numbers = new Intl.NumberFormat(navigator.language);

/** Names a retention in a word or two. */
function nameOf(retention: Retention): string {
  switch (retention.keep) {
    case "everything":
      return "everything";
    case "last":
      return `last ${numbers.format(retention.moves)}`;
    case "days":
      return many(retention.days, "day", "days");
    case "ladder":
      return "ladder";
  }
}

/** Says what a retention keeps, as the end of "Keeps …". */
function wordsOf(retention: Retention): string {
  switch (retention.keep) {
    case "everything":
      return "everything";
    case "last":
      return retention.moves === 1
        ? "the latest move"
        : `the latest ${many(retention.moves, "move", "moves")}`;
    case "days":
      return `every state of the last ${retention.days === 1 ? "day" : many(retention.days, "day", "days")}`;
    case "ladder": {
      const { last, hourly, daily, weekly, monthly, yearly } = retention;
      const rungs = [
        [hourly, "one an hour for", "hour"],
        [daily, "one a day for", "day"],
        [weekly, "one a week for", "week"],
        [monthly, "one a month for", "month"],
        [yearly, "one a year for", "year"],
      ] as const;
      const latest = last > 1 ? `the latest ${many(last, "move", "moves")}` : "the latest move";
      const parts = rungs
        .filter(([count]) => count > 0)
        .map(([count, each, unit]) => `${each} ${many(count, unit, `${unit}s`)}`);
      return [latest, ...parts].join(", ");
    }
  }
}

/** Says what a retention would let go. */
function wouldGo({ moves, dropped, kept }: Preview): string {
  const gone =
    dropped === 0
      ? "No move would go"
      : `${numbers.format(dropped)} of ${many(moves, "move", "moves")} would go at the next garbage collection`;
  const stay = `${many(kept, "kept move", "kept moves")} ${kept === 1 ? "stays" : "stay"}`;
  return kept === 0 ? `${gone}.` : `${gone}; ${stay}.`;
}

export const retention = {
  item: "Retention…",
  title: (label: string) => `Retention of ${label}`,
  titleOfStore: "Retention of the store",
  about: "How much of its history is kept. The latest move and moves kept for good always stay.",
  aboutStore:
    "How much is kept of each label that has no retention of its own. The latest move and moves kept for good always stay.",
  later: "Nothing goes before the next garbage collection.",
  save: "Save",
  choices: "What is kept",
  nameOf,
  keeps: (retention: Retention, own: boolean) =>
    `Keeps ${wordsOf(retention)}${own ? "" : ", as the store says"}`,
  damaged: "retention?",
  damagedAbout: "Its stored retention is damaged. Nothing of its history goes until you set it again.",
  kinds: {
    default: (retention: Retention | null) =>
      retention === null ? "As the store says" : `As the store says: ${wordsOf(retention)}`,
    everything: "Everything",
    last: "The latest moves",
    days: "Every state of the last days",
    ladder: "Fewer the older they are",
  },
  moves: "Moves",
  days: "Days",
  rungs: {
    last: "Latest moves",
    hourly: "One an hour, hours",
    daily: "One a day, days",
    weekly: "One a week, weeks",
    monthly: "One a month, months",
    yearly: "One a year, years",
  },
  number: (least: number) => `A whole number from ${least} to ${numbers.format(1_000_000)}`,
  wouldGo,
  counting: "Counting…",
  ofStore: (retention: Retention) => `Keeps ${wordsOf(retention)} of each label that says nothing else.`,

  keep: "Keep for good",
  release: "No longer keep",
  kept: "kept for good",
  keptAbout: "Kept for good, whatever the retention of the label is",
  notKept: (day: string) => `not kept since ${day}`,
  notKeptAbout: "Its files are gone: the retention of the label did not keep it",
  failed: {
    keep: "Could not keep the move for good",
    release: "Could not release the move",
  },
} as const;
