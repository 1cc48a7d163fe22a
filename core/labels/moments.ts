/** Examples of times in references, for errors and help. */
export const MOMENT_EXAMPLES = "2026-11-20, 2026-11-20 14:00, yesterday, 3 days ago";

const DAY = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/;
const TIME = /^(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?<zone>Z|[+-]\d{2}:\d{2})?$/i;
const AGO = /^(?<count>\d{1,6}) (?<unit>second|minute|hour|day|week|month|year)s? ago$/i;

/**
 * Parses a time as people write it. Returns ms since 1970, or undefined if the text is not a time. A time is a day
 * (`2026-11-20`, `today`, `yesterday`), a day and a time (`2026-11-20 14:00`, `yesterday 14:00`, also ISO 8601 with a
 * `T`, seconds and a zone), or an age (`3 days ago`). Without a zone, it is in this machine's.
 *
 * A day, minute or second stands for its end, so that it includes everything that happened in it.
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

/** Returns a day. Its month counts from 0. */
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
  // `Date` turns 30 February into a day in March.
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

/** Returns the last ms before a time in this machine's zone. */
function endOf(year: number, month: number, day: number, hour: number, minute: number, second = 0): number {
  return new Date(year, month, day, hour, minute, second).getTime() - 1;
}

/** Returns the offset of a zone from UTC in ms. */
function offsetOf(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Returns the time this many units ago. Days and longer units count by the calendar and keep the time of day. */
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

/** Goes back months to the same day, or to the last day of a shorter month. */
function backMonths(date: Date, count: number): void {
  const day = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() - count);
  date.setDate(Math.min(day, new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()));
}
