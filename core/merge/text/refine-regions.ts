// @browser-safe
import { endOfLines, hunksBetween } from "./aligned-regions.ts";
import { alignLines } from "./alignment.ts";
import { gitMatches } from "./git-matches.ts";
import { LineNumbers } from "./lines.ts";
import { mergeLines } from "./merge-regions.ts";
import type { Region } from "./region.ts";
import { endOf, RegionBuilder, type Sides } from "./region-builder.ts";
import { type Matches, UNMATCHED } from "./shortest-matches.ts";
import { slidMatches } from "./slid-matches.ts";
import { WorkBudget } from "./work-budget.ts";

/** Without a base, conflicts with no more than this many shared lines in between are one, as in git. */
const MOST_JOINED = 3;

/** Merges texts and returns the regions to show: those of `mergeRegions`, refined. */
export function refinedRegions(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): readonly Region[] {
  const numbers = new LineNumbers();
  const [b, o, t] = [numbers.read(base), numbers.read(ours), numbers.read(theirs)];
  const sides = { base: b.ids, ours: o.ids, theirs: t.ids };
  return refineRegions(sides, mergeLines(sides, numbers.distinct));
}

/**
 * Cuts the conflicts of a merge into the hunks that differ, as diff3 does; all other regions stay. This decides how a
 * conflict is shown, never whether there is one: a hunk that diff3 would merge is a conflict with a suggestion. Lines that
 * all three texts share are unchanged.
 *
 * Without a base, the two sides are compared with each other: the lines that they share are what both added.
 *
 * Swapped sides give mirrored regions. A conflict that takes too much work stays as it is.
 */
export function refineRegions(sides: Sides, regions: readonly Region[]): readonly Region[] {
  if (!regions.some(({ kind }) => kind === "conflict")) return regions;
  const { base, ours, theirs } = sides;
  if (base.length === 0) return hunksWithoutBase(sides, regions);
  const [toOurs, toTheirs] = [matchesOfGit(base, ours), matchesOfGit(base, theirs)];
  if (toOurs === undefined || toTheirs === undefined) return regions;
  const alignment = { ours: toOurs, theirs: toTheirs };
  const builder = new RegionBuilder(sides);
  for (const region of regions) {
    const end = endOf(region);
    if (region.kind !== "conflict") builder.add(end, region.kind);
    else builder.addAll(hunksBetween(sides, alignment, builder.at, end).map(asConflict));
  }
  return builder.regions;
}

/** Makes a hunk that diff3 merges a conflict with a suggestion. */
function asConflict(hunk: Region): Region {
  const { kind } = hunk;
  if (kind === "unchanged" || kind === "conflict") return hunk;
  return { ...hunk, kind: "conflict", suggestion: kind === "theirs" ? "theirs" : "ours" };
}

/** Returns the hunks between the lines that both sides share, or the regions as they are if that takes too much work. */
function hunksWithoutBase(sides: Sides, regions: readonly Region[]): readonly Region[] {
  const { ours, theirs } = sides;
  const [there, back] = [matchesOfGit(ours, theirs), matchesOfGit(theirs, ours)];
  if (there === undefined || back === undefined) return regions;
  const hunks = new RegionBuilder(sides);
  const end = endOfLines(sides);
  for (let x = 0; x < ours.length; ) {
    // Only what both directions match, so that it does not matter which side is which.
    const isShared = (n: number) => there[x + n] === y + n && back[y + n] === x + n;
    const y = there[x] ?? UNMATCHED;
    let count = 0;
    while (y !== UNMATCHED && isShared(count)) count++;
    const isAtEdge = (x === 0 && y === 0) || (x + count === end.ours && y + count === end.theirs);
    if (count > (isAtEdge ? 0 : MOST_JOINED)) {
      hunks.add({ base: 0, ours: x, theirs: y }, "conflict");
      hunks.add({ base: 0, ours: x + count, theirs: y + count }, "both");
    }
    x += Math.max(1, count);
  }
  hunks.add(end, "conflict");
  return hunks.regions;
}

/** Aligns two texts as git does, as far as that takes not too much work; undefined if any alignment does. */
function matchesOfGit(a: Int32Array, b: Int32Array): Matches | undefined {
  const budget = new WorkBudget();
  const distinct = 1 + Math.max(maximum(a), maximum(b));
  const matches = gitMatches(a, b, distinct, budget) ?? alignLines(a, b, budget);
  return budget.spent ? undefined : slidMatches(a, b, matches);
}

function maximum(lines: Int32Array): number {
  return lines.reduce((most, id) => Math.max(most, id), 0);
}
