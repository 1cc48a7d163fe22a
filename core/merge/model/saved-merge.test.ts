import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idFromBytes } from "../../ids.ts";
import { FileMerge } from "./file-merge.ts";
import { actions, afterAll, sample, samples } from "./file-merges-suite.ts";
import { type ConflictedFile, MergeState } from "./merge-state.ts";
import { printMerge } from "./print.ts";
import { restoreFileMerge, saveFileMerge } from "./saved-file-merge.ts";
import { pathsWithText, restore, serialise } from "./saved-merge.ts";

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
  test("comes back as it was after any steps", () => {
    fc.assert(
      fc.property(samples, actions, (made, all) => {
        const merge = afterAll(made, all);
        const saved = saveFileMerge(merge);
        const restored = restoreFileMerge(throughJson(saved), made.texts, made.regions);
        if (!restored.ok) throw new Error(restored.why);
        expect(printMerge(restored.value)).toBe(printMerge(merge));
        expect(restored.value.counts).toEqual(merge.counts);
        expect(saveFileMerge(restored.value)).toEqual(saved);
      }),
      { numRuns: 500 },
    );
  });

  test("has only what was decided and typed", () => {
    const [before] = source.regions;
    const typedBetween = FileMerge.begin(source.texts, source.regions).typed([
      { range: { startLineNumber: 2, startColumn: 1, endLineNumber: 2, endColumn: 1 }, text: "new\n" },
    ]);
    expect(before?.base.count).toBe(2);
    expect(saveFileMerge(typedBetween).regions).toEqual([[0, [["base", 0, 1], "new\n", ["base", 1, 1]]]]);
  });

  test("keeps apart typed lines of which one had no end", () => {
    const made = sample(["conflict", "", "o", "t"], ["conflict", "", "O", "T"]);
    const merge = FileMerge.begin(made.texts, made.regions)
      .write(0, "x")
      .merge.choose(1, "ours")
      .merge.typed([
        { range: { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 2 }, text: "\ny" },
      ]);
    const restored = restoreFileMerge(throughJson(saveFileMerge(merge)), made.texts, made.regions);
    expect(restored.ok && printMerge(restored.value)).toBe(printMerge(merge));
    expect(merge.text()).toBe("x\ny\nO\n");
  });

  test("is refused for other texts and other regions", () => {
    const saved = saveFileMerge(typed);
    const longer = { ...source.texts, theirs: [...source.texts.theirs, "more\n"] };
    expect(restoreFileMerge(saved, longer, source.regions)).toEqual({
      ok: false,
      why: "It belongs to other texts.",
    });
    const other = sample(["unchanged", "a", "a", "a"], ["conflict", "bc", "bo", "bt"], ["ours", "", "n", ""]);
    expect(restoreFileMerge(saved, other.texts, other.regions).ok).toBe(false);
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["no regions", {}],
    ["a region that is no pair", [7]],
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
    ["what is no choice of its kind", [[0, "theirs"]]],
    ["more than a pair", [[1, "ours", 3]]],
    ["an empty typed piece", [[1, [""]]]],
    ["a span of no text", [[1, [["mine", 0, 1]]]]],
    ["a span past the region", [[1, [["ours", 2, 2]]]]],
    ["a span before the region", [[1, [["ours", 1, 1]]]]],
    ["a span without lines", [[1, [["ours", 2, 0]]]]],
    ["a span with no number", [[1, [["ours", "2", 1]]]]],
    ["a span with too much", [[1, [["ours", 2, 1, 1]]]]],
    ["a span too long to count", [[1, [["ours", 2, Number.MAX_SAFE_INTEGER]]]]],
  ])("is refused with %s", (_, regions) => {
    const json = regions === null ? null : { ...saveFileMerge(typed), regions };
    expect(restoreFileMerge(json, source.texts, source.regions)).toEqual({
      ok: false,
      why: expect.any(String),
    });
  });
});

describe("a saved merge", () => {
  test("comes back as it was", () => {
    const saved = serialise(state);
    expect(throughJson(saved)).toEqual(saved);
    expect(pathsWithText(saved)).toEqual(["text"]);
    const restored = restore(throughJson(saved), files, sources);
    if (!restored.ok) throw new Error(restored.why);
    expect(serialise(restored.value)).toEqual(saved);
    expect(restored.value.results()).toEqual(state.results());
  });

  test("keeps a text that is not what is taken", () => {
    const restored = restore(throughJson(serialise(state.decide("text", { take: "ours" }))), files, sources);
    if (!restored.ok) throw new Error(restored.why);
    expect(restored.value.file("text").decision).toEqual({ take: "ours" });
    expect(restored.value.decide("text", { take: "text" }).results()).toEqual(state.results());
  });

  const saved = serialise(state);
  const withFile = (at: number, change: object) => ({
    ...saved,
    files: saved.files.map((file, place) => (place === at ? { ...file, ...change } : file)),
  });
  test.each<[string, unknown, string]>([
    ["nothing", undefined, "no saved merge"],
    ["a list", [saved], "no saved merge"],
    ["no files", { version: 1, files: {} }, "no saved merge"],
    ["another version", { ...saved, version: 2 }, "another version"],
    ["fewer files", { ...saved, files: saved.files.slice(1) }, "other files"],
    ["a file that is none", { ...saved, files: [1, 2, 3] }, "other files"],
    ["another path", withFile(0, { path: "elsewhere" }), "other files"],
    ["another order", { ...saved, files: saved.files.toReversed() }, "other files"],
    ["an unknown decision", withFile(2, { take: "mine" }), "side is no decision"],
    ["a content that is none", withFile(1, { id: "../etc" }), "image is no decision"],
    ["a text that was not begun", withFile(2, { take: "text" }), "side is no decision"],
    ["a text without its source", withFile(2, { text: {} }), "texts of side are missing"],
    ["a damaged text", withFile(0, { text: { regions: [] } }), "saved text of text cannot be used"],
  ])("is refused with %s", (_, json, why) => {
    expect(restore(json, files, sources)).toEqual({ ok: false, why: expect.stringContaining(why) });
    expect(pathsWithText(json)).toEqual(expect.any(Array));
  });

  test("never breaks on any JSON", () => {
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
            const restored = restore(json, files, sources);
            if (restored.ok) expect(serialise(restored.value).files.length).toBe(files.length);
            else expect(restored.why).toMatch(/\.$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
