import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeRegions } from "./merge-regions.ts";
import { refinedRegions } from "./refine-regions.ts";
import type { Region, RegionKind } from "./region.ts";
import { Dice, tinyEdits, tinyTriple } from "./triples-suite.ts";

const lines = (letters: string) => Buffer.from([...letters].map((letter) => `${letter}\n`).join(""));
const refine = (base: string, ours: string, theirs: string) =>
  refinedRegions(lines(base), lines(ours), lines(theirs));
/** Describes regions by their kinds; a suggestion follows a question mark. */
const kinds = (regions: readonly Region[]) =>
  regions.map(({ kind, suggestion }) => (suggestion === undefined ? kind : `${kind}?${suggestion}`));

const triple = fc.tuple(fc.integer(), fc.boolean()).map(([seed, related]) => {
  const { base, ours, theirs } = (related ? tinyEdits : tinyTriple)(new Dice(seed));
  return [base, ours, theirs] as const;
});

const MIRRORED: Readonly<Record<RegionKind, RegionKind>> = {
  unchanged: "unchanged",
  ours: "theirs",
  theirs: "ours",
  both: "both",
  conflict: "conflict",
};

describe("refineRegions", () => {
  it("cuts a conflict where all three share lines, and suggests what diff3 would take", () => {
    expect(kinds(mergeRegions(lines("xy"), lines("yx"), lines("xyz")))).toEqual(["conflict"]);
    expect(kinds(refine("xy", "yx", "xyz"))).toEqual(["conflict?ours", "unchanged", "conflict"]);
  });

  it("leaves a conflict that shares no lines", () => {
    expect(kinds(refine("abc", "aXc", "aYc"))).toEqual(["unchanged", "conflict", "unchanged"]);
  });

  it("settles lines that both sides added without a base, unless few of them are between conflicts", () => {
    expect(kinds(refine("", "abcdXefgh", "abcdYefgh"))).toEqual(["both", "conflict", "both"]);
    expect(kinds(refine("", "XabcdZ", "YabcdW"))).toEqual(["conflict", "both", "conflict"]);
    expect(kinds(refine("", "XabcZ", "YabcW"))).toEqual(["conflict"]);
  });

  it("covers all three texts with regions of the right kinds, and has a conflict only where there was one", () => {
    fc.assert(
      fc.property(triple, ([base, ours, theirs]) => {
        const texts = { base: split(base), ours: split(ours), theirs: split(theirs) };
        const at = { base: 0, ours: 0, theirs: 0 };
        const coarse = mergeRegions(base, ours, theirs);
        const regions = refinedRegions(base, ours, theirs);
        for (const [n, region] of regions.entries()) {
          const part = (side: keyof typeof at) => {
            const { start, count } = region[side];
            expect(start).toBe(at[side]);
            at[side] += count;
            return texts[side].slice(start, start + count).join("");
          };
          const [b, o, t] = [part("base"), part("ours"), part("theirs")];
          const kind =
            b === o ? (b === t ? "unchanged" : "theirs") : b === t ? "ours" : o === t ? "both" : "conflict";
          if (region.suggestion !== undefined) {
            expect(region.kind).toBe("conflict");
            expect(region.suggestion).toBe(kind === "both" ? "ours" : kind);
          } else if (base.length === 0 && region.kind === "conflict") expect(o).not.toBe(t);
          else expect(region.kind).toBe(kind);
          if (region.kind !== "conflict") expect(regions[n + 1]?.kind).not.toBe(region.kind);
          if (region.kind === "conflict") expect(coarse.some((each) => isWithin(region, each))).toBe(true);
        }
        expect(at).toEqual({ base: texts.base.length, ours: texts.ours.length, theirs: texts.theirs.length });
        for (const conflict of coarse.filter((each) => each.kind === "conflict")) {
          expect(regions.some((each) => each.kind === "conflict" && isWithin(each, conflict))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("swaps the sides of the regions when the inputs are swapped", () => {
    fc.assert(
      fc.property(triple, ([base, ours, theirs]) => {
        const equal = ({ ours: o, theirs: t }: Region) =>
          split(ours)
            .slice(o.start, o.start + o.count)
            .join() ===
          split(theirs)
            .slice(t.start, t.start + t.count)
            .join();
        expect(refinedRegions(base, theirs, ours)).toEqual(
          refinedRegions(base, ours, theirs).map((each) => ({
            kind: MIRRORED[each.kind],
            ...(each.suggestion && {
              suggestion: equal(each) ? "ours" : MIRRORED[each.suggestion],
            }),
            base: each.base,
            ours: each.theirs,
            theirs: each.ours,
          })),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves a conflict of texts that differ too much as it is", () => {
    const dice = new Dice(1);
    const noise = () => Array.from({ length: 20_000 }, () => "abcdefgh"[dice.below(8)]).join("");
    expect(kinds(refine(noise(), noise(), noise())).filter((kind) => kind !== "unchanged")).toEqual([
      "conflict",
    ]);
  });
});

function isWithin(region: Region, whole: Region): boolean {
  return (
    whole.kind === "conflict" &&
    (["base", "ours", "theirs"] as const).every(
      (side) =>
        region[side].start >= whole[side].start &&
        region[side].start + region[side].count <= whole[side].start + whole[side].count,
    )
  );
}

function split(text: Uint8Array): string[] {
  return (
    Buffer.from(text)
      .toString("latin1")
      .match(/[^\n]*\n|[^\n]+$/g) ?? []
  );
}
