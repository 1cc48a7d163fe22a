// @browser-safe

/** A run of lines: so many, from the line at `start` on, counted from 0. */
export interface Span {
  readonly start: number;
  readonly count: number;
}

/**
 * What became of some lines of the base: nothing; changed by one side; changed by both in the same way; or by each in its own
 * way, which somebody has to decide.
 */
export type RegionKind = "unchanged" | "ours" | "theirs" | "both" | "conflict";

/**
 * A part of a three-way merge, and where its lines are in each text. The regions of a merge follow each other without a gap
 * in all three texts, and no two neighbours are of one kind unless both are conflicts.
 */
export interface Region {
  readonly kind: RegionKind;
  readonly base: Span;
  readonly ours: Span;
  readonly theirs: Span;
}
