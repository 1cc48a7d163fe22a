// @browser-safe
import type { SnapshotId } from "../../ids.ts";
import type { RowDecisions } from "../row-decision.ts";

/** A side of a merge, or the base. */
export type Side = "base" | "ours" | "theirs";

/**
 * The decision for a file that is in conflict, or that was merged and is decided otherwise. Taking a side without a file there
 * deletes the path; a side with a folder there takes the whole folder.
 */
export type FileDecision = (
  | { readonly take: "undecided" | Side | "delete" | "text" }
  /** The only file of a snapshot that was made for this. */
  | { readonly take: "content"; readonly id: SnapshotId }
  /** One side at the path, the other at a second path. */
  | { readonly take: "both"; readonly as: string; readonly first: "ours" | "theirs" }
  /** A database, row by row. `problem` is the reason why its rows cannot be combined as they are decided. */
  | ({ readonly take: "rows"; readonly problem?: string | undefined } & RowDecisions)
) & {
  /** Whose permissions the file gets, where these are in conflict too. */
  readonly permissions?: Side | undefined;
  /** Of a text, rows or another content, where both sides moved the file: whose path it gets. Absent: ours. */
  readonly at?: "ours" | "theirs" | undefined;
};

/** The decision of a file that nobody has decided. */
export const UNDECIDED: FileDecision = { take: "undecided" };
