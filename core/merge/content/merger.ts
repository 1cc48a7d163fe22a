import type { RowConflict } from "../sqlite/row-conflict.ts";

/** The three contents of a path. `base` is null if both sides added the path. */
export interface ContentSides {
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

/** The side that decides conflicts, if any. */
export type Preference = "ours" | "theirs" | "none";

/** Options of a content merge. */
export interface ContentMergeOptions {
  readonly prefer: Preference;
  /** Names of the sides in texts for people: a label, or the beginning of an id. */
  readonly names: { readonly base: string; readonly ours: string; readonly theirs: string };
}

/** A readable form of a text conflict. Bytes that are not UTF-8 are U+FFFD. */
export interface TextConflict {
  /** The whole text with each conflict between diff3 markers. */
  readonly markers: string;
  /** Unified diffs from the base to each side; from an empty text if there is no base. */
  readonly diffOurs: string;
  readonly diffTheirs: string;
}

/** The result of a content merge. */
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
 * Merges the contents of one kind of file, such as text or SQLite.
 *
 * The tree merge asks for each file that both sides changed. It picks the first merger in `choose-merger.ts` that
 * handles all sides and runs it in the merge thread; files without a merger, larger than `mostBytes` or not done within
 * `mostTime` are conflicts as a whole. To add a kind, write a merger and list it there.
 *
 * A merger is a pure function: equal sides give equal results, and swapped sides the same with ours and theirs swapped.
 * It neither yields nor looks at a clock; its thread is ended when it takes too long.
 */
export interface ContentMerger {
  readonly kind: ContentMergerKind;
  /** Maximum size of a side in bytes. */
  readonly mostBytes: number;
  /** Time limit in milliseconds. */
  readonly mostTime: number;
  /** Suffixes of companion files, which hold a part of a file's content. A file with one is not merged. */
  readonly parts?: readonly string[];
  /** Returns whether a file is of this kind, given its first 8,000 bytes (all, if it has fewer). */
  handles(start: Uint8Array): boolean;
  /** Merges sides that are all of this kind. A conflict is a result; it throws only for its own bugs. */
  merge(sides: ContentSides, options: ContentMergeOptions): ContentMerge;
}
