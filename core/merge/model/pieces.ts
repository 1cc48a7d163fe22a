// @browser-safe
import type { Span } from "../region.ts";
import { endOf } from "./lines.ts";

/** Lines of the result: a run of one of the three texts, or of what was typed. Never empty. */
export interface Piece extends Span {
  readonly from: "base" | "ours" | "theirs" | "typed";
  /** What the run is of. */
  readonly lines: readonly string[];
}

/** Up to so many typed lines are copied into one piece, so that line after line typed does not make piece after piece. */
const MOST_COPIED = 256;

/** Makes a piece; none of no lines. */
export function piecesOf(from: Piece["from"], lines: readonly string[], { start, count }: Span): Piece[] {
  return count === 0 ? [] : [{ from, lines, start, count }];
}

/** Makes a piece of typed lines; none of no lines. */
export function typedPieces(lines: readonly string[]): Piece[] {
  return piecesOf("typed", lines, { start: 0, count: lines.length });
}

/** Counts the lines of pieces. */
export function countLines(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { count }) => sum + count, 0);
}

/** Gives a line of pieces by its number, counted from 0; undefined past their end. */
export function lineAt(pieces: readonly Piece[], number: number): string | undefined {
  let start = 0;
  for (const piece of pieces) {
    if (number < start + piece.count) return piece.lines[piece.start + number - start];
    start += piece.count;
  }
  return undefined;
}

/** Gives the pieces of the lines from one up to, not including, another. Copies no lines, and no whole piece. */
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

/** Puts typed lines in the place of the lines from one up to, not including, another. */
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
    if (before !== undefined && mayJoin(before, piece)) {
      joined.splice(-1, 1, ...typedPieces([...linesOf(before), ...linesOf(piece)]));
    } else {
      joined.push(piece);
    }
  }
  return joined;
}

/** Gives the lines of a piece. */
export function linesOf({ lines, start, count }: Piece): readonly string[] {
  return lines.slice(start, start + count);
}

function mayJoin(before: Piece, after: Piece): boolean {
  if (before.from !== "typed" || after.from !== "typed" || before.count + after.count > MOST_COPIED)
    return false;
  return endOf(before.lines[before.start + before.count - 1] ?? "") !== "";
}
