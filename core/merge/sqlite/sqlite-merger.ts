import { isDatabase } from "../../database/database-pages.ts";
import type { ContentMerge, ContentMergeOptions, ContentMerger, ContentSides } from "../content/merger.ts";
import { carryOut } from "./carry-out.ts";
import { isInWalMode, markWalMode } from "./in-memory.ts";
import type { RowsMerge } from "./merge-rows.ts";
import { type MergePlan, planMerge } from "./plan-merge.ts";
import { shownConflicts } from "./shown-conflict.ts";
import { SoundDatabase } from "./sound-database.ts";
import { complainingOf, Unmergeable } from "./unmergeable.ts";

/**
 * Merges SQLite databases row by row, by their primary keys, and within a row column by column. What it is not sure to merge
 * rightly is a conflict of the whole file, and its reason says why.
 *
 * A database in WAL mode is taken for whole, as it is when the program that it belongs to has ended. Changes that were still in
 * its log, a file beside it, are not seen here: who merges folders has to look for a `-wal` or `-journal` file.
 *
 * Its limit is about 1 GiB of memory: SQLite has the three sides in copies of its own, and rows that change are held in hex.
 */
export const sqliteMerger: ContentMerger = {
  kind: "sqlite",
  mostBytes: 128 * 1024 * 1024,
  mostTime: 30_000,
  // What was written last is in these, until a program that opens the database takes it over.
  parts: ["-wal", "-journal"],
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
  const { plan, encoding } = compare({ base, ours, theirs }, options);
  const total = sum(plan, ({ clashes }) => clashes.length);
  if (total > 0) {
    const rows = shownConflicts(plan.tables, encoding);
    const more = (total - rows.length).toLocaleString("en-US");
    const reason = `These are the first ${rows.length} rows in conflict, and there are ${more} more.`;
    return { status: "conflict", ...(rows.length < total ? { reason } : {}), rows };
  }
  const bytes = carryOut(plan, base);
  const inWalMode = isInWalMode(isInWalMode(ours) === isInWalMode(base) ? theirs : ours);
  markWalMode(bytes, inWalMode);
  return { status: "merged", bytes, preferred: sum(plan, ({ preferred }) => preferred) };
}

/** The databases are closed again before the merged one is made, as they take much memory. */
function compare(
  sides: Record<"base" | "ours" | "theirs", Uint8Array>,
  { prefer, names }: ContentMergeOptions,
): { plan: MergePlan; encoding: string } {
  const opened: SoundDatabase[] = [];
  const open = (side: keyof typeof sides) =>
    complainingOf(`The database of ${names[side]}`, () => {
      const database = new SoundDatabase(sides[side], "quick_check");
      opened.push(database);
      return database;
    });
  try {
    const base = open("base");
    // If both are damaged, swapped sides are to say the same of the same one.
    const oursFirst = Buffer.compare(sides.ours, sides.theirs) < 0;
    const early = oursFirst ? open("ours") : open("theirs");
    const late = oursFirst ? open("theirs") : open("ours");
    const [ours, theirs] = oursFirst ? [early, late] : [late, early];
    const plan = complainingOf("One of the databases", () => planMerge(base, ours, theirs, prefer));
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
