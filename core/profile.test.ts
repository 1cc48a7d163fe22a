import { describe, expect, it } from "vitest";
import { checkProfile, DEFAULT_PROFILE, sameProfile } from "./profile.ts";

describe("profile", () => {
  it("accepts the default profile and one that inlines all small files", () => {
    expect(checkProfile(DEFAULT_PROFILE)).toEqual(DEFAULT_PROFILE);
    expect(checkProfile({ ...DEFAULT_PROFILE, inlineMax: 65_536 }).inlineMax).toBe(65_536);
  });

  it.each([
    { inlineMax: -1 },
    { inlineMax: 1.5 },
    { inlineMax: 70_000, wholeMax: 80_000 },
    { inlineMax: 600, wholeMax: 500 },
    { chunkMin: 63 },
    { chunkAvg: 255 },
    { chunkMax: 2 ** 30 },
    { chunkMin: 2 ** 21, chunkAvg: 2 ** 20 },
    { chunkAvg: 2 ** 20, chunkMax: 2 ** 19 },
    { wholeMax: Number.NaN },
  ])("refuses %o", (change) => {
    expect(() => checkProfile({ ...DEFAULT_PROFILE, ...change })).toThrowError(
      expect.objectContaining({ code: "BadInput" }),
    );
  });

  it("compares profiles by value", () => {
    expect(sameProfile(DEFAULT_PROFILE, { ...DEFAULT_PROFILE })).toBe(true);
    expect(sameProfile(DEFAULT_PROFILE, { ...DEFAULT_PROFILE, chunkAvg: 2 ** 19 })).toBe(false);
  });
});
