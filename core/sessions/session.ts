import type { SnapshotId } from "../ids.ts";
import type { Entry } from "../manifest/entry.ts";
import type { FileDecision, Side } from "../merge/model/merge-state.ts";
import type { SavedFileMerge } from "../merge/model/saved-file-merge.ts";
import type { SavedCounts } from "../merge/model/saved-step.ts";
import type { ConflictKind, MovedFile } from "../merge/tree/conflict.ts";

/** A side of a merge, as it was named. */
export interface SessionSide {
  readonly id: SnapshotId;
  /** The reflog entry that it was named by; null for one that was named by its id. */
  readonly entry: number | null;
  /** What it is called for people. */
  readonly name: string;
}

/** The base of a merge. */
export interface SessionBase {
  readonly id: SnapshotId;
  readonly name: string;
}

/** How a merge was started, so that it can be done anew against a side that moved. */
export interface SessionOptions {
  readonly renames: boolean;
  /** Whether the base was given, not found in the histories. */
  readonly baseGiven: boolean;
  /** The reflog entry of a base that is one snapshot of the histories. */
  readonly baseEntry?: number | undefined;
  /** The sides that are the head of their label whatever that is. */
  readonly follows: { readonly ours: boolean; readonly theirs: boolean };
  /** The side whose label is moved; null if it is a new one, or not named yet. */
  readonly moves: "ours" | "theirs" | null;
  /** The name of the label to make. */
  readonly newLabel?: string | undefined;
  /** The revision of the mount whose changes are ours. */
  readonly mountRevision?: number | undefined;
  /** Empty folders that are left out of `merged` only because of paths in conflict. */
  readonly folders: readonly string[];
}

/** The number of a session's files by their state. */
export interface FileCounts {
  readonly auto: number;
  readonly open: number;
  readonly resolved: number;
}

/** The parts of a session that a merge of its sides decides. */
export interface SessionMerge {
  readonly ours: SessionSide;
  readonly theirs: SessionSide;
  /** Null without a common history. A virtual base is a durable snapshot too. */
  readonly base: SessionBase | null;
  /** The snapshot of all that merged by itself, without the paths in conflict. */
  readonly merged: SnapshotId;
  readonly options: SessionOptions;
  /** The label's head to replace; null if the label is to be made, or none is named yet. */
  readonly expected: SnapshotId | null;
}

/** A merge session. Times are in milliseconds since 1970. */
export interface MergeSession extends SessionMerge {
  /** Never reused for another session. */
  readonly id: number;
  /** The current name of the label to move, or the name of one to be made; null if none is named. */
  readonly label: string | null;
  /** The label's head now; null for none. */
  readonly head: SnapshotId | null;
  readonly mount: { readonly id: number; readonly name: string; readonly revision: number } | null;
  /** Counts every change of the session and of its files. */
  readonly revision: number;
  readonly created: number;
  readonly changed: number;
  readonly endedAt: number | null;
  readonly outcome: "completed" | "abandoned" | null;
  readonly result: SnapshotId | null;
  readonly files: FileCounts;
}

/** A file's entry and its path in one of the three snapshots. */
export interface FileVersion {
  readonly path: string;
  readonly entry: Entry;
}

/** A file's versions. A side has null for nothing, or for a folder. */
export type FileVersions = Readonly<Record<Side, FileVersion | null>>;

/** Why a file is in conflict. Its kind is the file's. */
export interface FileConflict {
  /** Why the whole file is. */
  readonly reason?: string;
  readonly moved?: readonly MovedFile[];
  /** The merged mode. */
  readonly mode?: number;
  /** Whether the permissions are in conflict besides the content. */
  readonly permissions?: boolean;
  /** Whether it is a database whose rows in conflict can be decided one by one. */
  readonly byRows?: boolean;
  /** The merged content, if only the permissions are in conflict: an entry with it. */
  readonly content?: Entry;
}

/** A file of a session as lists show it. */
export interface SessionFileItem {
  readonly path: string;
  readonly kind: ConflictKind;
  /** Null for a file that was merged by itself. */
  readonly conflict: FileConflict | null;
  /** Null: undecided, or as it was merged. */
  readonly decision: FileDecision | null;
  readonly counts: SavedCounts | null;
  readonly isResolved: boolean;
  /** Counts the changes of this file's decisions. */
  readonly revision: number;
}

/** A file of a session. */
export interface SessionFile extends SessionFileItem {
  readonly versions: FileVersions;
  readonly text: SavedFileMerge | null;
}

/** Returns the entries that a file names. */
export function entriesIn({ conflict, versions }: SessionFile): Entry[] {
  const merged = conflict?.content === undefined ? [] : [conflict.content];
  return [...merged, ...Object.values(versions).flatMap((version) => version?.entry ?? [])];
}

/** Returns all paths that a file's conflict stands for. */
export function pathsOf({ path, conflict }: Pick<SessionFileItem, "path" | "conflict">): string[] {
  const moved =
    conflict?.moved?.flatMap(({ base, ours, theirs }) => [base, ours ?? [], theirs ?? []].flat()) ?? [];
  return [...new Set([path, ...moved])];
}

/** Returns the paths of a file that is the only one of conflicting moves. */
export function movedOnce({ conflict }: Pick<SessionFileItem, "conflict">): MovedFile | undefined {
  const [only, more] = conflict?.moved ?? [];
  return more === undefined ? only : undefined;
}

/** The state of a file for people. */
export function stateOf({ isResolved, conflict, decision }: SessionFileItem): "auto" | "open" | "resolved" {
  if (!isResolved) return "open";
  return conflict === null && decision === null ? "auto" : "resolved";
}

/**
 * Returns whether a file is decided: a text or the rows of a database once all their conflicts are, and the permissions if those are
 * in conflict. A file that merged by itself is, unless it lost a decision (`undecided`).
 */
export function isDecided({
  conflict,
  decision,
  counts,
}: Pick<SessionFileItem, "conflict" | "decision" | "counts">): boolean {
  if (decision === null) return conflict === null;
  if (decision.take === "undecided") return false;
  if (decision.take !== "text" && decision.take !== "rows" && decision.take !== "content") return true;
  if (conflict?.permissions === true && decision.permissions === undefined) return false;
  if (decision.take === "rows" && decision.problem !== undefined) return false;
  return decision.take === "content" || (counts !== null && counts.resolved === counts.conflicts);
}
