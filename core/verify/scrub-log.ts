import type { Database } from "../database/database.ts";
import { isCount, isText, isWhole, orNull, readRows, readValues } from "../database/rows.ts";

/**
 * The table of scrubs in `strata.db`, so that it outlives an index that is rebuilt: when each pack was last read as a whole, and what was
 * wrong with it then.
 */
export const SCRUB_SCHEMA = `
CREATE TABLE scrubs (
  pack TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  -- How many objects could not be read, and why; 0 and NULL for a sound pack.
  damaged INTEGER NOT NULL CHECK (damaged >= 0),
  reason TEXT
) STRICT, WITHOUT ROWID;
`;

/** The row of `settings` that turns scrubbing off. */
const OFF = "scrub-off";

/** Returns whether a database has the table of scrubs. */
export function hasScrubs(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'scrubs'").get() !== undefined
  );
}

/** When a pack was last scrubbed, in ms since 1970, and what was found. */
export interface Scrub {
  readonly pack: string;
  readonly at: number;
  /** Number of objects that cannot be read. */
  readonly damaged: number;
  /** What is wrong with the pack; null for a sound one. */
  readonly reason: string | null;
}

/** Keeps the scrubs of packs. A database that is opened read-only and predates them has none. */
export class ScrubLog {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether packs are to be scrubbed. */
  get isOn(): boolean {
    return (
      readValues(this.#db.prepare<[string]>("SELECT value FROM settings WHERE name = ?"), isText).get(OFF) ===
      undefined
    );
  }

  set isOn(isOn: boolean) {
    if (isOn) this.#db.prepare("DELETE FROM settings WHERE name = ?").run(OFF);
    else this.#db.prepare("INSERT OR IGNORE INTO settings (name, value) VALUES (?, 'true')").run(OFF);
  }

  /** Returns the last scrub of each pack, also of packs that are gone. */
  all(): Scrub[] {
    if (!hasScrubs(this.#db)) return [];
    return readRows(this.#db.prepare<[]>("SELECT pack, at, damaged, reason FROM scrubs ORDER BY pack"), {
      pack: isText,
      at: isWhole,
      damaged: isCount,
      reason: orNull(isText),
    }).all();
  }

  /** Records a scrub. */
  add({ pack, at, damaged, reason }: Scrub): void {
    this.#db
      .prepare("INSERT OR REPLACE INTO scrubs (pack, at, damaged, reason) VALUES (?, ?, ?, ?)")
      .run(pack, at, damaged, reason);
  }

  /** Drops a pack that is gone. */
  drop(pack: string): void {
    this.#db.prepare("DELETE FROM scrubs WHERE pack = ?").run(pack);
  }
}
