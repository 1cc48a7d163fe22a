import { describe, expect, it } from "vitest";
import { parseMoment } from "./moments.ts";

/** Returns the time of a local ISO date in this machine's zone. */
const local = (text: string) => new Date(text).getTime();
const NOW = local("2026-11-30T13:45:20.500");
const DAY = 24 * 3_600_000;

describe("parseMoment", () => {
  it.each([
    ["2026-11-20", "2026-11-20T23:59:59.999"],
    ["2024-02-29", "2024-02-29T23:59:59.999"],
    ["today", "2026-11-30T23:59:59.999"],
    ["Yesterday", "2026-11-29T23:59:59.999"],
    ["2026-11-20 14:00", "2026-11-20T14:00:59.999"],
    ["2026-11-20T14:00", "2026-11-20T14:00:59.999"],
    ["  2026-11-20   9:05:07 ", "2026-11-20T09:05:07.999"],
    ["2026-12-31 23:59", "2026-12-31T23:59:59.999"],
    ["yesterday 14:00", "2026-11-29T14:00:59.999"],
    ["now", "2026-11-30T13:45:20.500"],
    ["30 seconds ago", "2026-11-30T13:44:50.500"],
    ["1 minute ago", "2026-11-30T13:44:20.500"],
    ["2 hours ago", "2026-11-30T11:45:20.500"],
    ["3 days ago", "2026-11-27T13:45:20.500"],
    ["1 week ago", "2026-11-23T13:45:20.500"],
    ["9 months ago", "2026-02-28T13:45:20.500"],
    ["2 years ago", "2024-11-30T13:45:20.500"],
  ])("reads %j", (text, expected) => {
    expect(parseMoment(text, NOW)).toBe(local(expected));
  });

  it("reads a time of a named zone", () => {
    const noon = Date.UTC(2026, 10, 20, 12);
    expect(parseMoment("2026-11-20T12:00:00Z", NOW)).toBe(noon + 999);
    expect(parseMoment("2026-11-20 14:30:00+02:30", NOW)).toBe(noon + 999);
    expect(parseMoment("2026-11-19T23:00-13:00", NOW)).toBe(noon + 59_999);
  });

  it("takes the end of every day, however long it is", () => {
    for (let day = 0; day < 366; day++) {
      const date = new Date(2026, 0, 1 + day);
      const two = (number: number) => String(number).padStart(2, "0");
      const text = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
      const end = parseMoment(text, NOW) ?? 0;
      expect(new Date(end + 1).getTime()).toBe(new Date(2026, 0, 2 + day).getTime());
      expect(end - date.getTime()).toBeLessThan(1.05 * DAY);
    }
  });

  it.each([
    "",
    "x",
    "2026-02-30",
    "2026-13-01",
    "2026-11-20 24:00",
    "2026-11-20 14:60",
    "2026-11-20 14",
    "20-11-2026",
  ])("takes %j for no time", (text) => expect(parseMoment(text, NOW)).toBeUndefined());

  it.each(["3 days", "-1 days ago", "days ago", "next week", "yesterday at noon", "2026-11-20 1:00 2:00"])(
    "takes %j for none either",
    (text) => expect(parseMoment(text, NOW)).toBeUndefined(),
  );
});
