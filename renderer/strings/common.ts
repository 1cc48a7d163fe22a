const numbers = new Intl.NumberFormat(navigator.language);
const plural = new Intl.PluralRules("en");

/** Counts in words: `1 file`, `3,000 files`. */
export function many(count: number, one: string, other: string): string {
  return `${numbers.format(count)} ${plural.select(count) === "one" ? one : other}`;
}

export const common = {
  close: "Close",
  cancel: "Cancel",
  clear: "Clear",
  copied: "Copied",
  copyId: "Copy the full ID",
  loading: "Loading…",
  justNow: "just now",
  lessThanASecond: "less than a second",
  seconds: (count: number) => many(count, "second", "seconds"),
  minutes: (count: number) => `about ${many(count, "minute", "minutes")}`,
  hours: (count: number) => `about ${many(count, "hour", "hours")}`,
  files: (count: number) => many(count, "file", "files"),
  noChanges: "no changes",
  changes: { added: "added", modified: "changed", removed: "removed" },
  changed: {
    added: (count: number) => `${many(count, "file", "files")} added`,
    modified: (count: number) => `${many(count, "file", "files")} changed`,
    removed: (count: number) => `${many(count, "file", "files")} removed`,
  },
} as const;
