import { z } from "zod";
import { type Database, inTransaction } from "../database/database.ts";
import { isText, readValues } from "../database/rows.ts";

/** The name of the row in `settings` with the report of the last collection. */
const ROW = "collection";

/** The name of the row in `settings` that says that the app does not collect by itself. */
const OFF = "collecting-off";

const schema = z.strictObject({
  /** When it ended, in ms since 1970. */
  at: z.number(),
  /** Whether the app began it by itself. */
  automatic: z.boolean(),
  freed_bytes: z.number(),
  /** Numbers of moves and of objects that were taken away. */
  moves: z.number(),
  objects: z.number(),
});

/** What the last collection of a store did. */
export type LastCollection = z.output<typeof schema>;

/** Returns the report of the last collection; null if there was none, or none that can be read: it only informs. */
export function lastCollectionOf(db: Database): LastCollection | null {
  const value = readValues(db.prepare<[string]>("SELECT value FROM settings WHERE name = ?"), isText);
  try {
    return schema.parse(JSON.parse(value.get(ROW) ?? "null"));
  } catch {
    return null;
  }
}

/** Keeps the report of a collection in place of the last one. */
export function keepCollection(db: Database, report: LastCollection): void {
  inTransaction(db, () => {
    db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)").run(
      ROW,
      JSON.stringify(report),
    );
  });
}

/** Returns whether the app collects by itself, once a day. */
export function collectsDaily(db: Database): boolean {
  return (
    readValues(db.prepare<[string]>("SELECT value FROM settings WHERE name = ?"), isText).get(OFF) ===
    undefined
  );
}

/** Turns collecting by the app on or off. */
export function setCollectsDaily(db: Database, isOn: boolean): void {
  if (isOn) db.prepare("DELETE FROM settings WHERE name = ?").run(OFF);
  else db.prepare("INSERT OR IGNORE INTO settings (name, value) VALUES (?, 'true')").run(OFF);
}
