import { describe, expect, it } from "vitest";
import { duePacks, SCRUB_DAYS, summarize } from "./scrub-schedule.ts";

const DAY = 24 * 3600 * 1000;
const NOW = Date.UTC(2026, 10, 30);
const packs = (count: number) => Array.from({ length: count }, (_, no) => ({ name: `p${no}`, bytes: 10 }));
const sound = (pack: string, daysAgo: number) => ({
  pack,
  at: NOW - daysAgo * DAY,
  damaged: 0,
  reason: null,
});

describe("what is due", () => {
  it("is a thirtieth of the packs a day, those first that were not read for longest", () => {
    const scrubs = [sound("p1", 3), sound("p2", 9), ...packs(57).map((_, no) => sound(`p${no + 3}`, 2))];
    expect(duePacks(packs(60), scrubs, NOW)).toEqual(["p0", "p2"]);
    expect(duePacks(packs(60), [...scrubs, sound("p0", 0.5)], NOW)).toEqual(["p2"]);
    expect(duePacks(packs(1), [], NOW)).toEqual(["p0"]);
    expect(duePacks([], [], NOW)).toEqual([]);
  });

  it("has read every pack after thirty days", () => {
    const all = packs(100);
    let scrubs: ReturnType<typeof sound>[] = [];
    for (let day = SCRUB_DAYS; day > 0; day--) {
      const due = duePacks(all, scrubs, NOW - day * DAY);
      expect(due.length).toBe(4);
      scrubs = [...scrubs.filter(({ pack }) => !due.includes(pack)), ...due.map((pack) => sound(pack, day))];
    }
    expect(summarize(all, scrubs, NOW)).toMatchObject({ recent: 100, share: 1, last: NOW - DAY });
  });

  it("takes a scrub in the future for none", () => {
    expect(duePacks(packs(1), [sound("p0", -5)], NOW)).toEqual(["p0"]);
    expect(summarize(packs(1), [sound("p0", -5)], NOW)).toMatchObject({ last: null, share: 0 });
  });
});

it("findings are told while their pack is there", () => {
  const bad = { pack: "p0", at: NOW - 40 * DAY, damaged: 3, reason: "it is cut short" };
  expect(summarize(packs(2), [bad], NOW)).toEqual({
    last: bad.at,
    packs: 2,
    recent: 0,
    share: 0,
    findings: [bad],
  });
  expect(summarize([], [bad], NOW)).toMatchObject({ share: 1, findings: [] });
});
