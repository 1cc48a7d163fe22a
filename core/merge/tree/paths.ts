import type { PathSides } from "./differences.ts";
import type { Outcome } from "./merge-path.ts";
import type { PathDivergence } from "./move-conflicts.ts";

/** The paths that two sides differ in, and what a merge makes of each, in the order of the paths' bytes. */
export interface PathOutcomes {
  readonly differences: ReadonlyMap<string, PathSides>;
  /** Has the same paths in the same order. */
  readonly outcomes: Map<string, Outcome>;
  /** Names that would be a file of one side and a folder of the other, each with the paths below it. */
  readonly clashes: ReadonlyMap<string, readonly string[]>;
  /** Moves that do not go together. */
  readonly divergences: readonly PathDivergence[];
}
