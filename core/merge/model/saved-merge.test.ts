import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idFromBytes } from "../../ids.ts";
import { FileMerge } from "./file-merge.ts";
import { actions, afterAll, sample, samples } from "./file-merges-suite.ts";
import { type ConflictedFile, MergeState } from "./merge-state.ts";
import { printMerge } from "./print.ts";
import { parseFileMerge, saveFileMerge } from "./saved-file-merge.ts";
import { parseMergeState, pathsWithText, saveMergeState } from "./saved-merge.ts";

const has = { base: true, ours: true, theirs: true };
const files: ConflictedFile[] = ["text", "image", "side"].map((path) => ({ path, has }));
const source = sample(["unchanged", "ab", "ab", "ab"], ["conflict", "c", "o", "t"], ["ours", "", "n", ""]);
const sources = new Map([["text", source]]);
const id = idFromBytes(new Uint8Array(32).fill(7));
const typed = FileMerge.begin(source.texts, source.regions)
  .write(0, "by hand\n")
  .merge.choose(1, "ours").merge;
const state = MergeState.begin(files)
  .withText("text", typed)
  .decide("image", { take: "content", id })
  .decide("side", { take: "theirs" });

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("a saved file merge", () => {
  test("parses to an equal merge after any steps", () => {
    fc.assert(
      fc.property(samples, actions, (made, all) => {
        const merge = afterAll(made, all);
        const saved = saveFileMerge(merge);
        const parsed = parseFileMerge(throughJson(saved), made.texts, made.regions);
        if (!parsed.ok) throw new Error(parsed.why);
        expect(printMerge(parsed.value)).toBe(printMerge(merge));
        expect(parsed.value.counts).toEqual(merge.counts);
        expect(saveFileMerge(parsed.value)).toEqual(saved);
      }),
      { numRuns: 500 },
    );
  });

  test("contains only decisions and typed lines", () => {
    const [before] = source.regions;
    const typedBetween = FileMerge.begin(source.texts, source.regions).typed([
      { range: { startLineNumber: 2, startColumn: 1, endLineNumber: 2, endColumn: 1 }, text: "new\n" },
    ]);
    expect(before?.base.count).toBe(2);
    expect(saveFileMerge(typedBetween).regions).toEqual([[0, [["base", 0, 1], "new\n", ["base", 1, 1]]]]);
  });

  test("keeps typed lines separate if one had no end", () => {
    const made = sample(["conflict", "", "o", "t"], ["conflict", "", "O", "T"]);
    const merge = FileMerge.begin(made.texts, made.regions)
      .write(0, "x")
      .merge.choose(1, "ours")
      .merge.typed([
        { range: { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 2 }, text: "\ny" },
      ]);
    const parsed = parseFileMerge(throughJson(saveFileMerge(merge)), made.texts, made.regions);
    expect(parsed.ok && printMerge(parsed.value)).toBe(printMerge(merge));
    expect(merge.text()).toBe("x\ny\nO\n");
  });

  test("is refused for other texts and other regions", () => {
    const saved = saveFileMerge(typed);
    const longer = { ...source.texts, theirs: [...source.texts.theirs, "more\n"] };
    expect(parseFileMerge(saved, longer, source.regions)).toEqual({
      ok: false,
      why: "It belongs to other texts.",
    });
    const other = sample(["unchanged", "a", "a", "a"], ["conflict", "bc", "bo", "bt"], ["ours", "", "n", ""]);
    expect(parseFileMerge(saved, other.texts, other.regions).ok).toBe(false);
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["no regions", {}],
    ["a region that is not a pair", [7]],
    ["a region too far", [[3, "ours"]]],
    ["a region before the first", [[-1, "ours"]]],
    ["half a region", [[0.5, "nothing"]]],
    [
      "regions out of order",
      [
        [1, "ours"],
        [0, "nothing"],
      ],
    ],
    [
      "a region twice",
      [
        [1, "ours"],
        [1, "theirs"],
      ],
    ],
    ["an unknown choice", [[1, "mine"]]],
    ["a name of every object", [[1, "constructor"]]],
    ["a choice that does not apply to its kind", [[0, "theirs"]]],
    ["more than a pair", [[1, "ours", 3]]],
    ["an empty typed piece", [[1, [""]]]],
    ["a span of an unknown text", [[1, [["mine", 0, 1]]]]],
    ["a span past the region", [[1, [["ours", 2, 2]]]]],
    ["a span before the region", [[1, [["ours", 1, 1]]]]],
    ["a span without lines", [[1, [["ours", 2, 0]]]]],
    ["a span without a number", [[1, [["ours", "2", 1]]]]],
    ["a span with too much", [[1, [["ours", 2, 1, 1]]]]],
    ["a span too long to count", [[1, [["ours", 2, Number.MAX_SAFE_INTEGER]]]]],
  ])("is refused with %s", (_, regions) => {
    const json = regions === null ? null : { ...saveFileMerge(typed), regions };
    expect(parseFileMerge(json, source.texts, source.regions)).toEqual({
      ok: false,
      why: expect.any(String),
    });
  });
});

describe("a saved merge", () => {
  test("parses to an equal state", () => {
    const saved = saveMergeState(state);
    expect(throughJson(saved)).toEqual(saved);
    expect(pathsWithText(saved)).toEqual(["text"]);
    const parsed = parseMergeState(throughJson(saved), files, sources);
    if (!parsed.ok) throw new Error(parsed.why);
    expect(saveMergeState(parsed.value)).toEqual(saved);
    expect(parsed.value.results()).toEqual(state.results());
  });

  test("keeps a text that is not taken", () => {
    const parsed = parseMergeState(
      throughJson(saveMergeState(state.decide("text", { take: "ours" }))),
      files,
      sources,
    );
    if (!parsed.ok) throw new Error(parsed.why);
    expect(parsed.value.file("text").decision).toEqual({ take: "ours" });
    expect(parsed.value.decide("text", { take: "text" }).results()).toEqual(state.results());
  });

  const saved = saveMergeState(state);
  const withFile = (at: number, change: object) => ({
    ...saved,
    files: saved.files.map((file, place) => (place === at ? { ...file, ...change } : file)),
  });
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "not a saved merge"],
    ["a list", [saved], "not a saved merge"],
    ["no files", { version: 1, files: {} }, "not a saved merge"],
    ["another version", { ...saved, version: 2 }, "another version"],
    ["fewer files", { ...saved, files: saved.files.slice(1) }, "other files"],
    ["an invalid file", { ...saved, files: [1, 2, 3] }, "other files"],
    ["another path", withFile(0, { path: "elsewhere" }), "other files"],
    ["another order", { ...saved, files: saved.files.toReversed() }, "other files"],
    ["an unknown decision", withFile(2, { take: "mine" }), "decision for side is invalid"],
    ["an invalid content id", withFile(1, { id: "../etc" }), "decision for image is invalid"],
    ["a text that was not started", withFile(2, { take: "text" }), "decision for side is invalid"],
    ["a text without its source", withFile(2, { text: {} }), "texts of side are missing"],
    ["a damaged text", withFile(0, { text: { regions: [] } }), "saved text of text cannot be used"],
  ])("is refused with %s", (_, json, why) => {
    expect(parseMergeState(json, files, sources)).toEqual({ ok: false, why: expect.stringContaining(why) });
    expect(pathsWithText(json)).toEqual(expect.any(Array));
  });

  test("never throws for any JSON", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("version", "files", "text", "regions", "of"),
        (value, key) => {
          const text = { ...saveFileMerge(typed), [key]: value };
          for (const json of [
            value,
            { ...saved, [key]: value },
            withFile(0, { [key]: value }),
            withFile(0, { text }),
          ]) {
            const parsed = parseMergeState(json, files, sources);
            if (parsed.ok) expect(saveMergeState(parsed.value).files.length).toBe(files.length);
            else expect(parsed.why).toMatch(/\.$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
