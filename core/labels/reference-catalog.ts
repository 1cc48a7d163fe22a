import type { ObjectId, SnapshotId } from "../ids.ts";
import type { Label, ReflogEntry } from "./label-store.ts";

/** The latest move of any label to a snapshot. */
export interface LastMove {
  /** The label's name now. */
  readonly label: string;
  readonly seq: number;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** What there is to refer to. */
export interface ReferenceCatalog {
  /** Gives a label, deleted ones too. */
  resolveSync(name: string): Label | undefined;
  /** Gives the names of the labels that are not deleted. */
  labelNames(): string[];
  /** Gives a label's entry so many moves back: 0 is its latest one. */
  at(name: string, movesBack: number): ReflogEntry | undefined;
  /** Gives a label's latest entry up to a time, in ms since 1970; undefined before its first one. */
  asOf(name: string, at: number): ReflogEntry | undefined;
  /** Tells whether an id is a snapshot's. */
  isSnapshot(id: ObjectId): id is SnapshotId;
  /** Gives the snapshots whose ids begin with these lower-case hex digits, in order, at most `limit`. */
  snapshotsWithPrefix(prefix: string, limit: number): SnapshotId[];
  /** Gives the latest move to a snapshot, or undefined when no label was ever moved to it. */
  lastMoveTo(id: SnapshotId): LastMove | undefined;
}
