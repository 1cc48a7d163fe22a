import type { ContentMergeOptions, ContentSides } from "../merger.ts";
import { type DecideRows, type MergePlan, planMerge } from "./plan-merge.ts";
import { SoundDatabase } from "./sound-database.ts";
import { asUnmergeable, Unmergeable } from "./unmergeable.ts";

/** The three databases of a merge that has a base. */
export type Databases = Readonly<Record<"base" | "ours" | "theirs", Uint8Array>>;

/** The merge of three databases, not written yet. */
export interface PlannedMerge {
  readonly plan: MergePlan;
  /** Of the texts in all three. */
  readonly encoding: string;
}

/** Returns the three databases. Throws {@link Unmergeable} if there is no base. */
export function requireBase({ base, ours, theirs }: ContentSides): Databases {
  if (base !== null) return { base, ours, theirs };
  throw new Unmergeable("Both sides have this database, but not from a version that they have in common.");
}

/**
 * Opens the databases, plans the merge and closes them again: they take much memory, which writing the merge needs too. Throws
 * {@link Unmergeable}.
 */
export function planInMemory(
  sides: Databases,
  names: ContentMergeOptions["names"],
  decide: DecideRows,
): PlannedMerge {
  const opened: SoundDatabase[] = [];
  const open = (side: keyof Databases) =>
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
    const plan = asUnmergeable("One of the databases", () => planMerge(base, ours, theirs, decide));
    return { plan, encoding: String(base.settings.get("encoding")) };
  } finally {
    for (const each of opened) each.close();
  }
}
