import { type Entry, entryType, sameEntry } from "../../manifest/entry.ts";
import type { FileSides } from "../content/merge-contents.ts";
import type { TreeConflict } from "./conflict.ts";

/** The entries of three snapshots at one path; null if there is nothing, or a folder that is not empty. */
export interface PathSides {
  readonly path: string;
  readonly base: Entry | null;
  readonly ours: Entry | null;
  readonly theirs: Entry | null;
  /** Whether the path is unsettled: `base` is null, and a difference of the sides is a conflict. */
  readonly unsettled?: boolean;
}

/** The result of merging one path. */
export type Outcome =
  | { readonly status: "merged"; readonly entry: Entry | null }
  /** Both sides changed the content, which is still to be merged. `mode` is null if the permissions are in conflict. */
  | { readonly status: "contents"; readonly files: FileSides; readonly mode: number | null }
  | { readonly status: "conflict"; readonly conflict: TreeConflict }
  /** The path is one of several of a {@link MoveConflict}. */
  | { readonly status: "moved" };

/** A conflict between moves, which stands for several paths. */
export interface MoveConflict {
  readonly conflict: TreeConflict;
  /** The paths of the moves at which a side has a file or link; at least one. */
  readonly paths: readonly string[];
}

/** The merge of all paths at which the sides differ. Paths are in byte order. */
export interface PathOutcomes {
  readonly differences: ReadonlyMap<string, PathSides>;
  /** Has the same paths in the same order. */
  readonly outcomes: Map<string, Outcome>;
  /** Paths that would be both a file of one side and a folder of the other, each with the paths below it. */
  readonly clashes: ReadonlyMap<string, readonly string[]>;
  readonly moveConflicts: readonly MoveConflict[];
}

/** Returns the outcome of a path without a conflict. */
export function merged(entry: Entry | null): Outcome {
  return { status: "merged", entry };
}

/** Returns an entry unless it is an empty folder. */
export function fileOf(entry: Entry | null): Entry | null {
  return isEmptyFolder(entry) ? null : entry;
}

/** Returns whether an entry is an empty folder. */
export function isEmptyFolder(entry: Entry | null): boolean {
  return entry !== null && entryType(entry) === "directory";
}

/** Returns whether an entry is a regular file. */
export function isRegular(entry: Entry | null): entry is Entry {
  return entry !== null && entryType(entry) === "file";
}

/** Returns whether two snapshots have the same at a path. */
export function sameOrNone(a: Entry | null, b: Entry | null): boolean {
  return a === null || b === null ? a === b : sameEntry(a, b);
}
