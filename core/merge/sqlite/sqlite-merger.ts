import { isDatabase } from "../../database/database-pages.ts";
import type { ContentMerge, ContentMergeOptions, ContentMerger, ContentSides } from "../merger.ts";
import { DecidedRows, decideByPreference } from "./decided-rows.ts";
import { isInWalMode, markWalMode } from "./in-memory.ts";
import type { RowsMerge } from "./merge-rows.ts";
import { type Databases, type PlannedMerge, planInMemory, requireBase } from "./plan-in-memory.ts";
import type { MergePlan } from "./plan-merge.ts";
import { shownConflicts } from "./shown-conflicts.ts";
import { Unmergeable } from "./unmergeable.ts";
import { writeMerge } from "./write-merge.ts";

/**
 * Merges SQLite databases row by row, by primary key, and within a row column by column. A database that cannot surely be
 * merged correctly is a conflict of the whole file, with the reason; so is one whose decided rows do not fit its conflicts.
 *
 * A database in WAL mode is assumed to be complete, as it is once its program has ended. Changes in a `-wal` or `-journal`
 * file beside it are not seen here; the caller must look for these.
 *
 * The size limit keeps memory below about 1 GiB: SQLite holds a copy of each side, and changed rows are held in hex.
 */
export const sqliteMerger: ContentMerger = {
  kind: "sqlite",
  mostBytes: 128 * 1024 * 1024,
  mostTime: 30_000,
  // They hold the last writes until a program opens the database.
  companions: ["-wal", "-journal"],
  handles: isDatabase,
  merge(sides, options) {
    const { base, ours, theirs } = sides;
    if (same(ours, theirs) || (base !== null && same(base, theirs))) return untouched(ours);
    if (base !== null && same(base, ours)) return untouched(theirs);
    try {
      return mergeDatabases(sides, options);
    } catch (thrown) {
      if (!(thrown instanceof Unmergeable)) throw thrown;
      if (options.prefer === "none") return { status: "conflict", reason: thrown.message };
      return { status: "merged", bytes: sides[options.prefer], preferred: 1 };
    }
  },
};

function mergeDatabases(sides: ContentSides, options: ContentMergeOptions): ContentMerge {
  const databases = requireBase(sides);
  const { plan, encoding } = planned(databases, options);
  const total = sum(plan, ({ conflicts }) => conflicts.length);
  if (total > 0) {
    const rows = shownConflicts(plan.tables, encoding);
    const more = (total - rows.length).toLocaleString("en-US");
    const reason = `These are the first ${rows.length} rows in conflict, and there are ${more} more.`;
    return { status: "conflict", ...(rows.length < total ? { reason } : {}), rowCount: total, rows };
  }
  const { base, ours, theirs } = databases;
  const bytes = writeMerge(plan, base);
  const inWalMode = isInWalMode(isInWalMode(ours) === isInWalMode(base) ? theirs : ours);
  markWalMode(bytes, inWalMode);
  return { status: "merged", bytes, preferred: sum(plan, ({ decided }) => decided) };
}

function planned(
  databases: Databases,
  { prefer, rows, otherRows, names }: ContentMergeOptions,
): PlannedMerge {
  if (rows === undefined) return planInMemory(databases, names, decideByPreference(prefer));
  const decided = new DecidedRows(rows, otherRows);
  const merge = planInMemory(databases, names, decided.decide);
  decided.requireFit();
  return merge;
}

function sum({ tables }: MergePlan, count: (merge: RowsMerge) => number): number {
  return tables.reduce((total, { merge }) => total + count(merge), 0);
}

function untouched(bytes: Uint8Array): ContentMerge {
  return { status: "merged", bytes, preferred: 0 };
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
