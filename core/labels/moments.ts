/** How times are written in a reference, for errors and help. */
export const MOMENT_EXAMPLES = "2026-11-20, 2026-11-20 14:00, yesterday, 3 days ago";

const DAY = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/;
const TIME = /^(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?<zone>Z|[+-]\d{2}:\d{2})?$/i;
const AGO = /^(?<count>\d{1,6}) (?<unit>second|minute|hour|day|week|month|year)s? ago$/i;

/**
 * Reads a time as people write it, and gives it in ms since 1970; undefined for what is none. It is a day (`2026-11-20`, `today`,
 * `yesterday`), a day and a time (`2026-11-20 14:00`, `yesterday 14:00`, also ISO 8601 with a `T`, seconds and a zone), or so long ago
 * (`3 days ago`). Without a zone it is this machine's.
 *
 * A day stands for its end, a minute or second too: whoever names one means what was so by then, with all that came in it.
 */
export function parseMoment(text: string, now: number): number | undefined {
  const words = text.trim().replace(/\s+/g, " ");
  if (words.toLowerCase() === "now") return now;
  const ago = AGO.exec(words)?.groups;
  if (ago !== undefined) return before(now, Number(ago.count), String(ago.unit).toLowerCase());
  const [dayText = "", timeText, ...rest] = words.split(/[ T](?=\d)/);
  const day = dayOf(dayText, now);
  if (day === undefined || rest.length > 0) return undefined;
  return timeText === undefined ? endOf(...day, 24, 0) : timeOn(day, timeText);
}

type Day = readonly [year: number, month: number, day: number];

/** Gives a day, its month from 0. */
function dayOf(text: string, now: number): Day | undefined {
  const back = { today: 0, yesterday: 1 }[text.toLowerCase()];
  if (back !== undefined) {
    const date = new Date(now);
    date.setDate(date.getDate() - back);
    return [date.getFullYear(), date.getMonth(), date.getDate()];
  }
  const parts = DAY.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const [year, month, day] = [Number(parts.year), Number(parts.month) - 1, Number(parts.day)];
  // A date takes 30 February for a day in March.
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCMonth() === month && date.getUTCDate() === day ? [year, month, day] : undefined;
}

function timeOn(day: Day, text: string): number | undefined {
  const parts = TIME.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const [hour, minute] = [Number(parts.hour), Number(parts.minute)];
  const second = parts.second === undefined ? undefined : Number(parts.second);
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return undefined;
  const end = [minute + (second === undefined ? 1 : 0), second === undefined ? 0 : second + 1] as const;
  if (parts.zone === undefined) return endOf(...day, hour, ...end);
  return Date.UTC(...day, hour, ...end) - 1 - offsetOf(parts.zone);
}

/** Gives the last ms before a time of this machine's zone. */
function endOf(year: number, month: number, day: number, hour: number, minute: number, second = 0): number {
  return new Date(year, month, day, hour, minute, second).getTime() - 1;
}

/** Gives how much a zone is ahead of UTC, in ms. */
function offsetOf(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Gives the time so many units before; days and more by the calendar, at the same time of day. */
function before(now: number, count: number, unit: string): number {
  const date = new Date(now);
  switch (unit) {
    case "second":
      return now - count * 1000;
    case "minute":
      return now - count * 60_000;
    case "hour":
      return now - count * 3_600_000;
    case "day":
      date.setDate(date.getDate() - count);
      break;
    case "week":
      date.setDate(date.getDate() - 7 * count);
      break;
    case "month":
      backMonths(date, count);
      break;
    default:
      backMonths(date, 12 * count);
  }
  return date.getTime();
}

/** Goes back months to the same day, or to the last one of a month that is shorter. */
function backMonths(date: Date, count: number): void {
  const day = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() - count);
  date.setDate(Math.min(day, new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()));
}
