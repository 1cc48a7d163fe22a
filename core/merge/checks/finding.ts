/** Something in the result of a text's merge that looks like a mistake. It never keeps anybody from anything. */
export interface Finding {
  /**
   * - `syntax`: the result cannot be parsed, while both sides can.
   * - `duplicate-key`: an object has a key twice, while neither side has such an object.
   * - `doubled-line`: a line stands twice in a row, as in none of the versions.
   * - `conflict-marker`: a line that looks like the marker of a conflict, and was not in the base.
   */
  readonly kind: "syntax" | "duplicate-key" | "doubled-line" | "conflict-marker";
  /** The line in the result; the first is 1. */
  readonly line: number;
  /** The column in UTF-16 units; the first is 1. Absent where the whole line is meant. */
  readonly column?: number;
  /** A sentence for people. */
  readonly message: string;
  /** The side that a conflict marker came from; null if it was typed. */
  readonly from?: "ours" | "theirs" | "both" | null;
}

/** The texts of a merge and what came of them. `base` is empty if there is none. */
export interface MergedText {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly result: string;
}

/** Maximum number of findings of one kind. */
export const MOST_FINDINGS = 100;

/** What was found in the result of a text's merge. */
export interface CheckedText {
  /** In the order of lines. */
  readonly findings: readonly Finding[];
  /** The number of lines that neither side has anywhere; null if that could not be told. */
  readonly newLines: number | null;
  /** Why something was not checked, in a sentence for people. */
  readonly unchecked?: string;
}
