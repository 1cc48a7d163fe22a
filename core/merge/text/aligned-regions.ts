// @browser-safe
import { type Place, type RegionBuilder, type Sides, shifted } from "./region-builder.ts";
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
