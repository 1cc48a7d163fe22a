import { counted } from "./amounts.ts";

const MINUTE = 60;
const STEPS: readonly (readonly [unit: string, seconds: number])[] = [
  ["year", 365 * 24 * 60 * MINUTE],
  ["month", 30 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
];

/** Formats a time in this machine's zone to the minute, in ISO 8601 with a space: `2026-08-01 14:03`. */
export function isoMinute(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Formats the time since a moment: `3 days ago`, `just now`. */
export function ago(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  if (step === undefined) return "just now";
  const [unit, length] = step;
  const count = counted(Math.trunc(Math.abs(seconds) / length), unit);
  // A clock may be wrong, here or where the move was made.
  return seconds < 0 ? `in ${count}` : `${count} ago`;
}
