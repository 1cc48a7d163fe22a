import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileMerge } from "../merge/model/file-merge.ts";
import { act, actions } from "../merge/model/file-merges-suite.ts";
import { parseFileMerge, type SavedFileMerge, saveFileMerge } from "../merge/model/saved-file-merge.ts";
import { carryOver, countDecided } from "./carry-over.ts";
import { beginTexts, linesOfTexts, type TextBytes } from "./session-texts.ts";

const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);

/** Three texts of single-letter lines. */
const texts = (base: string, ours: string, theirs: string): TextBytes => {
  const bytes = (text: string) => Buffer.from([...text].map((line) => `${line}\n`).join(""));
  return { base: bytes(base), ours: bytes(ours), theirs: bytes(theirs) };
};

/** Begins the merge of texts, and decides it. */
function decided(bytes: TextBytes, decide: (merge: FileMerge) => FileMerge = (merge) => merge) {
  const lines = linesOfTexts(bytes);
  const begun = parseFileMerge(beginTexts(bytes), lines);
  if (!begun.ok) throw new Error(begun.why);
  return { saved: saveFileMerge(decide(begun.value)), texts: lines };
}

function textOf(saved: SavedFileMerge, bytes: TextBytes): string {
  const merge = parseFileMerge(saved, linesOfTexts(bytes));
  if (!merge.ok) throw new Error(merge.why);
  return merge.value.text().replaceAll("\n", "");
}

const before = texts("abcdefghij", "aBcdeFghIj", "a1cde2gh3j");
const conflicts = (merge: FileMerge) =>
  [...merge.regions()].filter(({ region }) => region.kind === "conflict").map(({ index }) => index);
const chosen = decided(before, (merge) =>
  conflicts(merge).reduce((next, index) => next.choose(index, "ours+theirs").merge, merge),
);

describe("decisions of a text that is merged anew", () => {
  it("stay where the lines of all three texts are the same", () => {
    const after = texts("abcdefghij", "aBcdeXghIj", "a1cde2gh3j");
    const { saved, kept } = carryOver(chosen, decided(after));
    expect(kept).toBe(2);
    expect(textOf(saved, after)).toBe("aB1cdefghI3j");
  });

  it("stay where lines came in before and after them", () => {
    const after = texts("abcdefghij", "nnaBcdeFghIjmm", "a1cde2gh3j");
    const { saved, kept } = carryOver(chosen, decided(after));
    expect(kept).toBe(3);
    expect(textOf(saved, after)).toBe("nnaB1cdeF2ghI3jmm");
  });

  it("go where a line came in within their hunk", () => {
    const after = texts("abcdefghij", "aBnbcdeFghIj", "a1cde2gh3j");
    const { saved, kept } = carryOver(chosen, decided(after));
    expect(kept).toBe(2);
    expect(textOf(saved, after)).toBe("abcdeF2ghI3j");
  });

  it("keep a cut of their own, as a whole or not at all", () => {
    const bytes = texts("abcd", "aXYd", "axyd");
    const split = decided(bytes, (merge) => {
      const cut = merge.split(1, "ours", 2).merge;
      return cut.choose(1, "theirs").merge.choose(2, "ours").merge;
    });
    const after = texts("abcde", "aXYde", "axydE");
    expect(carryOver(split, decided(after)).kept).toBe(2);
    expect(textOf(carryOver(split, decided(after)).saved, after)).toBe("axYdE");
    const touched = texts("abcd", "aXZd", "axyd");
    expect(carryOver(split, decided(touched)).kept).toBe(0);
  });

  it("keep typed lines, with the lines of the texts among them", () => {
    const typed = decided(before, (merge) =>
      merge.typed([
        { range: { startLineNumber: 4, startColumn: 1, endLineNumber: 4, endColumn: 1 }, text: "new\n" },
      ]),
    );
    expect(countDecided(typed.saved)).toBe(1);
    const after = texts("abcdefghij", "nnaBcdeFghIj", "a1cde2gh3j");
    expect(textOf(carryOver(typed, decided(after)).saved, after)).toContain("cnewde");
  });

  it(`are all there if nothing moved, and never make another text than their own (seed ${SEED})`, () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "e"), maxLength: 14 });
    fc.assert(
      fc.property(letters, letters, letters, letters, actions, (base, ours, theirs, moved, all) => {
        const bytes = texts(base, ours, theirs);
        const state = decided(bytes, (merge) =>
          all.reduce((next: FileMerge, action) => act(next, next.shownText(), action).merge, merge),
        );
        const same = carryOver(state, decided(bytes));
        expect(same.saved).toEqual(state.saved);
        expect(same.kept).toBe(countDecided(state.saved));
        const other = texts(base, moved, theirs);
        const { saved, kept } = carryOver(state, decided(other));
        expect(parseFileMerge(saved, linesOfTexts(other)).ok).toBe(true);
        expect(countDecided(saved)).toBe(kept);
        for (const { decision, pieces } of saved.regions.filter(({ decision }) => decision === "typed")) {
          expect(state.saved.regions).toContainEqual(
            expect.objectContaining({ decision, pieces: expect.anything() }),
          );
          expect(pieces).toBeDefined();
        }
      }),
      { numRuns: 300, seed: SEED },
    );
  });
});
