// @browser-safe
import type { Region, RegionKind, Span, Suggestion } from "../text/region.ts";
import { splitLines } from "./lines.ts";
import { type MergeTexts, TEXTS } from "./merge-source.ts";
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

/** Returns the first line of a place in the base, in ours, in theirs. */
export function startsOf([base, , ours, , theirs]: SavedPlace): readonly [number, number, number] {
  return [base, ours, theirs];
}

/** Returns the line after a place in the base, in ours, in theirs. */
export function endsOf([b, bCount, o, oCount, t, tCount]: SavedPlace): readonly [number, number, number] {
  return [b + bCount, o + oCount, t + tCount];
}

/** Returns the region that was saved. */
export function regionOf({ at: [b, bCount, o, oCount, t, tCount], kind, suggestion }: SavedRegion): Region {
  return {
    kind,
    ...(suggestion && { suggestion }),
    base: { start: b, count: bCount },
    ours: { start: o, count: oCount },
    theirs: { start: t, count: tCount },
  };
}

/** Returns a region as it was decided. */
export function stateOf(saved: SavedRegion, region: Region, texts: MergeTexts): RegionState {
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

function pieceOf(saved: SavedPiece, texts: MergeTexts): Piece[] {
  if (typeof saved === "string") return typedPieces(splitLines(saved));
  const [from, start, count] = saved;
  const span: Span = { start, count };
  return piecesOf(from, texts[from], span);
}
