import { z } from "zod";
import { StrataError } from "../errors.ts";
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
const permissions = side.optional();

const decision = z.discriminatedUnion("take", [
  z.object({ take: z.enum(["undecided", "base", "ours", "theirs", "delete", "text"]), permissions }),
  z.object({ take: z.literal("content"), id: z.string().regex(/^[0-9a-f]{64}$/), permissions }),
  z.object({ take: z.literal("both"), as: path, first: z.enum(["ours", "theirs"]), permissions }),
  z
    .object({
      take: z.literal("rows"),
      rows: z.array(z.unknown()),
      tables: z.array(z.unknown()),
      problem: z.string().optional(),
      permissions,
    })
    .refine(({ rows, tables }) => parseRowDecisions({ rows, tables }).ok),
]);

const counts = z.object({ auto: count, conflicts: count, resolved: count, suggestions: count });

const moved = z.object({ base: path, ours: path.nullable(), theirs: path.nullable() });
const conflict = z.object({
  reason: z.string().optional(),
  moved: z.array(moved).optional(),
  mode: count.max(0xffff_ffff).optional(),
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

/**
 * Parses the JSON columns of sessions. What is read from a database of the store is not taken for more than it is found to be. All
 * throw `DatabaseDamaged`.
 */
export const parseDecision = parserOf<FileDecision>(decision, "a decision");
export const parseCounts = parserOf<SavedCounts>(counts, "a count of hunks");
export const parseConflict = parserOf<StoredConflict>(conflict, "a conflict");
export const parseVersions = parserOf<StoredVersions>(versions, "a version of a file");
export const parseOptions = parserOf<SessionOptions>(options, "how it was started");

function parserOf<T>(schema: z.ZodType, what: string): (json: string) => T {
  return (json) => {
    const value = parseJson(json);
    if (!schema.safeParse(value).success) throw damaged(`${what} cannot be read`);
    return value as T;
  };
}

/** Parses JSON of any shape. Throws `DatabaseDamaged`. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw damaged("a part of it is no JSON", cause);
  }
}

/** Returns the error for a session that cannot be read. */
export function damaged(why: string, cause?: unknown): StrataError {
  return new StrataError("DatabaseDamaged", `A merge is damaged: ${why}.`, {
    hint: "Abandon it and start it again, or run `strata recover` to bring back the newest good copy.",
    cause,
  });
}
