// @browser-safe
import type { Region } from "../text/region.ts";
import { FileMerge } from "./file-merge.ts";
import { type MergeTexts, mergeSource, TEXTS } from "./merge-source.ts";
import { invalid, isCount, isRecord, type Parsed } from "./parsing.ts";
import { mergedState, type RegionState } from "./region-state.ts";
import {
  endsOf,
  isPlain,
  parseRegions,
  regionOf,
  type SavedRegion,
  saveRegion,
  startsOf,
  stateOf,
} from "./saved-region.ts";
import { StateSequence } from "./state-sequence.ts";

const VERSION = 2;

/**
 * A file's merge as plain JSON: how the texts are cut, the decisions and the typed lines, not the texts. It lists every
 * region that is not unchanged, and unchanged ones that were decided. All between them is unchanged. So it does not depend on
 * which regions a version of Strata finds.
 */
export interface SavedFileMerge {
  readonly version: typeof VERSION;
  /** The number of lines of the base, of ours, of theirs. */
  readonly lines: readonly [base: number, ours: number, theirs: number];
  /** In the order of the texts. */
  readonly regions: readonly SavedRegion[];
}

/** Converts a merge to plain JSON. */
export function saveFileMerge({ source, states }: FileMerge): SavedFileMerge {
  const { base, ours, theirs } = source.texts;
  const regions = [...states.states()].map(saveRegion).filter((region) => !isPlain(region));
  return { version: VERSION, lines: [base.length, ours.length, theirs.length], regions };
}

/** Parses a saved merge as far as that can be done without its texts. Never throws. */
export function parseSavedFileMerge(json: unknown): Parsed<SavedFileMerge> {
  if (!isRecord(json) || !Array.isArray(json.regions)) return invalid("It is not a saved merge of a text.");
  if (json.version !== VERSION) return invalid("It was saved by another version of Strata.");
  const [base, ours, theirs, ...more]: unknown[] = Array.isArray(json.lines) ? json.lines : [];
  if (!isCount(base) || !isCount(ours) || !isCount(theirs) || more.length > 0) {
    return invalid("It does not say how long its texts are.");
  }
  const regions = parseRegions(json.regions);
  if (!regions.ok) return regions;
  const saved = { version: VERSION, lines: [base, ours, theirs], regions: regions.value } as const;
  const wrong = cutProblem(saved);
  return wrong === undefined ? { ok: true, value: saved } : invalid(wrong);
}

/** Returns why regions do not cut texts of these lengths; undefined if they do. */
export function cutProblem({
  lines,
  regions,
}: Pick<SavedFileMerge, "lines" | "regions">): string | undefined {
  let ends: readonly number[] = [0, 0, 0];
  for (const { at } of regions) {
    if (gapBetween(ends, startsOf(at)) === undefined) return "Its regions are out of order, or overlap.";
    ends = endsOf(at);
  }
  return gapBetween(ends, lines) === undefined ? "Its regions do not fit its texts." : undefined;
}

/** Parses a saved merge of these texts. Never throws; invalid JSON gives a failure with its reason. */
export function parseFileMerge(json: unknown, texts: MergeTexts): Parsed<FileMerge> {
  const parsed = parseSavedFileMerge(json);
  if (!parsed.ok) return parsed;
  const { lines, regions: listed } = parsed.value;
  if (TEXTS.some((text, at) => texts[text].length !== lines[at]))
    return invalid("It belongs to other texts.");
  const all = withGaps(listed, lines);
  const source = mergeSource(texts, all.map(regionOf));
  const states: RegionState[] = [];
  for (const [at, region] of source.regions.entries()) {
    if (!isOfKind(region, texts)) return invalid("It belongs to other texts.");
    const saved = all[at];
    states.push(saved === undefined ? mergedState(region, texts) : stateOf(saved, region, texts));
  }
  return { ok: true, value: new FileMerge(source, StateSequence.of(states)) };
}

/** Returns the number of unchanged lines between two places; undefined if there can be none. */
function gapBetween(from: readonly number[], to: readonly number[]): number | undefined {
  const [gap = 0, ...others] = to.map((each, at) => each - (from[at] ?? 0));
  return gap >= 0 && others.every((other) => other === gap) ? gap : undefined;
}

/** Returns all regions in order, those between the listed ones as well. */
export function withGaps(listed: readonly SavedRegion[], lines: readonly number[]): SavedRegion[] {
  const all: SavedRegion[] = [];
  let [b = 0, o = 0, t = 0] = [0, 0, 0];
  const fill = (upTo: number) => {
    if (upTo > b)
      all.push({ at: [b, upTo - b, o, upTo - b, t, upTo - b], kind: "unchanged", decision: "auto" });
  };
  for (const region of listed) {
    fill(region.at[0]);
    all.push(region);
    [b, o, t] = endsOf(region.at);
  }
  fill(lines[0] ?? 0);
  return all;
}

/** Returns whether the lines of a region are those of its kind. Any lines may be a conflict. */
function isOfKind({ kind, ...spans }: Region, texts: MergeTexts): boolean {
  const same = (one: keyof MergeTexts, other: keyof MergeTexts) => {
    const [a, b] = [spans[one], spans[other]];
    if (a.count !== b.count) return false;
    for (let at = 0; at < a.count; at++) {
      if (texts[one][a.start + at] !== texts[other][b.start + at]) return false;
    }
    return true;
  };
  switch (kind) {
    case "unchanged":
      return same("base", "ours") && same("base", "theirs");
    case "ours":
      return same("base", "theirs");
    case "theirs":
      return same("base", "ours");
    case "both":
      return same("ours", "theirs");
    case "conflict":
      return true;
  }
}
