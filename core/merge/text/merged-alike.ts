// @browser-safe
import { type Alignment, hunksBetween, part } from "./aligned-regions.ts";
import { mirrored } from "./certain-matches.ts";
import { gitMatches } from "./git-matches.ts";
import { histogramMatches } from "./histogram-matches.ts";
import { sameLines } from "./lines.ts";
import type { Region } from "./region.ts";
import {
  endOf,
  mergedLines,
  type Place,
  RegionBuilder,
  type Sides,
  shifted,
  startOf,
} from "./region-builder.ts";
import { type Matches, shortestMatches, UNMATCHED } from "./shortest-matches.ts";
import { slidMatches } from "./slid-matches.ts";
import { WorkBudget } from "./work-budget.ts";

/**
 * Settles the parts of conflicts that every diff algorithm merges, and merges to the same lines, though each may align them
 * in its own way: git's two, the earliest and the latest shortest edit script, and histogram diff from the end, all with
 * edits slid as git slides them. What is left stays a conflict.
 */
export function mergeAlike(sides: Sides, distinct: number, regions: readonly Region[]): readonly Region[] {
  if (!regions.some(({ kind }) => kind === "conflict") || sides.base.length === 0) return regions;
  const byGit = gitAlignment(sides, distinct);
  if (byGit === undefined || !mergesMore(sides, byGit, regions)) return regions;
  const alignments = plausibleAlignments(sides, distinct, byGit);
  if (alignments === undefined) return regions;
  const builder = new RegionBuilder(sides);
  for (const region of regions) {
    if (region.kind === "conflict" && isBetweenShared(sides, alignments, region)) {
      forEachAgreed(alignments, startOf(region), endOf(region), (place, count) => {
        addAlike(builder, sides, alignments, place);
        builder.add(shifted(place, count), "unchanged");
      });
      addAlike(builder, sides, alignments, endOf(region));
    } else {
      builder.add(endOf(region), region.kind);
    }
  }
  return builder.regions;
}

/** Returns whether an alignment merges a part of any conflict. */
function mergesMore(sides: Sides, alignment: Alignment, regions: readonly Region[]): boolean {
  return regions.some(
    (region) =>
      region.kind === "conflict" &&
      hunksBetween(sides, alignment, startOf(region), endOf(region)).some(
        ({ kind }) => kind !== "conflict" && kind !== "unchanged",
      ),
  );
}

function gitAlignment({ base, ours, theirs }: Sides, distinct: number): Alignment | undefined {
  const toOurs = gitMatches(base, ours, distinct, new WorkBudget());
  const toTheirs = toOurs && gitMatches(base, theirs, distinct, new WorkBudget());
  return (
    toOurs &&
    toTheirs && { ours: slidMatches(base, ours, toOurs), theirs: slidMatches(base, theirs, toTheirs) }
  );
}

/** Returns the alignments that diff tools may choose, git's first; undefined if that takes too much work. */
function plausibleAlignments(sides: Sides, distinct: number, byGit: Alignment): Alignment[] | undefined {
  const toOurs = plausibleMatches(sides.base, sides.ours, distinct);
  const toTheirs = plausibleMatches(sides.base, sides.theirs, distinct);
  if (toOurs === undefined || toTheirs === undefined) return undefined;
  return [byGit, ...toOurs.map((ours, n) => ({ ours, theirs: toTheirs[n] ?? byGit.theirs }))];
}

function plausibleMatches(a: Int32Array, b: Int32Array, distinct: number): Matches[] | undefined {
  const budget = new WorkBudget();
  const { early, late } = shortestMatches(a, b, budget);
  const first = histogramMatches(a, b, distinct, budget);
  const last = mirrored(histogramMatches(a.toReversed(), b.toReversed(), distinct, budget), b.length);
  if (budget.spent) return undefined;
  return [first, early, late, last].map((matches) => slidMatches(a, b, matches));
}

/** Returns whether all alignments match the lines before and after a region with each other. */
function isBetweenShared(sides: Sides, alignments: readonly Alignment[], region: Region): boolean {
  const [start, end] = [startOf(region), endOf(region)];
  const isFirst = start.base + start.ours + start.theirs === 0;
  const { base, ours, theirs } = sides;
  const isLast = end.base === base.length && end.ours === ours.length && end.theirs === theirs.length;
  return (isFirst || isAgreed(alignments, shifted(start, -1))) && (isLast || isAgreed(alignments, end));
}

/** Returns whether all alignments match a line of the base with these lines of the sides. */
function isAgreed(alignments: readonly Alignment[], { base, ours, theirs }: Place): boolean {
  return alignments.every((each) => each.ours[base] === ours && each.theirs[base] === theirs);
}

/** Visits the runs of lines between two places that all alignments match alike. */
function forEachAgreed(
  alignments: readonly Alignment[],
  start: Place,
  end: Place,
  visit: (place: Place, count: number) => void,
): void {
  const [first] = alignments;
  for (let base = start.base; base < end.base; ) {
    const place = { base, ours: first?.ours[base] ?? UNMATCHED, theirs: first?.theirs[base] ?? UNMATCHED };
    let count = 0;
    if (place.ours !== UNMATCHED && place.theirs !== UNMATCHED)
      while (base + count < end.base && isAgreed(alignments, shifted(place, count))) count++;
    if (count > 0) visit(place, count);
    base += Math.max(1, count);
  }
}

/** Adds the regions up to a place: a conflict, unless every alignment merges the lines, and to the same ones. */
function addAlike(builder: RegionBuilder, sides: Sides, alignments: readonly Alignment[], end: Place): void {
  const lines = part(sides, builder.at, end);
  const merges = alignments.map((alignment) => hunksBetween(sides, alignment, builder.at, end));
  const [first = [], ...others] = merges;
  const isClean = merges.every((hunks) => hunks.every(({ kind }) => kind !== "conflict"));
  const merged = isClean ? mergedLines(lines, first) : undefined;
  if (merged !== undefined && others.every((hunks) => sameLines(mergedLines(lines, hunks), merged)))
    builder.addAll(first);
  else builder.add(end, "conflict");
}
