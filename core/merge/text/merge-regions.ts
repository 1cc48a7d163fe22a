import type { Region } from "../region.ts";
import { alignLines } from "./alignment.ts";
import { Comparison } from "./comparison.ts";
import { LineNumbers } from "./lines.ts";
import { sameLines } from "./same-lines.ts";
import { isConfirmed } from "./second-opinion.ts";
import { type Matches, UNMATCHED } from "./shortest-matches.ts";
import { moved, type Place, type Sides, Tiling } from "./tiling.ts";

/**
 * Gives the regions of a three-way merge of texts by lines; an empty base makes it a two-way one. Swapped sides give the
 * mirrored regions.
 *
 * A change of one side is apart from the other side's only if a line between them stays the same whichever way the texts are
 * aligned (`certain-matches.ts`). So a merge is clean only where every diff algorithm would make it so, with the same result,
 * and all else is a conflict: ambiguity is for people to decide.
 */
export function mergeRegions(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): readonly Region[] {
  const numbers = new LineNumbers();
  const [b, o, t] = [numbers.read(base), numbers.read(ours), numbers.read(theirs)];
  return mergeLines({ base: b.ids, ours: o.ids, theirs: t.ids }, numbers.distinct);
}

/** Gives the regions of a merge of numbered lines, all below `distinct`. */
export function mergeLines(sides: Sides, distinct: number): readonly Region[] {
  const { base, ours, theirs } = sides;
  const tiling = new Tiling(sides);
  const end: Place = { base: base.length, ours: ours.length, theirs: theirs.length };
  if (sameLines(ours, theirs)) {
    const matches = alignLines(base, ours);
    layAround(tiling, matches, matches, end);
    return tiling.regions;
  }
  const [toOurs, toTheirs] = [new Comparison(base, ours, distinct), new Comparison(base, theirs, distinct)];
  const { at } = tiling;
  forEachShared(toOurs.anchored, toTheirs.anchored, at, (place, count) => {
    layGap(tiling, sides, place, toOurs, toTheirs);
    tiling.lay(moved(place, count), "unchanged");
  });
  layGap(tiling, sides, end, toOurs, toTheirs);
  return tiling.regions;
}

/** Lays what is between two anchors. Where one side has left all as it was, it does not matter how the other is aligned. */
function layGap(tiling: Tiling, sides: Sides, end: Place, toOurs: Comparison, toTheirs: Comparison): void {
  if (layOneSided(tiling, sides, end)) return;
  const { at } = tiling;
  const matched = {
    ours: toOurs.matches(at.base, end.base, at.ours, end.ours),
    theirs: toTheirs.matches(at.base, end.base, at.theirs, end.theirs),
  };
  const lines = part(sides, at, end);
  const gap = new Tiling(lines);
  const start: Place = { base: 0, ours: 0, theirs: 0 };
  forEachShared(matched.ours, matched.theirs, start, (place, count) => {
    if (!layOneSided(gap, lines, place)) gap.layTo(place);
    gap.lay(moved(place, count), "unchanged");
  });
  const gapEnd = { base: lines.base.length, ours: lines.ours.length, theirs: lines.theirs.length };
  if (!layOneSided(gap, lines, gapEnd)) gap.layTo(gapEnd);
  if (isConfirmed(lines, gap.regions)) tiling.layAll(gap.regions);
  else tiling.layTo(end);
}

/** Lays what is up to a place if one side has not changed it, and tells whether it did. */
function layOneSided(tiling: Tiling, sides: Sides, end: Place): boolean {
  const { base, ours, theirs } = part(sides, tiling.at, end);
  const [keptByOurs, keptByTheirs] = [sameLines(base, ours), sameLines(base, theirs)];
  if (keptByOurs && keptByTheirs) tiling.lay(end, "unchanged");
  else if (keptByOurs)
    layAround(
      tiling,
      base.map((_, n) => n),
      alignLines(base, theirs),
      end,
    );
  else if (keptByTheirs)
    layAround(
      tiling,
      alignLines(base, ours),
      base.map((_, n) => n),
      end,
    );
  return keptByOurs || keptByTheirs;
}

/** Lays what is up to a place: as unchanged the lines that have partners on both sides, and what is between them. */
function layAround(tiling: Tiling, toOurs: Matches, toTheirs: Matches, end: Place): void {
  forEachShared(toOurs, toTheirs, tiling.at, (place, count) => {
    tiling.layTo(place);
    tiling.lay(moved(place, count), "unchanged");
  });
  tiling.layTo(end);
}

/** Visits the runs of lines of the base that have partners on both sides; the matches count from `from` on. */
function forEachShared(
  toOurs: Matches,
  toTheirs: Matches,
  from: Place,
  visit: (place: Place, count: number) => void,
): void {
  for (let start = 0; start < toOurs.length; ) {
    const [ours, theirs] = [toOurs[start] ?? UNMATCHED, toTheirs[start] ?? UNMATCHED];
    let count = 1;
    if (ours !== UNMATCHED && theirs !== UNMATCHED) {
      while (toOurs[start + count] === ours + count && toTheirs[start + count] === theirs + count) count++;
      visit({ base: from.base + start, ours: from.ours + ours, theirs: from.theirs + theirs }, count);
    }
    start += count;
  }
}

function part(sides: Sides, from: Place, to: Place): Sides {
  return {
    base: sides.base.subarray(from.base, to.base),
    ours: sides.ours.subarray(from.ours, to.ours),
    theirs: sides.theirs.subarray(from.theirs, to.theirs),
  };
}
