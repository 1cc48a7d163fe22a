// @browser-safe
import type { Region, Span } from "../region.ts";
import { FileMerge } from "./file-merge.ts";
import { failed, isCount, isRecord, type Restored } from "./json-shape.ts";
import { splitLines } from "./lines.ts";
import { fingerprint, type MergeSource, type MergeTexts } from "./merge-source.ts";
import { linesOf, type Piece, piecesOf, typedPieces } from "./pieces.ts";
import {
  type Choice,
  chosenState,
  isChoice,
  meaningOf,
  type RegionState,
  typedState,
} from "./region-state.ts";

/** A piece as it is saved: a span of a text's lines, or the text that was typed. */
type SavedPiece = readonly ["base" | "ours" | "theirs", number, number] | string;

/** A region that is not as the merge left it: its index and what was chosen, or its pieces when it was typed by hand. */
type SavedRegion = readonly [number, Choice | readonly SavedPiece[]];

/** A file's merge as plain JSON: what was decided and typed, not the texts. */
export interface SavedFileMerge {
  /** Of the texts and regions that it belongs to. */
  readonly of: string;
  /** In the order of their indexes. */
  readonly regions: readonly SavedRegion[];
}

/** Gives a merge as plain JSON. */
export function saveFileMerge({ source, states }: FileMerge): SavedFileMerge {
  const regions: SavedRegion[] = [];
  for (const [index, { decision, pieces }] of [...states.states()].entries()) {
    if (decision === "typed") regions.push([index, pieces.map(savedPiece)]);
    else if (decision !== "auto" && decision !== "open") regions.push([index, decision]);
  }
  return { of: fingerprint(source), regions };
}

/** Gives back a merge of the same texts and regions that was saved; whatever the JSON is, a failure is an answer. */
export function restoreFileMerge(
  json: unknown,
  texts: MergeTexts,
  regions: readonly Region[],
): Restored<FileMerge> {
  const merge = FileMerge.begin(texts, regions);
  if (!isRecord(json) || !Array.isArray(json.regions)) return failed("It is no saved merge of a text.");
  if (json.of !== fingerprint(merge.source)) return failed("It belongs to other texts.");
  const states = [...merge.states.states()];
  let least = 0;
  for (const saved of json.regions) {
    const [index, content, ...more]: unknown[] = Array.isArray(saved) ? saved : [];
    const region = isCount(index) && index >= least ? states[index]?.region : undefined;
    if (!isCount(index) || region === undefined || more.length > 0) {
      return failed("It names a region that is not there, or not in order.");
    }
    const state = restoredState(content, region, merge.source);
    if (state === undefined) return failed(`What it has for region ${index} does not fit.`);
    states[index] = state;
    least = index + 1;
  }
  return { ok: true, value: new FileMerge(merge.source, merge.states.with(0, states)) };
}

function savedPiece(piece: Piece): SavedPiece {
  return piece.from === "typed" ? linesOf(piece).join("") : [piece.from, piece.start, piece.count];
}

function restoredState(content: unknown, region: Region, source: MergeSource): RegionState | undefined {
  if (isChoice(content)) {
    const fits = meaningOf(content, region.kind) === content;
    return fits ? chosenState(region, content, source.texts) : undefined;
  }
  if (!Array.isArray(content)) return undefined;
  const pieces = content.map((piece: unknown) => restoredPiece(piece, region, source.texts));
  return pieces.every((piece) => piece !== undefined) ? typedState(region, pieces) : undefined;
}

function restoredPiece(saved: unknown, region: Region, texts: MergeTexts): Piece | undefined {
  if (typeof saved === "string") return typedPieces(splitLines(saved))[0];
  const [from, start, count, ...more]: unknown[] = Array.isArray(saved) ? saved : [];
  if (from !== "base" && from !== "ours" && from !== "theirs") return undefined;
  if (!isCount(start) || !isCount(count) || more.length > 0) return undefined;
  const span: Span = { start, count };
  return isWithin(span, region[from]) ? piecesOf(from, texts[from], span)[0] : undefined;
}

function isWithin(span: Span, whole: Span): boolean {
  return span.start >= whole.start && span.start + span.count <= whole.start + whole.count;
}
