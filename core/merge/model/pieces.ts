// @browser-safe
import type { Span } from "../text/region.ts";
import { endOf } from "./lines.ts";

/** Consecutive lines of the result, from one of the three texts or typed. Never empty. */
export interface Piece extends Span {
  readonly from: "base" | "ours" | "theirs" | "typed";
  /** The lines that `start` and `count` refer to. */
  readonly lines: readonly string[];
}

/**
 * Adjacent typed pieces of up to this many lines are joined by copying, so that typing line by line does not make a piece
 * for each.
 */
const MAX_COPIED = 256;

/** Returns a piece of a text; none for no lines. */
export function piecesOf(from: Piece["from"], lines: readonly string[], { start, count }: Span): Piece[] {
  return count === 0 ? [] : [{ from, lines, start, count }];
}

/** Returns a piece of typed lines; none for no lines. */
export function typedPieces(lines: readonly string[]): Piece[] {
  return piecesOf("typed", lines, { start: 0, count: lines.length });
}

/** Returns the number of lines of pieces. */
export function countLines(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { count }) => sum + count, 0);
}

/** Returns a line by its number from 0; undefined past the end. */
export function lineAt(pieces: readonly Piece[], number: number): string | undefined {
  let start = 0;
  for (const piece of pieces) {
    if (number < start + piece.count) return piece.lines[piece.start + number - start];
    start += piece.count;
  }
  return undefined;
}

/** Returns the pieces of lines `from` up to but not including `to`. Copies no lines and reuses whole pieces. */
export function cutPieces(pieces: readonly Piece[], from: number, to: number): Piece[] {
  let at = 0;
  return pieces.flatMap((piece) => {
    const start = Math.max(from - at, 0);
    const count = Math.min(to - at, piece.count) - start;
    at += piece.count;
    if (count === piece.count) return [piece];
    return count > 0 ? [{ ...piece, start: piece.start + start, count }] : [];
  });
}

/** Replaces lines `from` up to but not including `to` by typed lines. */
export function replaceLines(
  pieces: readonly Piece[],
  from: number,
  to: number,
  typed: readonly string[],
): Piece[] {
  const all = [...cutPieces(pieces, 0, from), ...typedPieces(typed), ...cutPieces(pieces, to, Infinity)];
  const joined: Piece[] = [];
  for (const piece of all) {
    const before = joined.at(-1);
    if (before !== undefined && canJoin(before, piece)) {
      joined.splice(-1, 1, ...typedPieces([...linesOf(before), ...linesOf(piece)]));
    } else {
      joined.push(piece);
    }
  }
  return joined;
}

/** Returns pieces whose lines from a text all lie in a region; others become typed ones. */
export function piecesWithin(
  pieces: readonly Piece[],
  region: Record<"base" | "ours" | "theirs", Span>,
): Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.from === "typed" || isWithin(piece, region[piece.from])) return [piece];
    return typedPieces(linesOf(piece));
  });
}

/** Returns whether a span lies in another one. */
export function isWithin(span: Span, whole: Span): boolean {
  return span.start >= whole.start && span.start + span.count <= whole.start + whole.count;
}

/** Returns a piece's lines. */
export function linesOf({ lines, start, count }: Piece): readonly string[] {
  return lines.slice(start, start + count);
}

function canJoin(before: Piece, after: Piece): boolean {
  if (before.from !== "typed" || after.from !== "typed" || before.count + after.count > MAX_COPIED)
    return false;
  return endOf(before.lines[before.start + before.count - 1] ?? "") !== "";
}
