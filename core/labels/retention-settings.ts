import { z } from "zod";
import type { Database } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import type { Label } from "./label-store.ts";
import type { Retention } from "./retention.ts";

/** The largest number in a retention. */
const MOST = 1_000_000;

const numberFrom = (least: number) => {
  // Written only for people: grouping digits takes its time, and every start of the program would wait for it.
  const error = () => `a whole number from ${least} to ${MOST.toLocaleString("en")}`;
  return z.int({ error }).min(least, { error }).max(MOST, { error });
};
const [some, any] = [numberFrom(1), numberFrom(0)];

/** A retention as it is stored, and as programs write it. What it does not know it refuses: it would prune too much. */
export const retentionSchema = z.discriminatedUnion(
  "keep",
  [
    z.strictObject({ keep: z.literal("everything") }),
    z.strictObject({ keep: z.literal("last"), moves: some }),
    z.strictObject({ keep: z.literal("days"), days: some }),
    z.strictObject({
      keep: z.literal("ladder"),
      last: any,
      hourly: any,
      daily: any,
      weekly: any,
      monthly: any,
      yearly: any,
    }),
  ],
  { error: "a retention: everything, last, days or ladder" },
) satisfies z.ZodType<Retention>;

/** The retention of a store that says nothing else. */
export const EVERYTHING: Retention = { keep: "everything" };

/** The name of the row in `settings` with the store's default. */
const ROW = "retention";

/**
 * Returns the retention of a label: its own, else the store's default, which is read only then. Throws `DatabaseDamaged` with
 * the label's name where its own is no retention; then nothing of the label may be pruned.
 */
export function retentionOf(
  { name, settings }: Pick<Label, "name" | "settings">,
  ofStore: () => Retention,
): Retention {
  if (settings.retention === undefined) return ofStore();
  const { data } = retentionSchema.safeParse(settings.retention);
  if (data === undefined) throw damagedRetention(name);
  return data;
}

/**
 * Returns the store's default, which holds for labels without a retention of their own. Throws `DatabaseDamaged`; then nothing
 * of such labels may be pruned.
 */
export function defaultRetention(db: Database): Retention {
  const text = db.prepare<[string], unknown>("SELECT value FROM settings WHERE name = ?").pluck().get(ROW);
  if (text === undefined) return EVERYTHING;
  const { data } = retentionSchema.safeParse(jsonOf(String(text)));
  if (data === undefined) throw damagedRetention(null);
  return data;
}

/** Sets the store's default; null: it keeps everything. */
export function setDefaultRetention(db: Database, retention: Retention | null): void {
  if (retention === null) db.prepare("DELETE FROM settings WHERE name = ?").run(ROW);
  else
    db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)").run(
      ROW,
      JSON.stringify(retention),
    );
}

/** Names a retention in a word or two. */
export function retentionName(retention: Retention): string {
  switch (retention.keep) {
    case "last":
      return `last ${retention.moves}`;
    case "days":
      return retention.days === 1 ? "1 day" : `${retention.days} days`;
    default:
      return retention.keep;
  }
}

function damagedRetention(label: string | null): StrataError {
  const whose = label === null ? "the store" : `the label ${label}`;
  return new StrataError("DatabaseDamaged", `The retention of ${whose} is not one that Strata knows.`, {
    hint: `Set it again: strata retention set ${label === null ? "" : `${label} `}--keep everything. Until then nothing is pruned there.`,
    data: { path: "strata.db", label },
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
