import type { RowConflict } from "./sqlite/row-conflict.ts";

/** The three contents of one path; `base` is null where both sides came upon the path by themselves. */
export interface ContentSides {
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

/** Which side is taken where both changed the same. */
export type Preference = "ours" | "theirs" | "none";

/** What a content merge goes by. */
export interface ContentMergeOptions {
  readonly prefer: Preference;
  /** What the sides are called in what people read: a label, or the beginning of an id. */
  readonly names: { readonly base: string; readonly ours: string; readonly theirs: string };
}

/** What there is to read about a text that could not be merged. Bytes that are not UTF-8 stand as U+FFFD. */
export interface TextConflict {
  /** The whole text with every conflict between markers, as diff3 has them. */
  readonly markers: string;
  /** Unified diffs from the base to each side; of two-way merges from nothing. */
  readonly diffOurs: string;
  readonly diffTheirs: string;
}

/** What a content merge gives. */
export type ContentMerge =
  /** `preferred`: how many conflicts the preference decided. */
  | { readonly status: "merged"; readonly bytes: Uint8Array; readonly preferred: number }
  | {
      readonly status: "conflict";
      /** Why it is the whole file that is in conflict, or that not all conflicts are told; absent when `text` or `rows` tell all. */
      readonly reason?: string;
      readonly text?: TextConflict;
      readonly rows?: readonly RowConflict[];
    };

/** The kinds of content that can be merged. */
export type ContentMergerKind = "text" | "sqlite";

/**
 * Merges contents of one kind. Pure: the same sides give the same answer, and swapped sides the mirrored one. It runs in a
 * thread of its own, which is ended when it takes too long: it neither yields nor looks at a clock.
 *
 * To add a kind, write one and add it to `content-mergers.ts`.
 */
export interface ContentMerger {
  readonly kind: ContentMergerKind;
  /** The most bytes of a side that it takes on. */
  readonly mostBytes: number;
  /** How long it may take, in ms. */
  readonly mostTime: number;
  /**
   * What a file beside one of this kind is called that has a part of its content: behind the file's own path. Where there is
   * one, of one snapshot, the contents are not merged.
   */
  readonly parts?: readonly string[];
  /** Tells by a file's first 8,000 bytes (all, if it has fewer) whether it is of this kind. */
  handles(start: Uint8Array): boolean;
  /** Merges sides that all are of this kind. A conflict is an answer; it throws only for defects of its own. */
  merge(sides: ContentSides, options: ContentMergeOptions): ContentMerge;
}
