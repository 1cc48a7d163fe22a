import fc from "fast-check";
import { expect, test } from "vitest";
import { FileMerge } from "./file-merge.ts";
import { actions, afterAll, sample, samples } from "./file-merges-suite.ts";
import { printMerge } from "./print.ts";
import { parseFileMerge, saveFileMerge } from "./saved-file-merge.ts";
import type { SavedRegion } from "./saved-region.ts";
import { applyStep } from "./saved-step.ts";
import { stepBetween, withEqualStates } from "./step-between.ts";

const { texts, regions } = sample(
  ["unchanged", "ab", "ab", "ab"],
  ["conflict", "c", "C", "x"],
  ["unchanged", "d", "d", "d"],
  ["conflict", "e", "E", "y"],
);
const begun = FileMerge.begin(texts, regions);
const placesOf = (step: readonly SavedRegion[]) =>
  step.map(({ at: [start, count], decision }) => [start, count, decision]);

test("a step has the regions that differ, and no others", () => {
  expect(stepBetween(begun, begun)).toEqual([]);
  expect(placesOf(stepBetween(begun, begun.choose(3, "ours").merge))).toEqual([[4, 1, "ours"]]);
  const both = begun.choose(1, "theirs").merge.choose(3, "base").merge;
  expect(placesOf(stepBetween(begun, both))).toEqual([
    [2, 1, "theirs"],
    [4, 1, "base"],
  ]);
});

test("a step between other cuts has all regions of the stretch that was cut", () => {
  const joined = begun.join(1).merge;
  expect(placesOf(stepBetween(begun, joined))).toEqual([[2, 3, "open"]]);
  expect(placesOf(stepBetween(joined, begun))).toEqual([
    [2, 1, "open"],
    [3, 1, "auto"],
    [4, 1, "open"],
  ]);
});

test("any step leads from the one saved state to the other, and is none between equal ones", () => {
  const cuts = fc.array(fc.record({ at: fc.nat(100), line: fc.nat(100) }), { maxLength: 4 });
  fc.assert(
    fc.property(samples, actions, actions, cuts, (made, before, after, all) => {
      // A merge has no region without a line.
      fc.pre(made.regions.every(({ base, ours, theirs }) => base.count + ours.count + theirs.count > 0));
      const from = afterAll(made, before);
      let to = after.reduce((merge, action) => {
        if (action.do !== "choose") return merge;
        return merge.choose(action.at % merge.regionCount, action.choice).merge;
      }, from);
      for (const { at, line } of all) {
        const index = at % to.regionCount;
        const { start, count } = to.region(index).region.base;
        const cut = start + (line % (count + 1));
        if (to.canSplit(index, "base", cut)) to = to.split(index, "base", cut).merge;
        else if (to.nextHunk(index) !== undefined) to = to.join(index).merge;
      }
      const saved = applyStep(saveFileMerge(from), stepBetween(from, to));
      if (!saved.ok) throw new Error(saved.why);
      const parsed = parseFileMerge(saved.value, made.texts);
      if (!parsed.ok) throw new Error(parsed.why);
      expect(printMerge(parsed.value)).toBe(printMerge(to));
      const known = withEqualStates(parsed.value, to);
      expect(stepBetween(to, known)).toEqual([]);
      expect([...known.states.states()]).toEqual([...to.states.states()]);
    }),
    { numRuns: 500 },
  );
});
