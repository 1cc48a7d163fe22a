// @browser-safe
import { addAround, forEachShared, part } from "./aligned-regions.ts";
import { alignLines } from "./alignment.ts";
import { agreesWithDiff3 } from "./diff3-agreement.ts";
import { LineMatch } from "./line-match.ts";
import { LineNumbers, sameLines } from "./lines.ts";
import { mergeAlike } from "./merged-alike.ts";
import type { Region } from "./region.ts";
import { type Place, RegionBuilder, type Sides, shifted } from "./region-builder.ts";

/**
 * Merges texts line by line and returns the regions. An empty base makes it a two-way merge. Swapping the sides swaps
 * them in the result.
 *
 * Changes of the two sides are separate only if a line between them is certain to be unchanged however the texts are
 * aligned (`certain-matches.ts`), or if it makes no difference how they are (`merged-alike.ts`). So a merge is clean only
 * where every diff algorithm would make it so with the same result; everything else is a conflict for people to decide.
 */
export function mergeRegions(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): readonly Region[] {
  const numbers = new LineNumbers();
  const [b, o, t] = [numbers.read(base), numbers.read(ours), numbers.read(theirs)];
  return mergeLines({ base: b.ids, ours: o.ids, theirs: t.ids }, numbers.distinct);
}

/** Returns the regions of a merge of numbered lines. All numbers are below `distinct`. */
export function mergeLines(sides: Sides, distinct: number): readonly Region[] {
  const { base, ours, theirs } = sides;
  const builder = new RegionBuilder(sides);
  const end: Place = { base: base.length, ours: ours.length, theirs: theirs.length };
  if (sameLines(ours, theirs)) {
    const matches = alignLines(base, ours);
    addAround(builder, matches, matches, end);
    return builder.regions;
  }
  const [toOurs, toTheirs] = [new LineMatch(base, ours, distinct), new LineMatch(base, theirs, distinct)];
  const { at } = builder;
  forEachShared(toOurs.anchored, toTheirs.anchored, at, (place, count) => {
    addGap(builder, sides, place, toOurs, toTheirs);
    builder.add(shifted(place, count), "unchanged");
  });
  addGap(builder, sides, end, toOurs, toTheirs);
  return mergeAlike(sides, distinct, builder.regions);
}

/** Adds the regions between two anchors. Where one side is unchanged, the alignment of the other does not matter. */
function addGap(
  builder: RegionBuilder,
  sides: Sides,
  end: Place,
  toOurs: LineMatch,
  toTheirs: LineMatch,
): void {
  if (addOneSided(builder, sides, end)) return;
  const { at } = builder;
  const matched = {
    ours: toOurs.matches(at.base, end.base, at.ours, end.ours),
    theirs: toTheirs.matches(at.base, end.base, at.theirs, end.theirs),
  };
  const lines = part(sides, at, end);
  const gap = new RegionBuilder(lines);
  const start: Place = { base: 0, ours: 0, theirs: 0 };
  forEachShared(matched.ours, matched.theirs, start, (place, count) => {
    if (!addOneSided(gap, lines, place)) gap.addUpTo(place);
    gap.add(shifted(place, count), "unchanged");
  });
  const gapEnd = { base: lines.base.length, ours: lines.ours.length, theirs: lines.theirs.length };
  if (!addOneSided(gap, lines, gapEnd)) gap.addUpTo(gapEnd);
  if (agreesWithDiff3(lines, gap.regions)) builder.addAll(gap.regions);
  else builder.addUpTo(end);
}

/** Adds the regions up to `end` if one side is unchanged there; returns whether it was. */
function addOneSided(builder: RegionBuilder, sides: Sides, end: Place): boolean {
  const { base, ours, theirs } = part(sides, builder.at, end);
  const [keptByOurs, keptByTheirs] = [sameLines(base, ours), sameLines(base, theirs)];
  if (keptByOurs && keptByTheirs) builder.add(end, "unchanged");
  else if (keptByOurs)
    addAround(
      builder,
      base.map((_, n) => n),
      alignLines(base, theirs),
      end,
    );
  else if (keptByTheirs)
    addAround(
      builder,
      alignLines(base, ours),
      base.map((_, n) => n),
      end,
    );
  return keptByOurs || keptByTheirs;
}
