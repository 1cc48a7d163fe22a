import { z } from "zod";
import { contentId } from "../manifest/content-id.ts";
import type { Entry } from "../manifest/entry.ts";
import { CONFLICT_KINDS, type TreeConflict } from "../merge/tree/conflict.ts";
import { count } from "./schemas.ts";

const row = z.record(z.string(), z.string());
/** A row that both sides changed, by its primary key; values are SQL literals. */
const rowConflict = z.strictObject({
  table: z.string(),
  key: row,
  base: row.nullable(),
  ours: row.nullable(),
  theirs: row.nullable(),
  columns: z.array(z.string()),
});

/** How many hunks of a text are in conflict, are suggestions (conflicts that diff3 would merge), and were merged. */
const hunkCounts = z.strictObject({ conflicts: count, suggestions: count, merged: count });

/** The paths of a file; null where a side deleted it. */
const movedFile = z.strictObject({
  base: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
});

/** Whether to show the content of the sides of each conflict. */
export const conflictDetails = z.boolean().default(true);

/** A path in conflict. */
export const mergeConflict = z.strictObject({
  path: z.string(),
  /** The contents' ids; null for nothing, or for a folder. That of a virtual base may be in no snapshot. */
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  kind: z.enum(CONFLICT_KINDS),
  /** Why all of the path is in conflict. */
  reason: z.string().optional(),
  /** Of the kinds `rename/…`: the files that are meant, each with its paths. */
  moved: z.array(movedFile).optional(),
  /** Of a text. */
  hunks: hunkCounts.optional(),
  /** Of a text: all of it, with each conflict between markers. */
  markers: z.string().optional(),
  /** Of a text: unified diffs from the base to each side. */
  diff_ours: z.string().optional(),
  diff_theirs: z.string().optional(),
  /** Of a database. */
  rows: z.array(rowConflict).optional(),
});

/** Describes a conflict; without details, only its path and kind. */
export function describeConflict(conflict: TreeConflict, details: boolean): z.output<typeof mergeConflict> {
  const { path, base, ours, theirs, kind, reason, moved, hunks, text, rows } = conflict;
  const idOf = (entry: Entry | null) => entry && contentId(entry);
  return {
    path,
    base: idOf(base),
    ours: idOf(ours),
    theirs: idOf(theirs),
    kind,
    ...(reason !== undefined && { reason }),
    ...(moved && { moved: moved.map((file) => ({ ...file })) }),
    ...(hunks && { hunks: { ...hunks } }),
    ...(details && text && { markers: text.markers, diff_ours: text.diffOurs, diff_theirs: text.diffTheirs }),
    ...(details && rows && { rows: rows.map((row) => ({ ...row, columns: [...row.columns] })) }),
  };
}
