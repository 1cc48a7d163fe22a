import type { Database } from "../database/database.ts";
import type { DatabaseName, ProblemList } from "./verify-report.ts";

/**
 * Runs SQLite's checks on a database. They cannot be interrupted: the thread is busy until the file is read and each
 * row is looked up in each index.
 */
export function verifyDatabase(name: DatabaseName, db: Database, problems: ProblemList): void {
  const [first, ...others] = wrongIn(db);
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  problems.add({ code: "DatabaseDamaged", message: `${name} is damaged: ${first}${more}.`, database: name });
}

function wrongIn(db: Database): string[] {
  try {
    const lines = db.pragma("integrity_check") as { integrity_check: string }[];
    const dangling = db.pragma("foreign_key_check") as { table: string; parent: string }[];
    return [
      ...lines.map((line) => line.integrity_check).filter((line) => line !== "ok"),
      ...dangling.map(({ table, parent }) => `a row of ${table} has none in ${parent}`),
    ];
  } catch (thrown) {
    if (!isDatabaseDamage(thrown)) throw thrown;
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  }
}

/** Returns whether an error means that a database is damaged: SQLite found damage, or a row does not fit its table. */
export function isDatabaseDamage(thrown: unknown): boolean {
  const { code } = thrown as { code?: unknown };
  return typeof code === "string" && /^(DatabaseDamaged$|SQLITE_(CORRUPT|NOTADB|IOERR))/.test(code);
}
