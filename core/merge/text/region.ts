// @browser-safe

/** A run of lines: `count` lines from line `start` on, counted from 0. */
export interface Span {
  readonly start: number;
  readonly count: number;
}

/**
 * The kind of a region: unchanged; changed by one side; changed by both in the same way; or changed by both
 * differently, which is a conflict.
 */
export type RegionKind = "unchanged" | "ours" | "theirs" | "both" | "conflict";

/** The side whose lines to take in a conflict that diff3 does not have. */
export type Suggestion = "ours" | "theirs";

/**
 * A part of a three-way merge, with its lines in each text. The regions of a merge follow each other without a gap in
 * all three texts. Neighbours are of different kinds, unless both are conflicts.
 */
export interface Region {
  readonly kind: RegionKind;
  /**
   * Of a conflict only: the side that a diff3 merge would take here; "ours" if both sides made the same change. Absent where
   * diff3 has a conflict too.
   */
  readonly suggestion?: Suggestion;
  readonly base: Span;
  readonly ours: Span;
  readonly theirs: Span;
}
