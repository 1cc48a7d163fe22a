import type SQLite from "better-sqlite3";
import { requireTree, UnsoundDatabase } from "../../database/database-pages.ts";
import { refuseCostlyExpressions } from "./costly-expressions.ts";
import { openInMemory } from "./in-memory.ts";

/** An entry of a database's schema: a table, an index, a view or a trigger, with its SQL. */
export interface SchemaEntry {
  readonly type: string;
  readonly name: string;
  /** The name of its table. */
  readonly tbl_name: string;
  /** Null for indexes that SQLite creates by itself. */
  readonly sql: string | null;
  readonly rootpage: bigint | null;
}

/** The settings stored in the file that change the meaning or the layout of its rows. */
const SETTINGS = ["encoding", "user_version", "application_id", "page_size", "auto_vacuum"] as const;

/**
 * A database file that is open in memory and has passed all checks, even if somebody made it to do harm. Its views,
 * triggers and virtual tables are removed, so that none of their code can run; `schema` still lists them.
 */
export class SoundDatabase {
  readonly db: SQLite.Database;
  /** Sorted by type and name. */
  readonly schema: readonly SchemaEntry[];
  readonly settings: ReadonlyMap<string, unknown>;

  /**
   * Opens a copy of bytes. A `quick_check` neither reads indexes nor runs CHECKs. Throws `UnsoundDatabase`,
   * `Unmergeable` and what SQLite throws.
   */
  constructor(bytes: Uint8Array, check: "quick_check" | "integrity_check") {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    requireTree(file, 1);
    this.db = openInMemory(file);
    try {
      this.schema = readSchema(this.db);
      for (const { rootpage } of this.schema) if (rootpage) requireTree(file, Number(rootpage));
      refuseCostlyExpressions(this.schema);
      stripSchema(this.db);
      this.settings = new Map(SETTINGS.map((name) => [name, this.db.pragma(name, { simple: true })]));
      this.db.pragma(`ignore_check_constraints = ${check === "quick_check" ? "ON" : "OFF"}`);
      const found = this.db.pragma(`${check}(1)`, { simple: true });
      if (found !== "ok") throw new UnsoundDatabase(String(found).replaceAll(/\s+/g, " "), true);
      this.db.pragma("query_only = ON");
    } catch (thrown) {
      this.db.close();
      throw thrown;
    }
  }

  close(): void {
    this.db.close();
  }
}

function readSchema(db: SQLite.Database): SchemaEntry[] {
  return db
    .prepare<[], SchemaEntry>(
      "SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema ORDER BY type, name",
    )
    .all();
}

function stripSchema(db: SQLite.Database): void {
  db.unsafeMode(true);
  db.pragma("writable_schema = ON");
  db.exec("DELETE FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR coalesce(rootpage, 0) = 0");
  // Reads the schema again and makes it read-only.
  db.pragma("writable_schema = RESET");
  db.unsafeMode(false);
}
