// @browser-safe
import type { Region, Span } from "../text/region.ts";
import { FileMerge } from "./file-merge.ts";
import { splitLines } from "./lines.ts";
import { fingerprint, type MergeSource, type MergeTexts } from "./merge-source.ts";
import { invalid, isCount, isRecord, type Parsed } from "./parsing.ts";
import { isWithin, linesOf, type Piece, piecesOf, typedPieces } from "./pieces.ts";
import {
  type Choice,
  chosenState,
  isChoice,
  meaningOf,
  type RegionState,
  typedState,
} from "./region-state.ts";

/** A saved piece: a span of a text's lines, or the typed text. */
type SavedPiece = readonly ["base" | "ours" | "theirs", number, number] | string;

/** A saved region that differs from what the merge left: its index and the choice, or its pieces when it was typed. */
type SavedRegion = readonly [number, Choice | readonly SavedPiece[]];

/** A file's merge as plain JSON: decisions and typed lines, not the texts. */
export interface SavedFileMerge {
  /** The fingerprint of its texts and regions. */
  readonly of: string;
  /** In ascending order of their indexes. */
  readonly regions: readonly SavedRegion[];
}

/** Converts a merge to plain JSON. */
export function saveFileMerge({ source, states }: FileMerge): SavedFileMerge {
  const cut = [...states.states()].map(({ region }) => region);
  const regions: SavedRegion[] = [];
  for (const [index, { decision, pieces }] of [...states.states()].entries()) {
    if (decision === "typed" || decision === "combined") regions.push([index, pieces.map(savedPiece)]);
    else if (decision !== "auto" && decision !== "open") regions.push([index, decision]);
  }
  return { of: fingerprint({ ...source, regions: cut }), regions };
}

/** Parses a saved merge of the same texts and regions. Never throws; invalid JSON gives a failure with its reason. */
export function parseFileMerge(
  json: unknown,
  texts: MergeTexts,
  regions: readonly Region[],
): Parsed<FileMerge> {
  const merge = FileMerge.begin(texts, regions);
  if (!isRecord(json) || !Array.isArray(json.regions)) return invalid("It is not a saved merge of a text.");
  if (json.of !== fingerprint(merge.source)) return invalid("It belongs to other texts.");
  const states = [...merge.states.states()];
  let least = 0;
  for (const saved of json.regions) {
    const [index, content, ...more]: unknown[] = Array.isArray(saved) ? saved : [];
    const region = isCount(index) && index >= least ? states[index]?.region : undefined;
    if (!isCount(index) || region === undefined || more.length > 0) {
      return invalid("It names an unknown region, or regions out of order.");
    }
    const state = parseRegionState(content, region, merge.source);
    if (state === undefined) return invalid(`Its lines or choice for region ${index} do not fit.`);
    states[index] = state;
    least = index + 1;
  }
  return { ok: true, value: new FileMerge(merge.source, merge.states.with(0, states)) };
}

function savedPiece(piece: Piece): SavedPiece {
  return piece.from === "typed" ? linesOf(piece).join("") : [piece.from, piece.start, piece.count];
}

function parseRegionState(content: unknown, region: Region, source: MergeSource): RegionState | undefined {
  if (isChoice(content)) {
    const fits = meaningOf(content, region.kind) === content;
    return fits ? chosenState(region, content, source.texts) : undefined;
  }
  if (!Array.isArray(content)) return undefined;
  const pieces = content.map((piece: unknown) => parsePiece(piece, region, source.texts));
  return pieces.every((piece) => piece !== undefined) ? typedState(region, pieces) : undefined;
}

function parsePiece(saved: unknown, region: Region, texts: MergeTexts): Piece | undefined {
  if (typeof saved === "string") return typedPieces(splitLines(saved))[0];
  const [from, start, count, ...more]: unknown[] = Array.isArray(saved) ? saved : [];
  if (from !== "base" && from !== "ours" && from !== "theirs") return undefined;
  if (!isCount(start) || !isCount(count) || more.length > 0) return undefined;
  const span: Span = { start, count };
  return isWithin(span, region[from]) ? piecesOf(from, texts[from], span)[0] : undefined;
}
