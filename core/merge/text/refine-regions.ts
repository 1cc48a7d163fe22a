// @browser-safe
import { addAround, part } from "./aligned-regions.ts";
import { alignLines } from "./alignment.ts";
import { LineNumbers } from "./lines.ts";
import { mergeLines } from "./merge-regions.ts";
import type { Region } from "./region.ts";
import { type Place, RegionBuilder, type Sides } from "./region-builder.ts";
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
  const builder = new RegionBuilder(sides);
  const budgets = { ours: new WorkBudget(), theirs: new WorkBudget() };
  const hunksOf = sides.base.length === 0 ? hunksWithoutBase : hunksOfDiff3;
  for (const region of regions) {
    const end = endOf(region);
    if (region.kind === "conflict") builder.addAll(hunksOf(part(sides, builder.at, end), budgets));
    builder.add(end, region.kind, region.suggestion);
  }
  return builder.regions;
}

/** The work for the alignment of each side. */
interface Budgets {
  readonly ours: WorkBudget;
  readonly theirs: WorkBudget;
}

/** Returns the hunks between the lines that all three texts share; none if that takes too much work. */
function hunksOfDiff3(lines: Sides, budgets: Budgets): readonly Region[] {
  const { base, ours, theirs } = lines;
  const [toOurs, toTheirs] = [align(base, ours, budgets.ours), align(base, theirs, budgets.theirs)];
  if (budgets.ours.spent || budgets.theirs.spent) return [];
  const hunks = new RegionBuilder(lines);
  addAround(hunks, toOurs, toTheirs, endOfLines(lines));
  return hunks.regions.map((hunk) => {
    const { kind } = hunk;
    if (kind === "unchanged" || kind === "conflict") return hunk;
    return { ...hunk, kind: "conflict", suggestion: kind === "theirs" ? "theirs" : "ours" };
  });
}

/** Returns the hunks between the lines that both sides share; none if that takes too much work. */
function hunksWithoutBase(lines: Sides, budgets: Budgets): readonly Region[] {
  const { ours, theirs } = lines;
  const [there, back] = [align(ours, theirs, budgets.ours), align(theirs, ours, budgets.theirs)];
  if (budgets.ours.spent || budgets.theirs.spent) return [];
  const hunks = new RegionBuilder(lines);
  const end = endOfLines(lines);
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

function align(a: Int32Array, b: Int32Array, budget: WorkBudget): Matches {
  return slidMatches(a, b, alignLines(a, b, budget));
}

function endOf(region: Region): Place {
  const end = (side: keyof Place) => region[side].start + region[side].count;
  return { base: end("base"), ours: end("ours"), theirs: end("theirs") };
}

function endOfLines({ base, ours, theirs }: Sides): Place {
  return { base: base.length, ours: ours.length, theirs: theirs.length };
}
