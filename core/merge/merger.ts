import type { RowDecisions } from "./row-decision.ts";

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
  /** What somebody decided for rows of a database. Absent: nothing, so that `prefer` decides. */
  readonly rows?: RowDecisions;
  /** What to take for the rows that `rows` leaves open. */
  readonly otherRows?: "base";
  /** Whether a conflict in a text comes with its readable form. Default: true. */
  readonly readable?: boolean;
  /** Names of the sides in texts for people: a label, or the beginning of an id. */
  readonly names: { readonly base: string; readonly ours: string; readonly theirs: string };
}

/** The number of hunks of a text in conflict. */
export interface HunkCounts {
  /** Conflicts that diff3 has too. */
  readonly conflicts: number;
  /** Conflicts that diff3 would merge. */
  readonly suggestions: number;
  /** Changes that were merged: of one side, or the same on both. */
  readonly merged: number;
}

/** A readable form of a text conflict. Bytes that are not UTF-8 are U+FFFD. */
export interface TextConflict {
  /** The whole text with each conflict between diff3 markers. */
  readonly markers: string;
  /** Unified diffs from the base to each side; from an empty text if there is no base. */
  readonly diffOurs: string;
  readonly diffTheirs: string;
}

/** A value of a row as an SQL literal: `NULL`, `12`, `1.5`, `'text'`, `x'00ff'`. A long one is cut and ends in `…`. */
export type ShownValue = string;

/** One side of a row, by column name; null if the side has no such row. */
export type ShownRow = Readonly<Record<string, ShownValue>> | null;

/** A row that the sides changed in different ways. If they gave it different keys, the key's columns are in conflict. */
export interface RowConflict {
  readonly table: string;
  /** The primary key: the base's, if the row is in the base. Values of NOCASE columns are in lower case. */
  readonly key: Readonly<Record<string, ShownValue>>;
  readonly base: ShownRow;
  readonly ours: ShownRow;
  readonly theirs: ShownRow;
  /** The columns in conflict; empty if one side deleted the row. */
  readonly columns: readonly string[];
}

/** The result of a content merge. */
export type ContentMerge =
  /** `preferred`: how many conflicts the preference or the decisions decided. */
  | { readonly status: "merged"; readonly bytes: Uint8Array; readonly preferred: number }
  | {
      readonly status: "conflict";
      /** Why the whole file is in conflict, or why not all conflicts are listed; absent if `text` or `rows` has them all. */
      readonly reason?: string;
      readonly hunks?: HunkCounts;
      /** How many rows are in conflict; `rows` may list fewer. */
      readonly rowCount?: number;
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
  readonly companions?: readonly string[];
  /** Returns whether a file is of this kind, given its first 8,000 bytes (all, if it has fewer). */
  handles(start: Uint8Array): boolean;
  /** Merges sides that are all of this kind. A conflict is a result; it throws only for its own bugs. */
  merge(sides: ContentSides, options: ContentMergeOptions): ContentMerge;
}
