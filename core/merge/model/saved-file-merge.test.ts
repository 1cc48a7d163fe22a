import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FileMerge } from "./file-merge.ts";
import { actions, afterAll, sample, samples } from "./file-merges-suite.ts";
import { printMerge } from "./print.ts";
import { parseFileMerge, saveFileMerge } from "./saved-file-merge.ts";

const source = sample(["unchanged", "ab", "ab", "ab"], ["conflict", "c", "o", "t"], ["ours", "", "n", ""]);
const begun = FileMerge.begin(source.texts, source.regions);
const typed = begun.write(0, "by hand\n").merge.choose(1, "ours").merge;

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Samples as the merger makes them: every region has lines, and no unchanged ones follow each other. */
const made = samples
  .map(({ texts, regions }) => ({
    texts,
    regions: regions.filter(({ base, ours, theirs }) => base.count + ours.count + theirs.count > 0),
  }))
  .filter(({ regions }) =>
    regions.every(({ kind }, at) => kind !== "unchanged" || kind !== regions[at - 1]?.kind),
  );

describe("a saved file merge", () => {
  test("parses to an equal merge after any steps", () => {
    fc.assert(
      fc.property(made, actions, (sample, all) => {
        const merge = afterAll(sample, all);
        const saved = saveFileMerge(merge);
        const parsed = parseFileMerge(throughJson(saved), sample.texts);
        if (!parsed.ok) throw new Error(parsed.why);
        expect(printMerge(parsed.value)).toBe(printMerge(merge));
        expect(parsed.value.counts).toEqual(merge.counts);
        expect(saveFileMerge(parsed.value)).toEqual(saved);
      }),
      { numRuns: 500 },
    );
  });

  test("lists the regions that are not unchanged, with their places and decisions", () => {
    expect(saveFileMerge(begun)).toEqual({
      version: 2,
      lines: [3, 4, 3],
      regions: [
        { at: [2, 1, 2, 1, 2, 1], kind: "conflict", decision: "open" },
        { at: [3, 0, 3, 1, 3, 0], kind: "ours", decision: "auto" },
      ],
    });
  });

  test("lists an unchanged region that was typed into, with pieces", () => {
    const typedBetween = begun.typed([
      { range: { startLineNumber: 2, startColumn: 1, endLineNumber: 2, endColumn: 1 }, text: "new\n" },
    ]);
    expect(saveFileMerge(typedBetween).regions[0]).toEqual({
      at: [0, 2, 0, 2, 0, 2],
      kind: "unchanged",
      decision: "typed",
      pieces: [["base", 0, 1], "new\n", ["base", 1, 1]],
    });
  });

  test("lists suggestions, and those that were taken", () => {
    const { texts } = sample(["conflict", "c", "o", "c"], ["conflict", "d", "D", "e"]);
    const at = (line: number) => [line, 1, line, 1, line, 1];
    const taken = { at: at(0), kind: "conflict", suggestion: "ours", decision: "suggested" };
    const open = { at: at(1), kind: "conflict", decision: "open" };
    const saved = { version: 2, lines: [2, 2, 2], regions: [taken, open] };
    const parsed = parseFileMerge(saved, texts);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(parsed.value.text()).toBe("o\nd\n");
    expect(saveFileMerge(parsed.value)).toEqual(saved);
    const without = { ...saved, regions: [taken, { ...open, decision: "suggested" }] };
    expect(parseFileMerge(without, texts)).toMatchObject({ ok: false });
  });

  test("keeps a combined and a split hunk", () => {
    const { texts, regions } = sample(["conflict", "ab", "xb", "yc"], ["unchanged", "z", "z", "z"]);
    const split = FileMerge.begin(texts, regions).split(0, "ours", 1).merge;
    const parsed = parseFileMerge(throughJson(saveFileMerge(split)), texts);
    expect(parsed.ok && printMerge(parsed.value)).toBe(printMerge(split));
    const combined = {
      ...saveFileMerge(split),
      regions: [{ at: [0, 1, 0, 1, 0, 1], kind: "conflict", decision: "combined", pieces: ["xy\n"] }],
    };
    const words = parseFileMerge(
      { ...combined, lines: [1, 1, 1] },
      sample(["conflict", "a", "x", "y"]).texts,
    );
    expect(words.ok && printMerge(words.value)).toBe("[0 conflict combined]\n& xy");
  });

  test("keeps typed lines separate if one had no end", () => {
    const made = sample(["conflict", "", "o", "t"], ["conflict", "", "O", "T"]);
    const merge = FileMerge.begin(made.texts, made.regions)
      .write(0, "x")
      .merge.choose(1, "ours")
      .merge.typed([
        { range: { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 2 }, text: "\ny" },
      ]);
    const parsed = parseFileMerge(throughJson(saveFileMerge(merge)), made.texts);
    expect(parsed.ok && printMerge(parsed.value)).toBe(printMerge(merge));
    expect(merge.text()).toBe("x\ny\nO\n");
  });

  test("keeps a cut that the merger would not make", () => {
    const { texts } = sample(["conflict", "ab", "xb", "yb"]);
    const saved = {
      version: 2,
      lines: [2, 2, 2],
      regions: [{ at: [0, 1, 0, 1, 0, 1], kind: "conflict", decision: "theirs" }],
    };
    const parsed = parseFileMerge(saved, texts);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(parsed.value.text()).toBe("y\nb\n");
    expect(parsed.value.regionCount).toBe(2);
  });

  test.each<[string, Parameters<typeof parseFileMerge>[1]]>([
    ["a longer side", { ...source.texts, theirs: [...source.texts.theirs, "more\n"] }],
    ["another line between its regions", { ...source.texts, ours: ["A\n", ...source.texts.ours.slice(1)] }],
    [
      "another line of a side that made no change",
      { ...source.texts, theirs: ["a\n", "b\n", "t\n"].with(0, "z\n") },
    ],
  ])("is refused for texts with %s", (_, texts) => {
    expect(parseFileMerge(saveFileMerge(typed), texts)).toEqual({
      ok: false,
      why: "It belongs to other texts.",
    });
  });

  const conflict = { at: [2, 1, 2, 1, 2, 1], kind: "conflict", decision: "ours" };
  const hand = { ...conflict, decision: "typed", pieces: ["by hand\n"] };
  test.each<[string, unknown]>([
    ["nothing", null],
    ["no regions", { version: 2, lines: [3, 4, 3] }],
    ["version 1", { ...saveFileMerge(typed), version: 1 }],
    ["two lengths", { ...saveFileMerge(typed), lines: [3, 4] }],
    ["a length that is none", { ...saveFileMerge(typed), lines: [3, 4, -1] }],
    ["a region that is none", [7]],
    ["a region too far", [{ ...conflict, at: [3, 1, 3, 1, 3, 1] }]],
    ["half a region", [{ ...conflict, at: [2, 0.5, 2, 1, 2, 1] }]],
    ["a region of two texts", [{ ...conflict, at: [2, 1, 2, 1] }]],
    ["a region past the numbers", [{ ...conflict, at: [2, Number.MAX_SAFE_INTEGER, 2, 1, 2, 1] }]],
    ["a region that shifts what is unchanged before it", [{ ...conflict, at: [2, 1, 1, 1, 2, 1] }]],
    ["an unchanged region of other lengths", [{ ...hand, kind: "unchanged", at: [0, 1, 0, 2, 0, 1] }]],
    [
      "regions out of order",
      [
        { ...hand, kind: "unchanged", at: [1, 1, 1, 1, 1, 1] },
        { ...hand, kind: "unchanged", at: [0, 1, 0, 1, 0, 1] },
      ],
    ],
    ["a region twice", [conflict, conflict]],
    ["an unknown kind", [{ ...conflict, kind: "odd" }]],
    ["a suggestion for no conflict", [{ ...conflict, kind: "both", suggestion: "ours" }]],
    ["an unknown suggestion", [{ ...conflict, suggestion: "mine" }]],
    ["an unknown decision", [{ ...conflict, decision: "mine" }]],
    ["a name of every object", [{ ...conflict, decision: "constructor" }]],
    ["a choice that does not apply to its kind", [{ ...conflict, kind: "unchanged" }]],
    ["an open region without a conflict", [{ ...conflict, kind: "both", decision: "open" }]],
    ["a conflict that merged itself", [{ ...conflict, decision: "auto" }]],
    ["lines for a choice", [{ ...conflict, pieces: ["x\n"] }]],
    ["a typed region without lines", [{ ...conflict, decision: "typed" }]],
    ["somebody who is no text", [{ ...conflict, by: 7 }]],
    ["an empty typed piece", [{ ...hand, pieces: [""] }]],
    ["a span of an unknown text", [{ ...hand, pieces: [["mine", 0, 1]] }]],
    ["a span past the region", [{ ...hand, pieces: [["ours", 2, 2]] }]],
    ["a span before the region", [{ ...hand, pieces: [["ours", 1, 1]] }]],
    ["a span without lines", [{ ...hand, pieces: [["ours", 2, 0]] }]],
    ["a span without a number", [{ ...hand, pieces: [["ours", "2", 1]] }]],
    ["a span with too much", [{ ...hand, pieces: [["ours", 2, 1, 1]] }]],
    ["a span too long to count", [{ ...hand, pieces: [["ours", 2, Number.MAX_SAFE_INTEGER]] }]],
  ])("is refused with %s", (_, given) => {
    const json = Array.isArray(given) ? { ...saveFileMerge(typed), regions: given } : given;
    expect(parseFileMerge(json, source.texts)).toEqual({ ok: false, why: expect.any(String) });
  });

  test("never throws for any JSON", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("version", "lines", "regions"),
        fc.constantFrom("at", "kind", "decision", "pieces", "by"),
        (value, key, field) => {
          const saved = saveFileMerge(typed);
          for (const json of [
            value,
            { ...saved, [key]: value },
            { ...saved, regions: saved.regions.map((region) => ({ ...region, [field]: value })) },
          ]) {
            const parsed = parseFileMerge(json, source.texts);
            if (parsed.ok) expect(parsed.value.regionCount).toBeGreaterThan(0);
            else expect(parsed.why).toMatch(/\.$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
