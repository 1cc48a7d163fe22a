import type { ObjectId, SnapshotId } from "../ids.ts";
import type { Label, ReflogEntry } from "./label-store.ts";

/** The latest move of any label to a snapshot. */
export interface LastMove {
  /** The label's current name. */
  readonly label: string;
  readonly seq: number;
  /** In ms since 1970. */
  readonly at: number;
}

/** Looks up what references can name. */
export interface ReferenceCatalog {
  /** Returns a label, also a deleted one. */
  resolveSync(name: string): Label | undefined;
  /** Returns the names of the labels that are not deleted. */
  labelNames(): string[];
  /** Returns a label's entry this many moves back: 0 is its latest one. */
  at(name: string, movesBack: number): ReflogEntry | undefined;
  /** Returns a label's latest entry up to a time in ms since 1970; undefined before its first one. */
  asOf(name: string, at: number): ReflogEntry | undefined;
  /** Returns whether an id is a snapshot's. */
  isSnapshot(id: ObjectId): id is SnapshotId;
  /** Returns the first `limit` snapshots whose ids begin with these lower-case hex digits, sorted by id. */
  snapshotsWithPrefix(prefix: string, limit: number): SnapshotId[];
  /** Returns when a snapshot was pruned, in ms since 1970; undefined for any that was not. */
  prunedAt(id: ObjectId): number | undefined;
  /** Returns a pruned snapshot whose id begins with these lower-case hex digits. */
  prunedWithPrefix(prefix: string): SnapshotId | undefined;
  /** Names the retention of a label in a word or two; undefined if there is no such label, or its retention is damaged. */
  retentionName(label: string): string | undefined;
  /** Returns the latest move to a snapshot, or undefined if no label was ever moved to it. */
  lastMoveTo(id: SnapshotId): LastMove | undefined;
}
