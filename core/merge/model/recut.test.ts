import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FileMerge } from "./file-merge.ts";
import { actions, afterAll, edited, sample, samples } from "./file-merges-suite.ts";
import type { LinesOf } from "./merge-result.ts";
import { printMerge } from "./print.ts";
import type { Choice } from "./region-state.ts";

const brief = (merge: FileMerge) => printMerge(merge).replaceAll("\n", " ");
const begin = (...parts: Parameters<typeof sample>) => {
  const { texts, regions } = sample(...parts);
  return FileMerge.begin(texts, regions);
};
/** Two changes of neighbouring lines, which are one conflict until they are split. */
const neighbours = begin(
  ["unchanged", "a", "a", "a"],
  ["conflict", "bc", "Bc", "bC"],
  ["unchanged", "d", "d", "d"],
);

describe("a hunk that is split", () => {
  test("has its one-sided parts applied, at a line of any text", () => {
    const expected = "[0 unchanged auto]   a [1 ours auto] < B [2 theirs auto] > C [3 unchanged auto]   d";
    for (const of of ["base", "ours", "theirs", "result"] as const) {
      expect(brief(neighbours.split(1, of, 2).merge)).toBe(expected);
    }
    const { merge, edit } = neighbours.split(1, "base", 2);
    expect(edited(neighbours.shownText(), edit)).toBe(merge.shownText());
    expect(merge.resolved).toBe(true);
  });

  test("keeps equal lines together, and otherwise cuts as far from the last equal line", () => {
    const long = begin(["conflict", "abcd", "axxcy", "azcd"]);
    const { merge } = long.split(0, "ours", 3);
    const [first, second] = [merge.region(0).region, merge.region(1).region];
    expect([first.base.count, first.ours.count, first.theirs.count]).toEqual([2, 3, 2]);
    expect([second.base.start, second.ours.start, second.theirs.start]).toEqual([2, 3, 2]);
    const different = begin(["conflict", "ab", "cde", "f"]).split(0, "ours", 1).merge.region(0).region;
    expect([different.base.count, different.ours.count, different.theirs.count]).toEqual([1, 1, 1]);
  });

  test("passes its choice on to both parts", () => {
    const chosen = begin(["conflict", "bc", "Bc", "DE"]).choose(0, "theirs+ours").merge;
    expect(brief(chosen.split(0, "base", 1).merge)).toBe(
      "[0 conflict theirs+ours] > D < B [1 theirs auto] > E",
    );
  });

  test("keeps what was typed on both sides of the cut", () => {
    const typed = begin(["conflict", "bc", "Bc", "DE"]).write(0, "one\ntwo\n").merge;
    expect(brief(typed.split(0, "result", 1).merge)).toBe("[0 conflict typed] + one [1 theirs typed] + two");
  });

  test("lets a part that nobody changed go into what is around it", () => {
    const wide = begin(
      ["unchanged", "a", "a", "a"],
      ["conflict", "bc", "bX", "bY"],
      ["unchanged", "d", "d", "d"],
    );
    expect(brief(wide.split(1, "base", 2).merge)).toBe(
      "[0 unchanged auto]   a   b [1 conflict open] ? c [2 unchanged auto]   d",
    );
  });

  test("cannot be split where a part would be empty, nor can unchanged lines", () => {
    expect(neighbours.canSplit(1, "base", 1)).toBe(false);
    expect(neighbours.canSplit(1, "base", 3)).toBe(false);
    expect(neighbours.canSplit(0, "base", 0)).toBe(false);
    expect(neighbours.canSplit(1, "base", 2)).toBe(true);
    expect(() => neighbours.split(1, "base", 1)).toThrow(RangeError);
  });
});

describe("hunks that are joined", () => {
  const apart = begin(
    ["conflict", "a", "A", "x"],
    ["unchanged", "b", "b", "b"],
    ["conflict", "c", "C", "y"],
    ["theirs", "d", "d", "D"],
  );

  test("are one open conflict, with what is between them", () => {
    const { merge, edit } = apart.join(0);
    expect(brief(merge)).toBe("[0 conflict open] ? a ? b ? c [1 theirs auto] > D");
    expect(edited(apart.shownText(), edit)).toBe(merge.shownText());
    expect(brief(apart.join(2).merge)).toBe(
      "[0 conflict open] ? a [1 unchanged auto]   b [2 conflict open] ? c ? d",
    );
  });

  test("keep the one choice of all, and the lines of different ones", () => {
    const same = apart.chooseAll("ours", "open").merge;
    expect(brief(same.join(0).merge)).toBe("[0 conflict ours] < A < b < C [1 theirs auto] > D");
    const mixed = apart.choose(0, "ours").merge.choose(2, "theirs+ours").merge;
    expect(brief(mixed.join(0).merge)).toBe("[0 conflict typed] < A   b > y < C [1 theirs auto] > D");
    const open = apart.choose(0, "ours").merge;
    expect(brief(open.join(0).merge)).toBe("[0 conflict open] ? a ? b ? c [1 theirs auto] > D");
  });

  test("are the hunk again that was split", () => {
    const split = neighbours.split(1, "base", 2).merge;
    expect(brief(split.join(1).merge)).toBe(brief(neighbours));
    expect(() => apart.join(3)).toThrow(RangeError);
  });
});

describe("words that are merged", () => {
  const words = (base: string, ours: string, theirs: string) => {
    const lines = (text: string) => text.split("|").map((line) => `${line}\n`);
    const texts = { base: lines(base), ours: lines(ours), theirs: lines(theirs) };
    const span = (text: keyof typeof texts) => ({ start: 0, count: texts[text].length });
    return FileMerge.begin(texts, [
      { kind: "conflict", base: span("base"), ours: span("ours"), theirs: span("theirs") },
    ]);
  };

  test("resolve a conflict whose sides changed different words", () => {
    const merge = words(
      "const limit = min(width, 40);",
      "const most = min(width, 40);",
      "const limit = max(width, 40);",
    );
    expect(merge.combined(0)).toEqual(["const most = max(width, 40);\n"]);
    const { merge: combined, edit } = merge.combine(0);
    expect(printMerge(combined)).toBe("[0 conflict combined]\n& const most = max(width, 40);");
    expect(edited(merge.shownText(), edit)).toBe(combined.shownText());
    expect(combined.resolved).toBe(true);
    expect(printMerge(combined.reopen(0).merge)).toBe(printMerge(merge));
  });

  test.each<[string, string, string, string]>([
    ["the same word changed twice", "a b c", "a x c", "a y c"],
    ["a word deleted and changed", "a b c", "a c", "a y c"],
    ["words added at one place", "a c", "a x c", "a y c"],
    ["only one side's words are left", "a b c", "a x c", "a b c"],
    ["no base", "", "x", "y"],
  ])("are not certain: %s", (_, base, ours, theirs) => {
    const merge = words(base, ours, theirs);
    expect(merge.combined(0)).toBeUndefined();
    expect(() => merge.combine(0)).toThrow(RangeError);
  });

  test("resolve all such conflicts in one step, and leave the others open", () => {
    const texts = {
      base: ["one two\n", "keep\n", "a\n", "keep\n", "three four\n"],
      ours: ["ONE two\n", "keep\n", "x\n", "keep\n", "THREE four\n"],
      theirs: ["one TWO\n", "keep\n", "y\n", "keep\n", "three FOUR\n"],
    };
    const at = (start: number) => {
      const span = { start, count: 1 };
      return { base: span, ours: span, theirs: span };
    };
    const merge = FileMerge.begin(texts, [
      { kind: "conflict", ...at(0) },
      { kind: "unchanged", ...at(1) },
      { kind: "conflict", ...at(2) },
      { kind: "unchanged", ...at(3) },
      { kind: "conflict", ...at(4) },
    ]);
    const { merge: combined, edit } = merge.combineAll();
    expect(combined.text()).toBe("ONE TWO\nkeep\na\nkeep\nTHREE FOUR\n");
    expect(combined.counts).toMatchObject({ conflicts: 3, resolved: 2 });
    expect(edited(merge.shownText(), edit)).toBe(combined.shownText());
    // What was decided otherwise stays so.
    expect(merge.choose(0, "ours").merge.combineAll().merge.text()).toContain("ONE two\n");
  });

  test("work across lines, and keep their ends", () => {
    const texts = {
      base: ["one two\r\n", "three four\r\n"],
      ours: ["ONE two\r\n", "three four\r\n"],
      theirs: ["one two\r\n", "three FOUR\r\n"],
    };
    const span = { start: 0, count: 2 };
    const merge = FileMerge.begin(texts, [{ kind: "conflict", base: span, ours: span, theirs: span }]);
    expect(merge.combine(0).merge.text()).toBe("ONE two\r\nthree FOUR\r\n");
  });
});

describe("any cuts", () => {
  const cuts = fc.array(
    fc.record({
      join: fc.boolean(),
      at: fc.nat(1000),
      of: fc.constantFrom<LinesOf[]>("base", "ours", "theirs", "result"),
      line: fc.nat(1000),
    }),
    { maxLength: 8 },
  );

  function cutOnce(merge: FileMerge, cut: { join: boolean; at: number; of: LinesOf; line: number }) {
    const index = cut.at % merge.regionCount;
    if (cut.join) return merge.nextHunk(index) === undefined ? undefined : merge.join(index);
    const { region, result } = merge.region(index);
    const { start, count } = cut.of === "result" ? result : region[cut.of];
    const line = start + (cut.line % (count + 1));
    return merge.canSplit(index, cut.of, line) ? merge.split(index, cut.of, line) : undefined;
  }

  test("leave other hunks alone, cover the texts, and can be undone", () => {
    fc.assert(
      fc.property(samples, actions, cuts, (made, done, all) => {
        const begun = afterAll(made, done);
        let merge = begun;
        for (const cut of all) {
          const step = cutOnce(merge, cut);
          if (step === undefined) continue;
          expect(edited(merge.shownText(), step.edit)).toBe(step.merge.shownText());
          const before = new Set(merge.states.states());
          const kept = [...step.merge.states.states()].filter((state) => before.has(state)).length;
          expect(kept).toBeGreaterThanOrEqual(
            Math.min(merge.regionCount, step.merge.regionCount) - 3 - (cut.join ? 12 : 0),
          );
          merge = step.merge;
          for (const text of ["base", "ours", "theirs"] as const) {
            let end = 0;
            for (const { region } of merge.regions()) {
              expect(region[text].start).toBe(end);
              end += region[text].count;
            }
            expect(end).toBe(made.texts[text].length);
          }
        }
        const back = merge.changeTo(begun);
        expect(edited(merge.shownText(), back.edit)).toBe(begun.shownText());
        for (const side of ["base", "ours", "theirs"] as const satisfies readonly Choice[]) {
          expect(merge.chooseAll(side, "all").merge.text()).toBe(made.texts[side].join(""));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("find the region of every line", () => {
    fc.assert(
      fc.property(samples, cuts, (made, all) => {
        let merge = FileMerge.begin(made.texts, made.regions);
        for (const cut of all) merge = cutOnce(merge, cut)?.merge ?? merge;
        for (const { index, region } of merge.regions()) {
          for (const text of ["base", "ours", "theirs"] as const) {
            const { start, count } = region[text];
            for (let line = start; line < start + count; line++)
              expect(merge.indexOf(text, line)).toBe(index);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

test("changes that the merge applied are found in either direction, wrapping around", () => {
  const merge = begin(["ours", "a", "A", "a"], ["conflict", "b", "x", "y"], ["theirs", "c", "c", "C"]);
  expect([0, 1, 2].map((index) => merge.nextAuto(index))).toEqual([2, 2, 0]);
  expect([0, 1, 2].map((index) => merge.previousAuto(index))).toEqual([2, 0, 0]);
  const reverted = merge.choose(0, "base").merge.choose(2, "base").merge;
  expect([reverted.nextAuto(1), reverted.previousAuto(1)]).toEqual([undefined, undefined]);
});

test("a suggestion that is split or joined is still open, with suggestions", () => {
  const parts = begin(["conflict", "ab", "XY", "ab", "ours"]).split(0, "ours", 1).merge;
  expect(brief(parts)).toBe("[0 conflict open] ? a [1 conflict open] ? b");
  expect(parts.counts.suggestions).toBe(2);
  expect(parts.takeSuggestions().merge.text()).toBe("X\nY\n");
  expect(brief(parts.join(0).merge)).toBe("[0 conflict open] ? a ? b");
});
