import SQLite from "better-sqlite3";
import { UnsoundDatabase } from "../../database/database-pages.ts";

/** Thrown if databases cannot be merged row by row. The message is the reason, in sentences for people. */
export class Unmergeable extends Error {}

/** Runs work on a database. Errors of SQLite and of unsound databases are thrown as {@link Unmergeable} and name it. */
export function asUnmergeable<T>(whose: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof UnsoundDatabase || thrown instanceof SQLite.SqliteError) {
      const harm = thrown instanceof UnsoundDatabase || /^SQLITE_(CORRUPT|NOTADB)/.test(thrown.code);
      const what = harm ? "is damaged" : "cannot be read by SQLite alone";
      throw new Unmergeable(`${whose} ${what}: ${thrown.message}.`, { cause: thrown });
    }
    throw thrown;
  }
}
