import { readWhole } from "../manifest/content.ts";
import { contentId } from "../manifest/content-id.ts";
import { ContentStorer, type StoredContent } from "../manifest/store-content.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { FileDecision } from "../merge/model/merge-state.ts";
import type { SavedCounts } from "../merge/model/saved-step.ts";
import type { RowDecisions } from "../merge/row-decision.ts";
import type { NamedDatabases, TableInConflict } from "../merge/sqlite/row-conflicts.ts";
import { sqliteMerger } from "../merge/sqlite/sqlite-merger.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Profile } from "../profile.ts";
import { isDecided, type MergeSession, type SessionFile } from "./session.ts";
import { unfitDecision } from "./session-errors.ts";

type Sides = Pick<MergeSession, "base" | "ours" | "theirs">;
export type RowsDecision = Extract<FileDecision, { take: "rows" }>;

/** Where a merged database is stored. */
export interface DatabaseStores {
  readonly objects: ObjectStore;
  readonly profile: Profile;
  readonly run: RunMerger;
  readonly signal?: AbortSignal | undefined;
}

/** Throws `BadInput` for a file whose rows cannot be decided one by one. */
export function requireRows({ path, kind, conflict }: SessionFile): void {
  if (conflict?.byRows === true) return;
  const why = kind === "sqlite" ? "no rows of it are in conflict" : "it is no database with rows in conflict";
  throw unfitDecision(path, why, "Take one side of it, or the content of a file.");
}

/** Returns a key of the three contents of a file. */
export function databasesKey({ versions: { base, ours, theirs } }: SessionFile): string {
  return [base, ours, theirs].map((version) => (version === null ? "" : contentId(version.entry))).join(" ");
}

/** Reads the three databases of a file. Throws `MissingObject`, `CorruptObject`. */
export async function readDatabases(
  objects: ObjectStore,
  session: Sides,
  { path, versions: { base, ours, theirs } }: SessionFile,
): Promise<NamedDatabases> {
  if (ours === null || theirs === null) throw unfitDecision(path, "only one side has it", "Take one side.");
  return {
    sides: {
      base: base && (await readWhole(objects, base.entry)),
      ours: await readWhole(objects, ours.entry),
      theirs: await readWhole(objects, theirs.entry),
    },
    names: { base: session.base?.name ?? "nothing", ours: session.ours.name, theirs: session.theirs.name },
  };
}

/** Counts the rows in conflict and the decided ones. The decisions must fit the conflicts. */
export function countRows(
  { rows, tables }: RowDecisions,
  conflicts: readonly TableInConflict[],
): SavedCounts {
  const whole = new Set(tables.map(({ table }) => table));
  const inRest = rows.filter(({ table }) => !whole.has(table)).length;
  const inTables = conflicts.filter(({ table }) => whole.has(table));
  const count = (of: readonly TableInConflict[]) => of.reduce((sum, each) => sum + each.conflicts, 0);
  return { auto: 0, conflicts: count(conflicts), resolved: inRest + count(inTables), suggestions: 0 };
}

/**
 * Merges a database as its rows are decided, and stores it. Open rows are as in the base; undefined if that cannot be
 * combined. Throws `BadInput` if all rows are decided and cannot be combined so, `MissingObject`, `CorruptObject`.
 */
export async function mergedDatabase(
  { objects, profile, run, signal }: DatabaseStores,
  session: Sides,
  file: SessionFile,
  { rows, tables }: RowsDecision,
): Promise<StoredContent | undefined> {
  const { sides, names } = await readDatabases(objects, session, file);
  const isOpen = !isDecided(file);
  const options = {
    prefer: "none" as const,
    names,
    rows: { rows, tables },
    ...(isOpen && { otherRows: "base" as const }),
  };
  const merge = await run(sqliteMerger, sides, options, signal);
  if (merge.status === "merged") return await new ContentStorer(objects, profile).store(merge.bytes);
  if (isOpen) return undefined;
  throw unfitDecision(
    file.path,
    merge.reason ?? "rows of it are still in conflict",
    "Decide its rows otherwise, or take one side of it.",
  );
}
