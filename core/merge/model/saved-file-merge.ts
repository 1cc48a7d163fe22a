// @browser-safe
import type { Region, RegionKind, Span, Suggestion } from "../text/region.ts";
import { FileMerge } from "./file-merge.ts";
import { splitLines } from "./lines.ts";
import { type MergeSource, type MergeTexts, mergeSource } from "./merge-source.ts";
import { invalid, isCount, isRecord, type Parsed } from "./parsing.ts";
import { linesOf, type Piece, piecesOf, typedPieces } from "./pieces.ts";
import {
  chosenState,
  combinedState,
  type Decision,
  isChoice,
  meaningOf,
  mergedState,
  type RegionState,
  suggestedState,
  typedState,
} from "./region-state.ts";
import { StateSequence } from "./state-sequence.ts";

const VERSION = 2;
const TEXTS = ["base", "ours", "theirs"] as const;

/** Where a region lies: its first line and its number of lines in the base, in ours, in theirs. */
export type SavedPlace = readonly [
  baseStart: number,
  baseCount: number,
  oursStart: number,
  oursCount: number,
  theirsStart: number,
  theirsCount: number,
];

/** A saved piece: a span of a text's lines, or the typed text. */
export type SavedPiece = readonly ["base" | "ours" | "theirs", number, number] | string;

/** A saved region with its decision. */
export interface SavedRegion {
  readonly at: SavedPlace;
  readonly kind: RegionKind;
  /** Of a conflict only: the side that a diff3 merge would take here. */
  readonly suggestion?: Suggestion;
  readonly decision: Decision;
  /** The lines of a region whose decision does not say which they are. */
  readonly pieces?: readonly SavedPiece[];
  /** Who decided it, as in a reflog: `user@host (surface)`. */
  readonly by?: string;
}

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

/** What each decision needs: nothing more, a suggestion, or the lines. The keys are all decisions. */
const NEEDS: Readonly<Record<Decision, "nothing" | "suggestion" | "pieces">> = {
  auto: "nothing",
  open: "nothing",
  ours: "nothing",
  theirs: "nothing",
  "ours+theirs": "nothing",
  "theirs+ours": "nothing",
  base: "nothing",
  nothing: "nothing",
  combined: "pieces",
  typed: "pieces",
  suggested: "suggestion",
};

/** All decisions of regions. */
export const DECISIONS = Object.keys(NEEDS) as readonly Decision[];

/** Converts a merge to plain JSON. */
export function saveFileMerge({ source, states }: FileMerge): SavedFileMerge {
  const { base, ours, theirs } = source.texts;
  const regions = [...states.states()].map(saveRegion).filter((region) => !isPlain(region));
  return { version: VERSION, lines: [base.length, ours.length, theirs.length], regions };
}

/** Converts a region to plain JSON, also one that is unchanged. */
export function saveRegion({ region, decision, pieces }: RegionState): SavedRegion {
  const { base, ours, theirs } = region;
  return {
    at: [base.start, base.count, ours.start, ours.count, theirs.start, theirs.count],
    kind: region.kind,
    ...(region.suggestion && { suggestion: region.suggestion }),
    decision,
    ...(NEEDS[decision] === "pieces" && { pieces: pieces.map(savedPiece) }),
  };
}

/** Returns whether a region is unchanged and undecided: it is not listed in a saved merge. */
export function isPlain({ kind, decision }: SavedRegion): boolean {
  return kind === "unchanged" && decision === "auto";
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

/** Parses the regions of a saved merge or of a step one by one. Never throws. */
export function parseRegions(json: readonly unknown[]): Parsed<SavedRegion[]> {
  const regions: SavedRegion[] = [];
  for (const each of json) {
    const region = parseRegion(each);
    if (region === undefined)
      return invalid(`Region ${regions.length} is not one, or its decision or lines do not fit it.`);
    regions.push(region);
  }
  return { ok: true, value: regions };
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
    states.push(saved === undefined ? mergedState(region, texts) : stateOf(saved, region, source));
  }
  return { ok: true, value: new FileMerge(source, StateSequence.of(states)) };
}

/** Returns the first line of a place in the base, in ours, in theirs. */
export function startsOf([base, , ours, , theirs]: SavedPlace): readonly [number, number, number] {
  return [base, ours, theirs];
}

/** Returns the line after a place in the base, in ours, in theirs. */
export function endsOf([b, bCount, o, oCount, t, tCount]: SavedPlace): readonly [number, number, number] {
  return [b + bCount, o + oCount, t + tCount];
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

function regionOf({ at: [b, bCount, o, oCount, t, tCount], kind, suggestion }: SavedRegion): Region {
  return {
    kind,
    ...(suggestion && { suggestion }),
    base: { start: b, count: bCount },
    ours: { start: o, count: oCount },
    theirs: { start: t, count: tCount },
  };
}

function parseRegion(json: unknown): SavedRegion | undefined {
  if (!isRecord(json)) return undefined;
  const { kind, suggestion, decision, by } = json;
  const at = parsePlace(json.at);
  if (at === undefined || !isKind(kind) || !isDecision(decision)) return undefined;
  if (kind === "unchanged" && (at[1] !== at[3] || at[1] !== at[5])) return undefined;
  if (suggestion !== undefined && !isSuggestion(suggestion, kind)) return undefined;
  if (by !== undefined && typeof by !== "string") return undefined;
  const more = { ...(suggestion !== undefined && { suggestion }), decision, ...(by !== undefined && { by }) };
  if (NEEDS[decision] === "pieces") {
    const pieces = Array.isArray(json.pieces)
      ? json.pieces.map((piece: unknown) => parsePiece(piece, at))
      : [undefined];
    return pieces.every((piece) => piece !== undefined) ? { at, kind, ...more, pieces } : undefined;
  }
  const fits = isChoice(decision)
    ? meaningOf(decision, kind) === decision
    : NEEDS[decision] === "suggestion"
      ? suggestion !== undefined
      : (decision === "open") === (kind === "conflict");
  return fits && json.pieces === undefined ? { at, kind, ...more } : undefined;
}

function parsePlace(json: unknown): SavedPlace | undefined {
  if (!Array.isArray(json) || json.length !== 6 || !json.every(isCount)) return undefined;
  const [b, bCount, o, oCount, t, tCount] = json as unknown as SavedPlace;
  const place: SavedPlace = [b, bCount, o, oCount, t, tCount];
  return endsOf(place).every(Number.isSafeInteger) ? place : undefined;
}

function parsePiece(json: unknown, at: SavedPlace): SavedPiece | undefined {
  if (typeof json === "string") return json === "" ? undefined : json;
  const [from, start, count, ...more]: unknown[] = Array.isArray(json) ? json : [];
  if (from !== "base" && from !== "ours" && from !== "theirs") return undefined;
  if (!isCount(start) || !isCount(count) || count === 0 || more.length > 0) return undefined;
  const text = TEXTS.indexOf(from);
  const isWithin = start >= (startsOf(at)[text] ?? 0) && start + count <= (endsOf(at)[text] ?? 0);
  return isWithin ? [from, start, count] : undefined;
}

const KINDS: Readonly<Record<RegionKind, true>> = {
  unchanged: true,
  ours: true,
  theirs: true,
  both: true,
  conflict: true,
};

function isKind(value: unknown): value is RegionKind {
  return typeof value === "string" && Object.hasOwn(KINDS, value);
}

function isSuggestion(value: unknown, kind: RegionKind): value is Suggestion {
  return kind === "conflict" && (value === "ours" || value === "theirs");
}

function isDecision(value: unknown): value is Decision {
  return typeof value === "string" && Object.hasOwn(NEEDS, value);
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

function stateOf(saved: SavedRegion, region: Region, { texts }: MergeSource): RegionState {
  const { decision, pieces = [] } = saved;
  if (isChoice(decision)) return chosenState(region, decision, texts);
  if (decision === "suggested") return suggestedState(region, texts) ?? mergedState(region, texts);
  if (NEEDS[decision] === "nothing") return mergedState(region, texts);
  const all = pieces.flatMap((piece) => pieceOf(piece, texts));
  return decision === "combined" ? combinedState(region, all.flatMap(linesOf)) : typedState(region, all);
}

function savedPiece(piece: Piece): SavedPiece {
  return piece.from === "typed" ? linesOf(piece).join("") : [piece.from, piece.start, piece.count];
}

function pieceOf(saved: SavedPiece, texts: MergeTexts): Piece[] {
  if (typeof saved === "string") return typedPieces(splitLines(saved));
  const [from, start, count] = saved;
  const span: Span = { start, count };
  return piecesOf(from, texts[from], span);
}
