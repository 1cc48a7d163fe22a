import { z } from "zod";
import { DECISIONS } from "../merge/model/saved-region.ts";
import { mergeConflict } from "./merge-conflict.ts";
import { rowDecision, tableDecision } from "./merge-row-schemas.ts";
import { count, snapshotId } from "./schemas.ts";

/** The number of a merge. */
export const mergeId = count;

/** One of the two sides of a merge. Its label and move are those by which it was named, if any. */
const side = z.strictObject({
  ca_id: snapshotId,
  /** What it is called for people: a label, a working copy, or the beginning of an id. */
  name: z.string(),
  /** The label that it was named by; its name now. */
  label: z.string().nullable(),
  /** When it was made, in ms since 1970. */
  at: count.nullable(),
  by: z.string().nullable(),
  message: z.string().nullable(),
});

/** A merge as it stands. Times are in ms since 1970. */
export const mergeInfo = {
  /** Never given to another merge. */
  id: mergeId,
  /** The label that it moves when it is completed; null where that has to be named then. */
  label: z.string().nullable(),
  /** The working copy whose changes are ours; null for a merge of two snapshots. */
  mount: z.string().nullable(),
  ours: side,
  theirs: side,
  /** Null where the sides have no common history. One of a virtual base is held by no label. */
  base: z.strictObject({ ca_id: snapshotId, name: z.string() }).nullable(),
  /** How many files were merged by themselves, and how many of those in conflict are open and resolved. */
  files: z.strictObject({ auto: count, open: count, resolved: count }),
  created: count,
  changed: count,
  ended: count.nullable(),
  outcome: z.enum(["completed", "abandoned"]).nullable(),
  result: snapshotId.nullable(),
  /** Whether the label holds something else by now than this was merged with, or the working copy was written to. */
  moved: z.boolean(),
};

const sideName = z.enum(["base", "ours", "theirs"]);
/** What each decision may say besides: whose permissions the file gets; whose path, where both sides moved it and its content is a new one. */
const more = { permissions: sideName.optional(), at: z.enum(["ours", "theirs"]).optional() };

/** The decision for a whole file. */
export const fileDecision = z.discriminatedUnion("take", [
  z.strictObject({
    take: z.enum(["undecided", "base", "ours", "theirs", "delete", "text"]),
    ...more,
  }),
  /** The only file of the snapshot `id`. */
  z.strictObject({ take: z.literal("content"), id: snapshotId, ...more }),
  /** `first` at the path, the other side at `as`. */
  z.strictObject({
    take: z.literal("both"),
    as: z.string(),
    first: z.enum(["ours", "theirs"]),
    ...more,
  }),
  /** A database, row by row. */
  z.strictObject({
    take: z.literal("rows"),
    rows: z.array(rowDecision).readonly(),
    tables: z.array(tableDecision).readonly(),
    /** Why its rows cannot be combined as they are decided; as input it means nothing. */
    problem: z.string().optional(),
    ...more,
  }),
]);

const kind = z.enum(["unchanged", "ours", "theirs", "both", "conflict"]);
/** The side that a diff3 merge would take in a conflict. */
const suggestion = z.enum(["ours", "theirs"]);
const piece = z.union([z.tuple([sideName, count, count]).readonly(), z.string()]);

/** A region of a text with its decision: `at` has the first line and the number of lines in the base, in ours, in theirs. */
export const savedRegion = z.strictObject({
  at: z.tuple([count, count, count, count, count, count]).readonly(),
  kind,
  suggestion: suggestion.optional(),
  decision: z.enum(DECISIONS),
  /** The lines of a region whose decision does not say which they are: spans of the texts, and typed text. */
  pieces: z.array(piece).readonly().optional(),
  /** Who decided it. */
  by: z.string().optional(),
});

/** How the texts of a file are cut, and what was decided. */
export const savedFileMerge = z.strictObject({
  version: z.literal(2),
  lines: z.tuple([count, count, count]).readonly(),
  regions: z.array(savedRegion).readonly(),
});

const span = z.strictObject({ start: count, count });

/** The texts of a file, with each byte that is no part of valid UTF-8 as a lone surrogate U+DC80 to U+DCFF. */
export const mergeTexts = z.strictObject({
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  /** The regions as the merger finds them; those of `saved` count where there is one. */
  regions: z
    .array(z.strictObject({ kind, suggestion: suggestion.optional(), base: span, ours: span, theirs: span }))
    .readonly(),
  /** Null until the first step. */
  saved: savedFileMerge.nullable(),
  invalid_utf8: z.boolean(),
});

/** The numbers of a text's changes and conflicts. */
export const hunkCounts = z.strictObject({
  /** The changes that were merged by themselves. */
  auto: count,
  conflicts: count,
  resolved: count,
  /** The open conflicts with a suggestion. */
  suggestions: count,
});

/** Whether a file was merged by itself, is to be decided, or is decided. */
export const mergeFileState = z.enum(["auto", "open", "resolved"]);
/** The kind of a conflict; of a file that was merged by itself, of its content. */
export const mergeFileKind = mergeConflict.shape.kind;

const aboutFile = {
  path: z.string(),
  kind: mergeFileKind,
  state: mergeFileState,
  /** Why the whole file is in conflict, or its rows cannot be combined as they are decided. */
  reason: z.string().optional(),
  moved: mergeConflict.shape.moved,
  /** Whether it is a database whose rows in conflict can be decided one by one. */
  by_rows: z.literal(true).optional(),
  /** Counts the changes of this file's decisions. */
  revision: count,
};

/** A file in the list of a merge. */
export const mergeFileItem = z.strictObject({
  ...aboutFile,
  /** How it is decided. */
  take: z.enum(["undecided", "base", "ours", "theirs", "delete", "text", "content", "both", "rows"]),
  counts: hunkCounts.nullable(),
});

/** One version of a file. */
const version = z.strictObject({
  /** The snapshot that has it. */
  ca_id: snapshotId,
  /** Its path there. */
  path: z.string(),
  type: z.enum(["file", "symlink", "directory"]),
  size: count,
  mode: count,
  /** The id of its content. */
  id: z.string(),
});

/** A file of a merge with its three versions. */
export const mergeFile = z.strictObject({
  ...aboutFile,
  decision: fileDecision,
  /** Whether its permissions are in conflict too. */
  permissions: z.boolean(),
  base: version.nullable(),
  ours: version.nullable(),
  theirs: version.nullable(),
  /** Null where `text_reason` says why. */
  text: mergeTexts.nullable(),
  text_reason: z.string().optional(),
});
