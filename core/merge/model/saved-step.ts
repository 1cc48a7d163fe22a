// @browser-safe
import { invalid, type Parsed } from "./parsing.ts";
import { cutProblem, type SavedFileMerge } from "./saved-file-merge.ts";
import { endsOf, isPlain, type SavedPlace, type SavedRegion, startsOf } from "./saved-region.ts";

/** The numbers of a saved merge's changes and conflicts, as those of a `FileMerge`. */
export interface SavedCounts {
  /** The changes of one side, or of both alike, that were applied. */
  readonly auto: number;
  readonly conflicts: number;
  readonly resolved: number;
  /** The open conflicts with a suggestion. */
  readonly suggestions: number;
}

/**
 * Applies a step to a saved merge: its regions replace those whose spans they cover, from the same line to the same line in
 * all three texts. They may cut a region, join several, or take a part of what is unchanged between two. Other regions stay as
 * they are. Fails if the texts are cut otherwise there.
 */
export function applyStep(saved: SavedFileMerge, step: readonly SavedRegion[]): Parsed<SavedFileMerge> {
  const runs = runsOf([...step].sort(inOrder));
  const kept = saved.regions.filter((region) => !runs.some((run) => isWithin(region.at, run)));
  const regions = [...kept, ...step].sort(inOrder);
  const wrong = cutProblem({ lines: saved.lines, regions });
  if (wrong !== undefined) return invalid("The file was cut otherwise meanwhile.");
  return { ok: true, value: { ...saved, regions: regions.filter((region) => !isPlain(region)) } };
}

/** Returns whether a step cuts the texts anew, so that only the texts tell whether its regions are what they say. */
export function isRecut(saved: SavedFileMerge, step: readonly SavedRegion[]): boolean {
  const known = new Set(saved.regions.map(keyOf));
  return step.some((region) => {
    if (known.has(keyOf(region))) return false;
    return region.kind !== "unchanged" || saved.regions.some(({ at }) => touches(at, region.at));
  });
}

/** Counts a saved merge's changes and conflicts. */
export function countSaved({ regions }: Pick<SavedFileMerge, "regions">): SavedCounts {
  const conflicts = regions.filter(({ kind }) => kind === "conflict");
  const open = conflicts.filter(({ decision }) => decision === "open");
  return {
    auto: regions.filter(({ kind, decision }) => kind !== "unchanged" && decision === "auto").length,
    conflicts: conflicts.length,
    resolved: conflicts.length - open.length,
    suggestions: open.filter(({ suggestion }) => suggestion !== undefined).length,
  };
}

function keyOf({ at, kind, suggestion }: SavedRegion): string {
  return `${kind} ${suggestion} ${at.join(" ")}`;
}

/** From where to where regions follow each other without a gap. */
interface Run {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function runsOf(sorted: readonly SavedRegion[]): Run[] {
  const runs: Run[] = [];
  for (const { at } of sorted) {
    const [starts, ends] = [startsOf(at), endsOf(at)];
    const before = runs.at(-1);
    if (before?.ends.every((end, text) => end === starts[text])) {
      runs.splice(-1, 1, { starts: before.starts, ends });
    } else {
      runs.push({ starts, ends });
    }
  }
  return runs;
}

function isWithin(at: SavedPlace, { starts, ends }: Run): boolean {
  const [from, to] = [startsOf(at), endsOf(at)];
  return (
    starts.every((start, text) => start <= (from[text] ?? 0)) &&
    ends.every((end, text) => (to[text] ?? 0) <= end)
  );
}

/** Returns whether two places share a line of a text, or are the same. */
export function touches(a: SavedPlace, b: SavedPlace): boolean {
  const [aFrom, aTo, bFrom, bTo] = [startsOf(a), endsOf(a), startsOf(b), endsOf(b)];
  const share = aFrom.some(
    (from, text) => Math.max(from, bFrom[text] ?? 0) < Math.min(aTo[text] ?? 0, bTo[text] ?? 0),
  );
  return share || a.every((number, index) => number === b[index]);
}

/** Orders regions that do not overlap by their places. */
function inOrder(a: SavedRegion, b: SavedRegion): number {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  return sum(startsOf(a.at)) - sum(startsOf(b.at)) || sum(endsOf(a.at)) - sum(endsOf(b.at));
}
