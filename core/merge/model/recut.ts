// @browser-safe
import { alignLines } from "../text/alignment.ts";
import type { Region, RegionKind, Span } from "../text/region.ts";
import { UNMATCHED } from "../text/shortest-matches.ts";
import { type MergeTexts, TEXTS } from "./merge-source.ts";
import { TextNumbers } from "./numbers.ts";

/** A place in each of the three texts, as the number of lines before it. */
export type Cut = Readonly<Record<keyof MergeTexts, number>>;

/**
 * Returns the place in each text of a region that lies before line `at` of some lines, which may be those of a text or of
 * the result. Equal lines stay together; where no line is equal, places are as far from the last equal line. A side that
 * does not have the line is asked by way of the base.
 */
export function cutBefore(region: Region, texts: MergeTexts, lines: readonly string[], at: number): Cut {
  const linesOf = (text: keyof MergeTexts) => {
    const { start, count } = region[text];
    return texts[text].slice(start, start + count);
  };
  const before = linesOf("base");
  const base = placeIn(lines, before, at);
  const place = (text: "ours" | "theirs") => {
    const own = placeIn(lines, linesOf(text), at);
    const isAsked = own.isEqual || before.length === 0;
    return region[text].start + (isAsked ? own : placeIn(before, linesOf(text), base.place)).place;
  };
  return { base: region.base.start + base.place, ours: place("ours"), theirs: place("theirs") };
}

/** Returns the place among lines of `b` that lies before line `at` of `a`. */
export function placeBefore(a: readonly string[], b: readonly string[], at: number): number {
  return placeIn(a, b, at).place;
}

/** As {@link placeBefore}, with whether line `at` of `a` is the one at that place. */
function placeIn(
  a: readonly string[],
  b: readonly string[],
  at: number,
): { place: number; isEqual: boolean } {
  const numbers = new TextNumbers();
  const matches = alignLines(numbers.of(a), numbers.of(b));
  let last = { a: 0, b: 0 };
  for (let x = 0; x < a.length; x++) {
    const y = matches[x] ?? UNMATCHED;
    if (y === UNMATCHED) continue;
    if (x === at) return { place: y, isEqual: true };
    if (x > at) return { place: Math.min(last.b + at - last.a, y), isEqual: false };
    last = { a: x + 1, b: y + 1 };
  }
  return { place: Math.min(last.b + at - last.a, b.length), isEqual: false };
}

/**
 * Cuts a region in two, each of the kind that its lines make it; but of a suggestion, nothing is applied that nobody took, so
 * its parts are suggestions too. Undefined if one of them would have no line at all.
 */
export function cutRegion(region: Region, cut: Cut, texts: MergeTexts): [Region, Region] | undefined {
  const before = regionOf(texts, (text) => ({
    start: region[text].start,
    count: cut[text] - region[text].start,
  }));
  const after = regionOf(texts, (text) => ({
    start: cut[text],
    count: region[text].start + region[text].count - cut[text],
  }));
  if (isEmpty(before) || isEmpty(after)) return undefined;
  return region.suggestion === undefined ? [before, after] : [asSuggestion(before), asSuggestion(after)];
}

/** Returns a region that is a conflict with a suggestion where its lines would make it a change to apply. */
export function asSuggestion(region: Region): Region {
  const { kind } = region;
  if (kind === "unchanged" || kind === "conflict") return region;
  return { ...region, kind: "conflict", suggestion: kind === "theirs" ? "theirs" : "ours" };
}

/** Joins regions that follow each other. */
export function joinRegions(first: Region, last: Region, texts: MergeTexts): Region {
  return regionOf(texts, (text) => {
    const { start } = first[text];
    return { start, count: last[text].start + last[text].count - start };
  });
}

function regionOf(texts: MergeTexts, span: (text: keyof MergeTexts) => Span): Region {
  const spans = { base: span("base"), ours: span("ours"), theirs: span("theirs") };
  return { kind: kindOf(spans, texts), ...spans };
}

function kindOf(spans: Omit<Region, "kind">, texts: MergeTexts): RegionKind {
  const same = (one: keyof MergeTexts, other: keyof MergeTexts) => {
    const [a, b] = [spans[one], spans[other]];
    if (a.count !== b.count) return false;
    for (let at = 0; at < a.count; at++) {
      if (texts[one][a.start + at] !== texts[other][b.start + at]) return false;
    }
    return true;
  };
  if (same("base", "ours")) return same("base", "theirs") ? "unchanged" : "theirs";
  if (same("base", "theirs")) return "ours";
  return same("ours", "theirs") ? "both" : "conflict";
}

function isEmpty(region: Region): boolean {
  return TEXTS.every((text) => region[text].count === 0);
}
