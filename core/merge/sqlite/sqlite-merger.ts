import { isDatabase } from "../../database/database-pages.ts";
import type { ContentMerge, ContentMergeOptions, ContentMerger, ContentSides } from "../content/merger.ts";
import { isInWalMode, markWalMode } from "./in-memory.ts";
import type { RowsMerge } from "./merge-rows.ts";
import { type MergePlan, planMerge } from "./plan-merge.ts";
import { shownConflicts } from "./shown-conflicts.ts";
import { SoundDatabase } from "./sound-database.ts";
import { asUnmergeable, Unmergeable } from "./unmergeable.ts";
import { writeMerge } from "./write-merge.ts";

/**
 * Merges SQLite databases row by row, by primary key, and within a row column by column. A database that cannot surely be
 * merged correctly is a conflict of the whole file, with the reason.
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

function mergeDatabases({ base, ours, theirs }: ContentSides, options: ContentMergeOptions): ContentMerge {
  if (base === null) {
    throw new Unmergeable("Both sides have this database, but not from a version that they have in common.");
  }
  const { plan, encoding } = planInMemory({ base, ours, theirs }, options);
  const total = sum(plan, ({ conflicts }) => conflicts.length);
  if (total > 0) {
    const rows = shownConflicts(plan.tables, encoding);
    const more = (total - rows.length).toLocaleString("en-US");
    const reason = `These are the first ${rows.length} rows in conflict, and there are ${more} more.`;
    return { status: "conflict", ...(rows.length < total ? { reason } : {}), rows };
  }
  const bytes = writeMerge(plan, base);
  const inWalMode = isInWalMode(isInWalMode(ours) === isInWalMode(base) ? theirs : ours);
  markWalMode(bytes, inWalMode);
  return { status: "merged", bytes, preferred: sum(plan, ({ preferred }) => preferred) };
}

/** Opens the databases, plans the merge and closes them again: they take much memory, which writing the merge needs too. */
function planInMemory(
  sides: Record<"base" | "ours" | "theirs", Uint8Array>,
  { prefer, names }: ContentMergeOptions,
): { plan: MergePlan; encoding: string } {
  const opened: SoundDatabase[] = [];
  const open = (side: keyof typeof sides) =>
    asUnmergeable(`The database of ${names[side]}`, () => {
      const database = new SoundDatabase(sides[side], "quick_check");
      opened.push(database);
      return database;
    });
  try {
    const base = open("base");
    // If both are damaged, the reason must name the same one when the sides are swapped.
    const oursFirst = Buffer.compare(sides.ours, sides.theirs) < 0;
    const early = oursFirst ? open("ours") : open("theirs");
    const late = oursFirst ? open("theirs") : open("ours");
    const [ours, theirs] = oursFirst ? [early, late] : [late, early];
    const plan = asUnmergeable("One of the databases", () => planMerge(base, ours, theirs, prefer));
    return { plan, encoding: String(base.settings.get("encoding")) };
  } finally {
    for (const each of opened) each.close();
  }
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
