import SQLite from "better-sqlite3";
import { UnsoundDatabase } from "../../database/database-pages.ts";

/** Says that databases cannot be merged row by row; the message is the reason, in sentences for people. */
export class Unmergeable extends Error {}

/** Does something with a database, whose every complaint becomes {@link Unmergeable} and names it. */
export function complainingOf<T>(whose: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof UnsoundDatabase || thrown instanceof SQLite.SqliteError) {
      const harm = thrown instanceof UnsoundDatabase || /^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code);
      const what = harm ? "is damaged" : "cannot be worked with by SQLite alone";
      throw new Unmergeable(`${whose} ${what}: ${thrown.message}.`, { cause: thrown });
    }
    throw thrown;
  }
}
