import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FileMerge } from "./file-merge.ts";
import { actions, afterAll, samples } from "./file-merges-suite.ts";
import { parseFileMerge, type SavedFileMerge, saveFileMerge } from "./saved-file-merge.ts";
import { type SavedRegion, saveRegion } from "./saved-region.ts";
import { applyStep, countSaved, isRecut } from "./saved-step.ts";

/** Ten lines, of which 2 and 3 are one conflict and 6 is another. */
const first: SavedRegion = { at: [2, 2, 2, 2, 2, 2], kind: "conflict", decision: "open" };
const second: SavedRegion = { at: [6, 1, 6, 1, 6, 1], kind: "conflict", decision: "open" };
const saved: SavedFileMerge = { version: 2, lines: [10, 10, 10], regions: [first, second] };

const placed = (from: number, count: number, more: Partial<SavedRegion>): SavedRegion => ({
  at: [from, count, from, count, from, count],
  kind: "conflict",
  decision: "open",
  ...more,
});

function applied(step: readonly SavedRegion[], to = saved): readonly SavedRegion[] {
  const next = applyStep(to, step);
  if (!next.ok) throw new Error(next.why);
  expect(next.value.lines).toEqual(to.lines);
  return next.value.regions;
}

describe("a step", () => {
  test("replaces the regions at its places and leaves the others", () => {
    const chosen = { ...second, decision: "theirs" } as const;
    expect(applied([chosen])).toEqual([first, chosen]);
  });

  test("cuts a region, and joins several", () => {
    const parts = [placed(2, 1, { decision: "ours" }), placed(3, 1, {})];
    const cut = applied(parts);
    expect(cut).toEqual([...parts, second]);
    const joined = placed(2, 5, { decision: "ours" });
    expect(applied([joined], { ...saved, regions: cut })).toEqual([joined]);
  });

  test("cuts what is unchanged out of a conflict", () => {
    const parts = [placed(2, 1, {}), placed(3, 1, { kind: "unchanged", decision: "auto" })];
    expect(applied(parts)).toEqual([parts[0], second]);
  });

  test("lists an unchanged region that is typed into, until it is as before", () => {
    const hand = placed(4, 2, { kind: "unchanged", decision: "typed", pieces: ["x\n"] });
    const with3 = applied([hand]);
    expect(with3).toEqual([first, hand, second]);
    const undone = placed(4, 2, { kind: "unchanged", decision: "auto" });
    expect(applied([undone], { ...saved, regions: with3 })).toEqual([first, second]);
  });

  test.each<[string, SavedRegion]>([
    ["begins inside of a region", placed(3, 2, { decision: "ours" })],
    ["ends inside of a region", placed(5, 1, { at: [5, 2, 5, 1, 5, 1] })],
    ["covers a part of a region", placed(2, 1, { decision: "ours" })],
    ["lies elsewhere in one text", placed(2, 2, { at: [2, 2, 3, 2, 2, 2] })],
    ["goes past the end", placed(9, 2, {})],
  ])("that %s does not fit", (_, region) => {
    expect(applyStep(saved, [region])).toEqual({ ok: false, why: "The file was cut otherwise meanwhile." });
  });

  test("is a new cut if it says of lines what was not known of them", () => {
    expect(isRecut(saved, [{ ...first, decision: "ours" }])).toBe(false);
    expect(isRecut(saved, [placed(4, 1, { kind: "unchanged", decision: "typed", pieces: [] })])).toBe(false);
    expect(isRecut(saved, [placed(2, 1, {}), placed(3, 1, {})])).toBe(true);
    expect(isRecut(saved, [{ ...first, kind: "both", decision: "auto" }])).toBe(true);
    expect(isRecut(saved, [placed(2, 2, { kind: "unchanged", decision: "auto" })])).toBe(true);
  });

  test("made of the regions that a merge changed gives the merge", () => {
    fc.assert(
      fc.property(samples, actions, (sample, all) => {
        const regions = sample.regions.filter(
          ({ base, ours, theirs }) => base.count + ours.count + theirs.count > 0,
        );
        const before = FileMerge.begin(sample.texts, regions);
        const after = afterAll({ ...sample, regions }, all);
        const changed = [...after.states.states()].filter((state, at) => state !== before.states.at(at));
        const next = applyStep(saveFileMerge(before), changed.map(saveRegion));
        if (!next.ok) throw new Error(next.why);
        expect(next.value).toEqual(saveFileMerge(after));
        const { autoMerged: auto, conflicts, resolved } = after.counts;
        expect(countSaved(next.value)).toMatchObject({ auto, conflicts, resolved });
        expect(parseFileMerge(next.value, sample.texts).ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
