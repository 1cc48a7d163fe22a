import { z } from "zod";
import { mergeFileKind, mergeId } from "./merge-schemas.ts";
import { count, diskPath } from "./schemas.ts";

/** All that a file, or a hunk of a text, can be decided for. */
export const TAKES = [
  "ours",
  "theirs",
  "base",
  "both",
  "both-reversed",
  "neither",
  "delete",
  "text",
  "content",
  "suggestions",
  "combined",
] as const;

/** Which files of a merge are decided, and what is taken for them. */
export const takeInput = z.strictObject({
  merge: mergeId.optional(),
  /** One file; or all open ones whose paths match. */
  path: z.string().optional(),
  match: z.string().optional(),
  /** With `match`: only files of this kind. */
  kind: mergeFileKind.optional(),
  /** With `match`: those too that are decided, or were merged by themselves. */
  all: z.boolean().default(false),
  take: z.enum(TAKES),
  /** The number of a hunk, in place of the whole file or of all its open hunks. */
  hunk: count.optional(),
  /** Of a database: rows of this table, in place of the whole file. */
  table: z.string().optional(),
  /** With `table`: one row by the values of its key, with commas between them. Absent: all that have no decision of their own. */
  key: z.string().optional(),
  /** With `content`: the file on disk. */
  from: diskPath.optional(),
  /**
   * With `both`, of a whole file: the second path, for theirs; with `both-reversed` for ours. Absent: both sides of each hunk;
   * with `match`, a file without hunks gets a second path that names the side.
   */
  as: z.string().optional(),
  /** Where both sides moved a file: the one of its paths at which the text, or other new content, is put. Absent: ours. */
  at: z.string().optional(),
  /** Whose permissions the file gets, where these are in conflict too. */
  permissions: z.enum(["base", "ours", "theirs"]).optional(),
  /** Whether to tell only what would be decided. */
  dry_run: z.boolean().default(false),
});

export type TakeInput = z.output<typeof takeInput>;
