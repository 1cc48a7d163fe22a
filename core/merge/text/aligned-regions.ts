// @browser-safe
import type { Region } from "./region.ts";
import { type Place, RegionBuilder, type Sides, shifted } from "./region-builder.ts";
import { type Matches, UNMATCHED } from "./shortest-matches.ts";

/** Adds the regions up to `end`: unchanged where lines have partners on both sides, and changes in between. Matches count from the current place. */
export function addAround(builder: RegionBuilder, toOurs: Matches, toTheirs: Matches, end: Place): void {
  forEachShared(toOurs, toTheirs, builder.at, (place, count) => {
    builder.addUpTo(place);
    builder.add(shifted(place, count), "unchanged");
  });
  builder.addUpTo(end);
}

/** Visits the runs of base lines that have partners on both sides. Matches count from `from`. */
export function forEachShared(
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

/** Returns the lines of each text between two places. */
export function part(sides: Sides, from: Place, to: Place): Sides {
  return {
    base: sides.base.subarray(from.base, to.base),
    ours: sides.ours.subarray(from.ours, to.ours),
    theirs: sides.theirs.subarray(from.theirs, to.theirs),
  };
}

/** One way to align both sides with the base. */
export interface Alignment {
  readonly ours: Matches;
  readonly theirs: Matches;
}

/**
 * Returns the hunks that an alignment of the whole texts finds between two places, which count from the first. Matches with
 * lines elsewhere are ignored.
 */
export function hunksBetween(
  sides: Sides,
  alignment: Alignment,
  start: Place,
  end: Place,
): readonly Region[] {
  const lines = part(sides, start, end);
  const hunks = new RegionBuilder(lines);
  const within = (side: "ours" | "theirs") =>
    alignment[side]
      .subarray(start.base, end.base)
      .map((line) => (line >= start[side] && line < end[side] ? line - start[side] : UNMATCHED));
  addAround(hunks, within("ours"), within("theirs"), endOfLines(lines));
  return hunks.regions;
}

/** Returns the place after all lines. */
export function endOfLines({ base, ours, theirs }: Sides): Place {
  return { base: base.length, ours: ours.length, theirs: theirs.length };
}
