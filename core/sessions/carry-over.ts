import type { MergeTexts } from "../merge/model/merge-source.ts";
import { TextNumbers } from "../merge/model/numbers.ts";
import { parseFileMerge, type SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import {
  endsOf,
  type SavedPiece,
  type SavedPlace,
  type SavedRegion,
  startsOf,
} from "../merge/model/saved-region.ts";
import { applyStep, touches } from "../merge/model/saved-step.ts";
import { alignLines } from "../merge/text/alignment.ts";
import { UNMATCHED } from "../merge/text/shortest-matches.ts";

const TEXTS = ["base", "ours", "theirs"] as const;

/** A text's decisions with the texts that they are of. */
export interface TextState {
  readonly saved: SavedFileMerge;
  readonly texts: MergeTexts;
}

/** The decisions that another merge of the file took over. */
export interface CarriedOver {
  readonly saved: SavedFileMerge;
  /** The number of decided regions that were taken over. */
  readonly kept: number;
}

/**
 * Takes over the decisions of a text for a merge of other versions of it. A region keeps its decision and its cut if its lines are
 * the same in all three texts, in the same order, and the new texts are cut at its beginning and end too.
 */
export function carryOver(before: TextState, now: TextState): CarriedOver {
  const maps = TEXTS.map((text) => lineMap(before.texts[text], now.texts[text]));
  const moved = before.saved.regions.flatMap((region) => shifted(region, maps) ?? []);
  const runs = runsOf(moved, now.saved).filter((regions) => countDecided({ regions }) > 0);
  const all = applied(now, runs.flatMap(withFillers));
  if (all !== undefined) return { saved: all, kept: countDecided({ regions: runs.flat() }) };
  let { saved } = now;
  let kept = 0;
  for (const run of runs) {
    const next = applied({ ...now, saved }, withFillers(run));
    if (next === undefined) continue;
    saved = next;
    kept += countDecided({ regions: run });
  }
  return { saved, kept };
}

function applied({ saved, texts }: TextState, step: readonly SavedRegion[]): SavedFileMerge | undefined {
  const next = applyStep(saved, step);
  return next.ok && parseFileMerge(next.value, texts).ok ? next.value : undefined;
}

/** Returns the number of decided regions. */
export function countDecided({ regions }: Pick<SavedFileMerge, "regions">): number {
  return regions.filter(({ decision }) => decision !== "auto" && decision !== "open").length;
}

/** Returns where lines of one text are in another; undefined for a run of lines that is not there as one. */
type LineMap = (start: number, count: number) => number | undefined;

function lineMap(before: readonly string[], now: readonly string[]): LineMap {
  const numbers = new TextNumbers();
  const matches = alignLines(numbers.of(before), numbers.of(now));
  /** The place of a line; both texts end with a line that is only there for this. */
  const placeOf = (line: number): number | undefined => {
    if (line < 0) return -1;
    if (line >= before.length) return now.length;
    const place = matches[line] ?? UNMATCHED;
    return place === UNMATCHED ? undefined : place;
  };
  return (start, count) => {
    if (count === 0) {
      // Nothing is where its neighbours still follow each other.
      const [above, below] = [placeOf(start - 1), placeOf(start)];
      if (above !== undefined && below !== undefined && below !== above + 1) return undefined;
      return below ?? (above === undefined ? undefined : above + 1);
    }
    const first = placeOf(start);
    if (first === undefined) return undefined;
    for (let at = 1; at < count; at++) if (placeOf(start + at) !== first + at) return undefined;
    return first;
  };
}

/** Returns a region at its new place; undefined if its lines are not the same any more. */
function shifted(region: SavedRegion, maps: readonly LineMap[]): SavedRegion | undefined {
  const [b, bCount, o, oCount, t, tCount] = region.at;
  const [base, ours, theirs] = [maps[0]?.(b, bCount), maps[1]?.(o, oCount), maps[2]?.(t, tCount)];
  if (base === undefined || ours === undefined || theirs === undefined) return undefined;
  const at: SavedPlace = [base, bCount, ours, oCount, theirs, tCount];
  const shift = { base: base - b, ours: ours - o, theirs: theirs - t };
  const pieces = region.pieces?.map(
    (piece): SavedPiece =>
      typeof piece === "string" ? piece : [piece[0], piece[1] + shift[piece[0]], piece[2]],
  );
  return { ...region, at, ...(pieces && { pieces }) };
}

/** Groups regions that share a region of the new cut, so that a hunk that was cut in several is replaced as a whole. */
function runsOf(moved: readonly SavedRegion[], { regions }: SavedFileMerge): SavedRegion[][] {
  const runs: SavedRegion[][] = [];
  let first = 0;
  let reached = -1;
  for (const region of moved) {
    while (isBefore(regions[first], region)) first++;
    let last = first;
    while (touchesOne(regions[last], region)) last++;
    const run = runs.at(-1);
    if (run !== undefined && last > first && first <= reached) run.push(region);
    else runs.push([region]);
    reached = Math.max(reached, last - 1);
  }
  return runs;
}

function isBefore(one: SavedRegion | undefined, other: SavedRegion): boolean {
  if (one === undefined || touches(one.at, other.at)) return false;
  const starts = startsOf(other.at);
  return endsOf(one.at).every((end, text) => end <= (starts[text] ?? 0));
}

function touchesOne(one: SavedRegion | undefined, other: SavedRegion): boolean {
  return one !== undefined && touches(one.at, other.at);
}

/** Adds what is unchanged between the regions of a run, so that it has no gap. */
function withFillers(run: readonly SavedRegion[]): SavedRegion[] {
  const all: SavedRegion[] = [];
  for (const region of run) {
    const last = all.at(-1);
    if (last !== undefined) {
      const [from, to] = [endsOf(last.at), startsOf(region.at)];
      const count = to[0] - from[0];
      const at: SavedPlace = [from[0], count, from[1], count, from[2], count];
      if (count > 0) all.push({ at, kind: "unchanged", decision: "auto" });
    }
    all.push(region);
  }
  return all;
}
