import { z } from "zod";
import { StrataError } from "../errors.ts";
import { isFileMode } from "../manifest/entry.ts";
import { pathProblem } from "../manifest/path.ts";
import type { FileDecision } from "../merge/model/merge-state.ts";
import { parseRowDecisions } from "../merge/model/row-decisions.ts";
import type { SavedCounts } from "../merge/model/saved-step.ts";
import type { FileConflict, SessionOptions } from "./session.ts";

/** An entry as JSON: its encoding in base64. */
export type StoredEntry = string;
/** A file's entry and path as JSON. */
export interface StoredVersion {
  readonly path: string;
  readonly entry: StoredEntry;
}
/** A file's versions as JSON. */
export type StoredVersions = Readonly<Record<"base" | "ours" | "theirs", StoredVersion | null>>;
/** A file's conflict as JSON. */
export type StoredConflict = Omit<FileConflict, "content"> & { readonly content?: StoredEntry };

const count = z.int().nonnegative();
const side = z.enum(["base", "ours", "theirs"]);
const path = z.string().refine((value) => pathProblem(value) === undefined);
/** What each decision may say besides. */
const more = { permissions: side.optional(), at: z.enum(["ours", "theirs"]).optional() };

const decision = z.discriminatedUnion("take", [
  z.object({ take: z.enum(["undecided", "base", "ours", "theirs", "delete", "text"]), ...more }),
  z.object({ take: z.literal("content"), id: z.string().regex(/^[0-9a-f]{64}$/), ...more }),
  z.object({ take: z.literal("both"), as: path, first: z.enum(["ours", "theirs"]), ...more }),
  z
    .object({
      take: z.literal("rows"),
      rows: z.array(z.unknown()),
      tables: z.array(z.unknown()),
      problem: z.string().optional(),
      ...more,
    })
    .refine(({ rows, tables }) => parseRowDecisions({ rows, tables }).ok),
]);

const counts = z.object({ auto: count, conflicts: count, resolved: count, suggestions: count });

const moved = z.object({ base: path, ours: path.nullable(), theirs: path.nullable() });
const conflict = z.object({
  reason: z.string().optional(),
  moved: z.array(moved).optional(),
  mode: z.int().refine(isFileMode).optional(),
  permissions: z.boolean().optional(),
  byRows: z.boolean().optional(),
  content: z.string().optional(),
});

const version = z.object({ path, entry: z.string() }).nullable();
const versions = z.object({ base: version, ours: version, theirs: version });

const options = z.object({
  renames: z.boolean(),
  baseGiven: z.boolean(),
  baseEntry: count.optional(),
  follows: z.object({ ours: z.boolean(), theirs: z.boolean() }),
  moves: z.enum(["ours", "theirs"]).nullable(),
  newLabel: z.string().optional(),
  mountRevision: count.optional(),
  folders: z.array(path),
});

/** The row of a session, or of a file of it. */
export interface SessionRow {
  readonly merge: number;
  readonly path?: string;
}

/**
 * Parses the JSON columns of sessions. What is read from a database of the store is not taken for more than it is found to be. All
 * throw `DatabaseDamaged`, which names the row.
 */
export const parseDecision = parserOf<FileDecision>(decision, "a decision");
export const parseCounts = parserOf<SavedCounts>(counts, "the count of hunks");
export const parseConflict = parserOf<StoredConflict>(conflict, "the conflict");
export const parseVersions = parserOf<StoredVersions>(versions, "a version of the file");
export const parseOptions = parserOf<SessionOptions>(options, "how it was started");

function parserOf<T>(schema: z.ZodType, what: string): (json: string, row: SessionRow) => T {
  return (json, row) => {
    const value = parseJson(json, row);
    if (!schema.safeParse(value).success) throw damaged(row, `${what} cannot be read`);
    return value as T;
  };
}

/** Parses JSON of any shape. Throws `DatabaseDamaged`. */
export function parseJson(json: string, row: SessionRow): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw damaged(row, "a part of it is no JSON", cause);
  }
}

/** Returns the error for a row of a session that cannot be read. */
export function damaged(row: SessionRow, why: string, cause?: unknown): StrataError {
  const { merge, path } = row;
  const where = path === undefined ? "" : ` at ${JSON.stringify(path.slice(0, 80))}`;
  return new StrataError("DatabaseDamaged", `The merge ${merge} is damaged${where}: ${why}.`, {
    hint: `Abandon it (strata merge abandon --merge ${merge}) and start it again, or run \`strata recover\` to bring back the newest good copy.`,
    data: { ...row },
    cause,
  });
}
