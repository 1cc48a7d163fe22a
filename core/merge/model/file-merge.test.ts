import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shownLine } from "./editor-text.ts";
import { FileMerge } from "./file-merge.ts";
import {
  act,
  actions,
  afterAll,
  choices,
  editAt,
  edited,
  type Part,
  sample,
  samples,
} from "./file-merges-suite.ts";
import { contentOf, endOf, splitLines } from "./lines.ts";
import type { MergeTexts } from "./merge-source.ts";
import { printMerge } from "./print.ts";
import type { Choice } from "./region-state.ts";
import type { TextEdit } from "./text-edit.ts";

const made = sample(
  ["unchanged", "ab", "ab", "ab"],
  ["conflict", "c", "C", "Kk"],
  ["unchanged", "d", "d", "d"],
  ["ours", "e", "E", "e"],
  ["unchanged", "f", "f", "f"],
  ["both", "", "g", "g"],
  ["conflict", "", "O", "T"],
  ["unchanged", "h", "h", "h"],
);
const SIDES: Record<Choice, readonly (keyof MergeTexts)[]> = {
  ours: ["ours"],
  theirs: ["theirs"],
  "ours+theirs": ["ours", "theirs"],
  "theirs+ours": ["theirs", "ours"],
  base: ["base"],
  nothing: [],
};
const begun = FileMerge.begin(made.texts, made.regions);

/** Prints a merge on one line. */
const brief = (merge: FileMerge) => printMerge(merge).replaceAll("\n", " ");

/** Types at a place of the shown text that is given by the text there. */
function typedAt(merge: FileMerge, old: string, text: string): FileMerge {
  const all = merge.shownText();
  const start = all.indexOf(old);
  const edit = editAt(all, start, start + old.length, text);
  const typed = merge.typed([edit]);
  expect(typed.shownText()).toBe(edited(all, edit));
  return typed;
}

describe("a merge of a file", () => {
  test("starts with changes applied and conflicts open, showing the base", () => {
    expect(printMerge(begun).split("\n")).toEqual([
      "[0 unchanged auto]",
      "  a",
      "  b",
      "[1 conflict open]",
      "? c",
      "[2 unchanged auto]",
      "  d",
      "[3 ours auto]",
      "< E",
      "[4 unchanged auto]",
      "  f",
      "[5 both auto]",
      "= g",
      "[6 conflict open]",
      "[7 unchanged auto]",
      "  h",
    ]);
    expect(begun.counts).toEqual({ autoMerged: 2, conflicts: 2, resolved: 0, suggestions: 0 });
    expect(begun.resolved).toBe(false);
  });

  test.each<[Choice, string]>([
    ["ours", "[1 conflict ours] < C [2"],
    ["theirs", "[1 conflict theirs] > K > k [2"],
    ["ours+theirs", "[1 conflict ours+theirs] < C > K > k [2"],
    ["theirs+ours", "[1 conflict theirs+ours] > K > k < C [2"],
    ["base", "[1 conflict base]   c [2"],
    ["nothing", "[1 conflict nothing] [2"],
  ])("takes %s for a conflict, and gives the edit that does it", (choice, printed) => {
    const { merge, edit } = begun.choose(1, choice);
    expect(brief(merge)).toContain(printed);
    expect(edited(begun.shownText(), edit)).toBe(merge.shownText());
    expect(merge.counts).toEqual({ autoMerged: 2, conflicts: 2, resolved: 1, suggestions: 0 });
    expect(brief(merge.reopen(1).merge)).toBe(brief(begun));
  });

  test("reverts a one-sided change and applies it again", () => {
    const { merge } = begun.choose(3, "theirs");
    expect(brief(merge)).toContain("[3 ours base]   e [4");
    expect(merge.counts.autoMerged).toBe(1);
    expect(brief(merge.choose(3, "ours").merge)).toBe(brief(begun));
    expect(brief(merge.choose(3, "ours+theirs").merge)).toBe(brief(begun));
    expect(brief(begun.choose(5, "theirs").merge)).toBe(brief(begun));
    expect(brief(begun.choose(5, "base").merge)).toContain("[5 both base] [6");
  });

  test("finds open conflicts in either direction, wrapping around", () => {
    expect([0, 1, 5, 6, 7].map((index) => begun.nextOpen(index))).toEqual([1, 6, 6, 1, 1]);
    expect([0, 1, 2, 6, 7].map((index) => begun.previousOpen(index))).toEqual([6, 6, 1, 1, 6]);
    const done = begun.chooseAll("ours", "open").merge;
    expect([done.nextOpen(0), done.previousOpen(0), done.resolved]).toEqual([undefined, undefined, true]);
  });

  test("reproduces one text exactly when it is chosen everywhere", () => {
    fc.assert(
      fc.property(samples, actions, fc.constantFrom("base", "ours", "theirs"), (made, done, side) => {
        const { merge } = afterAll(made, done).chooseAll(side, "all");
        expect(merge.text()).toBe(made.texts[side].join(""));
        expect(merge.resolved).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("suggestions", () => {
  const { texts, regions } = sample(
    ["conflict", "a", "A", "a", "ours"],
    ["unchanged", "b", "b", "b"],
    ["conflict", "c", "x", "y"],
    ["conflict", "d", "d", "DD", "theirs"],
    ["conflict", "e", "E", "E", "ours"],
  );
  const offered = FileMerge.begin(texts, regions);

  test("stay open until they are taken", () => {
    expect(offered.counts).toEqual({ autoMerged: 0, conflicts: 4, resolved: 0, suggestions: 3 });
    const { merge, edit } = offered.takeSuggestion(3);
    expect(brief(merge)).toContain("[2 conflict open] ? c [3 conflict suggested] > D > D [4 conflict open]");
    expect(edited(offered.shownText(), edit)).toBe(merge.shownText());
    expect(merge.counts).toEqual({ autoMerged: 0, conflicts: 4, resolved: 1, suggestions: 2 });
    expect(brief(merge.reopen(3).merge)).toBe(brief(offered));
    expect(() => offered.takeSuggestion(2)).toThrow(RangeError);
  });

  test("are taken together where nothing is decided yet", () => {
    const { merge, edit } = offered.choose(0, "base").merge.takeSuggestions();
    expect(brief(merge)).toBe(
      "[0 conflict base]   a [1 unchanged auto]   b [2 conflict open] ? c " +
        "[3 conflict suggested] > D > D [4 conflict suggested] < E",
    );
    expect(edited(offered.shownText(), edit)).toBe(merge.shownText());
    expect(merge.nextOpen(2)).toBe(2);
    expect(merge.takeSuggestions().merge.text()).toBe(merge.text());
  });
});

describe("typing", () => {
  test("in a conflict resolves it and keeps its other lines", () => {
    const typed = typedAt(begun, "c", "cc\ncc");
    expect(brief(typed)).toBe(brief(begun).replace("[1 conflict open] ? c", "[1 conflict typed] + cc + cc"));
    expect(typed.counts.resolved).toBe(1);
  });

  test("marks only the lines that change", () => {
    expect(brief(typedAt(begun, "b", "bb"))).toContain("[0 unchanged typed]   a + bb [1");
    expect(brief(typedAt(begun, "a\n", ""))).toContain("[0 unchanged typed]   b [1");
    expect(brief(typedAt(begun, "b\n", "b\nx\n"))).toContain("[0 unchanged typed]   a   b + x [1");
    const both = begun.choose(1, "ours+theirs").merge;
    expect(brief(typedAt(both, "K", "L"))).toContain("[1 conflict typed] < C + L > k [2");
  });

  test("over several regions puts the text into the first and leaves the rest in the last", () => {
    expect(brief(typedAt(begun, "b\nc\nd\nE", "x"))).toContain(
      "[0 unchanged typed]   a + x [1 conflict typed] [2 unchanged typed] [3 ours typed] [4 unchanged auto]",
    );
    const joined = typedAt(begun, "b\nc", "bc");
    expect(brief(joined)).toContain("[0 unchanged typed]   a + bc [1 conflict typed] [2 unchanged auto]");
  });

  test("between two regions belongs to the one in which it began", () => {
    expect(brief(typedAt(begun, "\nc", "\nnew\nc"))).toContain(
      "[0 unchanged typed]   a   b + new [1 conflict open] ? c",
    );
    const shownText = begun.shownText();
    const start = shownText.indexOf("c");
    const typed = begun.typed([editAt(shownText, start, start, "new\n")]);
    expect(brief(typed)).toContain("[0 unchanged auto]   a   b [1 conflict typed] + new   c [2");
  });

  test("next to a conflict without lines leaves it open, unless it was emptied by typing", () => {
    const beside = typedAt(begun, "g\n", "g\nnew\n");
    expect(brief(beside)).toContain("[5 both typed] = g + new [6 conflict open] [7");
    const emptied = begun.write(6, "").merge;
    expect(brief(typedAt(emptied, "g\n", "g\nnew\n"))).toContain(
      "[5 both auto] = g [6 conflict typed] + new [7",
    );
  });

  test("into a result without lines belongs to its open conflict", () => {
    const { texts, regions } = sample(["conflict", "", "a", "b"]);
    expect(brief(FileMerge.begin(texts, regions).typed([editAt("", 0, 0, "x")]))).toBe(
      "[0 conflict typed] + x (no end)",
    );
    const nothing = FileMerge.begin({ base: [], ours: [], theirs: [] }, []);
    expect(brief(nothing.typed([editAt("", 0, 0, "x\n")]))).toBe("[0 unchanged typed] + x");
  });

  test("uses the line ends of the lines around it, whatever the editor's are", () => {
    const texts = { base: ["a\r\n", "b\n"], ours: ["a\r\n", "b\n"], theirs: ["a\r\n", "b\n"] };
    const merge = FileMerge.begin(texts, []);
    const whole = { start: 0, count: 2 };
    const mixed = FileMerge.begin(texts, [{ kind: "unchanged", base: whole, ours: whole, theirs: whole }]);
    expect(mixed.typed([editAt("a\nb\n", 1, 1, "\r\nx")]).text()).toBe("a\r\nx\r\nb\n");
    expect(mixed.typed([editAt("a\nb\n", 3, 3, "\r\nx")]).text()).toBe("a\r\nb\nx\n");
    expect(merge.typed([editAt("", 0, 0, "x\ny")]).text()).toBe("x\r\ny");
  });

  test("keeps the end that a line got when lines followed it, after these are deleted", () => {
    const texts = { base: [], ours: ["a"], theirs: ["b\n"] };
    const none = { start: 0, count: 0 };
    const one = { start: 0, count: 1 };
    const { merge } = FileMerge.begin(texts, [
      { kind: "conflict", base: none, ours: one, theirs: one },
    ]).choose(0, "ours+theirs");
    expect(merge.text()).toBe("a\nb\n");
    expect(typedAt(merge, "b\n", "").text()).toBe("a\n");
    expect(typedAt(merge, "\nb\n", "").text()).toBe("a");
  });

  test("preserves a lone carriage return and a byte order mark, which an editor would lose", () => {
    const texts = { base: ["\ufeffa\rb\n"], ours: ["\ufeffa\rb\n"], theirs: ["\ufeffa\rb\n"] };
    const one = { start: 0, count: 1 };
    const merge = FileMerge.begin(texts, [{ kind: "unchanged", base: one, ours: one, theirs: one }]);
    const shownText = merge.shownText();
    expect(shownText).toBe("\ue0bfa\ue00db\n");
    expect(merge.typed([editAt(shownText, 4, 4, "!")]).text()).toBe("\ufeffa\rb!\n");
    const moved = editAt(shownText, 0, shownText.length, `x\n${shownText}`);
    expect(merge.typed([moved]).text()).toBe("x\n\ufeffa\rb\n");
  });
});

describe("any steps", () => {
  test("match an editor that applies the same edits, and leave other lines alone", () => {
    fc.assert(
      fc.property(samples, actions, (made, all) => {
        let now = { merge: FileMerge.begin(made.texts, made.regions), shown: "" };
        now.shown = now.merge.shownText();
        const past: [FileMerge, string][] = [];
        for (const action of all) {
          past.push([now.merge, printMerge(now.merge)]);
          const next = act(now.merge, now.shown, action);
          expect(next.merge.shownText()).toBe(next.shown);
          checkConsistency(next.merge);
          if (action.do === "type") checkUntouched(now.merge, next.merge, next.edit);
          now = next;
        }
        for (const [merge, printed] of past) expect(printMerge(merge)).toBe(printed);
      }),
      { numRuns: 1500 },
    );
  });

  test("give each region the lines of its choice", () => {
    fc.assert(
      fc.property(samples, actions, fc.nat(), choices, (made, done, at, choice) => {
        const before = afterAll(made, done);
        const index = at % before.regionCount;
        const { merge } = before.choose(index, choice);
        const { region, result } = merge.region(index);
        const { kind } = region;
        const sides = SIDES[choice];
        // Outside of conflicts, both sides together are the change.
        const taken =
          sides.length > 1 && kind !== "conflict" ? SIDES[kind === "theirs" ? kind : "ours"] : sides;
        const expected = taken.flatMap((side) => {
          const { start, count } = region[side];
          return made.texts[side].slice(start, start + count);
        });
        expect(merge.lines(result.start, result.start + result.count).map(contentOf)).toEqual(
          expected.map(contentOf),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("work in files with many regions", () => {
    const parts = Array.from({ length: 700 }, (_, at): Part => {
      if (at % 2 === 0) return ["unchanged", "u", "u", "u"];
      return at % 4 === 1 ? ["conflict", "b", "oo", "t"] : ["ours", "", "o", ""];
    });
    const made = sample(...parts);
    fc.assert(
      fc.property(actions, (all) => {
        let now = { merge: FileMerge.begin(made.texts, made.regions), shown: "" };
        now.shown = now.merge.shownText();
        for (const action of all) now = act(now.merge, now.shown, action);
        expect(now.merge.shownText()).toBe(now.shown);
        checkConsistency(now.merge);
      }),
      { numRuns: 20 },
    );
  });
});

test("a merge with many regions finds open conflicts anywhere", () => {
  const many = sample(...Array.from({ length: 300 }, (): Part => ["conflict", "b", "o", "t"]));
  const done = FileMerge.begin(many.texts, many.regions).chooseAll("ours", "open").merge;
  for (const open of [[0], [63], [64], [127, 128], [299], [5, 190, 191, 192]]) {
    checkConsistency(open.reduce((merge, index) => merge.reopen(index).merge, done));
  }
});

/** Compares every answer with a scan of the text and the regions. */
function checkConsistency(merge: FileMerge): void {
  const lines = splitLines(merge.text());
  expect(merge.lines(0, merge.lineCount)).toEqual(lines);
  const ended = lines.length === 0 || endOf(lines.at(-1) ?? "") !== "";
  expect(merge.shownText()).toBe([...lines.map(shownLine), ...(ended ? [""] : [])].join("\n"));
  const regions = [...merge.regions()];
  let start = 0;
  for (const region of regions) {
    expect(merge.region(region.index)).toEqual(region);
    expect(region.result.start).toBe(start);
    const first = region.result.count > 0 ? merge.indexOfLine(start) : region.index;
    start += region.result.count;
    const last = region.result.count > 0 ? merge.indexOfLine(start - 1) : region.index;
    expect([first, last]).toEqual([region.index, region.index]);
  }
  expect(start).toBe(lines.length);
  expect(() => merge.indexOfLine(lines.length + 1)).toThrow(RangeError);
  const runs = [...merge.origins()];
  expect(runs.reduce((sum, { count }) => sum + count, 0)).toBe(lines.length);
  expect(runs.some(({ origin }, at) => origin === runs[at - 1]?.origin)).toBe(false);
  const open = regions.filter(({ decision }) => decision === "open").map(({ index }) => index);
  const conflicts = regions.filter(({ region }) => region.kind === "conflict").length;
  const autoMerged = regions.filter(
    ({ region, decision }) => region.kind !== "unchanged" && decision === "auto",
  ).length;
  const suggestions = open.filter((index) => regions[index]?.region.suggestion !== undefined).length;
  expect(merge.counts).toEqual({ autoMerged, conflicts, resolved: conflicts - open.length, suggestions });
  for (const { index } of regions) {
    expect(merge.nextOpen(index)).toBe(open.find((each) => each > index) ?? open[0]);
    expect(merge.previousOpen(index)).toBe(open.findLast((each) => each < index) ?? open.at(-1));
  }
}

/** Checks that typing changed nothing more than a line away from it, and marked what it changed. */
function checkUntouched(before: FileMerge, after: FileMerge, { range }: TextEdit): void {
  for (const { index, result } of before.regions()) {
    const state = after.states.at(index);
    if (state !== before.states.at(index)) expect(state.decision).toBe("typed");
    const above = result.start + result.count < range.startLineNumber - 1;
    const below = result.start > range.endLineNumber;
    if (before.lineCount > 0 && (above || below)) expect(state).toBe(before.states.at(index));
  }
  if (before.text() !== after.text()) {
    const changed = [...after.regions()].filter(
      ({ index }) => after.states.at(index) !== before.states.at(index),
    );
    expect(changed.length).toBeGreaterThan(0);
  }
}
