import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeRegions } from "./merge-regions.ts";
import type { Region, RegionKind } from "./region.ts";
import { Dice, tinyEdits } from "./triples-suite.ts";

const bytes = (text: string) => Buffer.from(text);
const lines = (letters: string) => bytes([...letters].map((letter) => `${letter}\n`).join(""));
const kinds = (regions: readonly Region[]) => regions.map(({ kind }) => kind);
const merge = (base: string, ours: string, theirs: string) =>
  mergeRegions(lines(base), lines(ours), lines(theirs));

const anyText = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "c", "d\r")), fc.boolean())
  .map(([all, ended]) => bytes(all.join("\n") + (ended ? "\n" : "")));
const related = fc.integer().map((seed) => {
  const { base, ours, theirs } = tinyEdits(new Dice(seed));
  return [base, ours, theirs] as const;
});
const triple = fc.oneof(related, fc.tuple(anyText, anyText, anyText));

const MIRRORED: Readonly<Record<RegionKind, RegionKind>> = {
  unchanged: "unchanged",
  ours: "theirs",
  theirs: "ours",
  both: "both",
  conflict: "conflict",
};

describe("mergeRegions", () => {
  it("MC3: takes changes of both sides that an unchanged line separates", () => {
    expect(kinds(merge("abcde", "aXcde", "abcYe"))).toEqual([
      "unchanged",
      "ours",
      "unchanged",
      "theirs",
      "unchanged",
    ]);
  });

  it("MC4: reports adjacent changes as a conflict", () => {
    expect(kinds(merge("abcd", "aXcd", "abYd"))).toEqual(["unchanged", "conflict", "unchanged"]);
    expect(kinds(merge("ab", "aXb", "aYb"))).toEqual(["unchanged", "conflict", "unchanged"]);
  });

  it("takes a change that both sides made once", () => {
    expect(kinds(merge("abcde", "aXcde", "aXcdY"))).toEqual(["unchanged", "both", "unchanged", "theirs"]);
  });

  it("puts an insertion that could slide as low as possible, as git does", () => {
    expect(kinds(merge("pxq", "pxxq", "Pxq"))).toEqual(["theirs", "unchanged", "ours", "unchanged"]);
    expect(kinds(merge("pxq", "pxxq", "pxQ"))).toEqual(["unchanged", "conflict"]);
  });

  it("MC5: reports ambiguous alignments as conflicts", () => {
    expect(kinds(merge("xy", "yx", "xyz"))).toEqual(["conflict"]);
  });

  it("takes all lines of each side if there is no base", () => {
    expect(kinds(merge("", "ab", "ac"))).toEqual(["conflict"]);
    expect(kinds(merge("", "ab", "ab"))).toEqual(["both"]);
  });

  it("distinguishes a last line without a line end from one with it", () => {
    const regions = mergeRegions(bytes("a\nb\nc\nd"), bytes("a\nb\nc\nd\n"), bytes("A\nb\nc\nd"));
    expect(kinds(regions)).toEqual(["theirs", "unchanged", "ours"]);
  });

  it("covers all three texts with regions of the right kinds", () => {
    fc.assert(
      fc.property(triple, ([base, ours, theirs]) => {
        const regions = mergeRegions(base, ours, theirs);
        const texts = { base: split(base), ours: split(ours), theirs: split(theirs) };
        const at = { base: 0, ours: 0, theirs: 0 };
        for (const [n, region] of regions.entries()) {
          const part = (side: keyof typeof at) => {
            const { start, count } = region[side];
            expect(start).toBe(at[side]);
            at[side] += count;
            return texts[side].slice(start, start + count).join("");
          };
          const [b, o, t] = [part("base"), part("ours"), part("theirs")];
          expect(region.kind).toBe(
            b === o ? (b === t ? "unchanged" : "theirs") : b === t ? "ours" : o === t ? "both" : "conflict",
          );
          if (region.kind !== "conflict") expect(regions[n + 1]?.kind).not.toBe(region.kind);
        }
        expect(at).toEqual({ base: texts.base.length, ours: texts.ours.length, theirs: texts.theirs.length });
      }),
    );
  });

  it("swaps the sides of the regions when the inputs are swapped", () => {
    fc.assert(
      fc.property(triple, ([base, ours, theirs]) => {
        const swapped = mergeRegions(base, theirs, ours);
        expect(swapped).toEqual(
          mergeRegions(base, ours, theirs).map((each) => ({
            kind: MIRRORED[each.kind],
            base: each.base,
            ours: each.theirs,
            theirs: each.ours,
          })),
        );
      }),
    );
  });
});

function split(text: Uint8Array): string[] {
  return (
    Buffer.from(text)
      .toString("latin1")
      .match(/[^\n]*\n|[^\n]+$/g) ?? []
  );
}
