import { text } from "../strings/index.ts";

// Formatters are costly to make and are used in every row.
const language = navigator.language;
const number = new Intl.NumberFormat(language);
const fraction = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium" });
const time = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Writes a size in bytes as people read it: `1.3 GB`. */
export function bytes(size: number): string {
  const power = size < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
  return `${fraction.format(size / 1000 ** power)} ${UNITS[power]}`;
}

/** Writes a number with its thousands apart. */
export function count(value: number): string {
  return number.format(value);
}

/** Writes when something was, as from now: `3 hr. ago`, and past a month the day. `now` in ms since 1970. */
export function ago(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const past = Math.abs(seconds);
  if (past < 45) return text.common.justNow;
  if (past < 45 * 60) return relative.format(Math.round(seconds / 60), "minute");
  if (past < 22 * 3600) return relative.format(Math.round(seconds / 3600), "hour");
  if (past < 30 * 86400) return relative.format(Math.round(seconds / 86400), "day");
  return day.format(at);
}

/** Writes a time to the second. */
export function exactTime(at: number): string {
  return exact.format(at);
}

/** Writes the time of day to the second. */
export function timeOfDay(at: number): string {
  return time.format(at);
}

/** Writes a day and the minute. */
export function shortTime(at: number): string {
  return minute.format(at);
}

/** Writes a day: `3 Dec 2026`. */
export function dayText(at: number): string {
  return day.format(at);
}

/** Writes how long something takes, in seconds: `about 2 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return text.common.lessThanASecond;
  if (seconds < 90) return text.common.seconds(Math.round(seconds));
  if (seconds < 90 * 60) return text.common.minutes(Math.round(seconds / 60));
  return text.common.hours(Math.round(seconds / 3600));
}

/** Shortens an id for display. */
export function shortId(id: string): string {
  return id.slice(0, 10);
}

/** Returns the last name of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Returns the folder of a path; "" for the root's. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
