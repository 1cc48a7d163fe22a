import type { Database } from "../database/database.ts";
import { isCount, isOneOf, isWhole, readTuples, readValues } from "../database/rows.ts";
import type { RetainedMove } from "./retention.ts";

/**
 * The table of kept moves in `strata.db`: those that a person marked to be kept whatever the retention of their label is.
 * It must be created after `LABEL_SCHEMA`.
 */
export const KEPT_MOVES_SCHEMA = `
CREATE TABLE kept_moves (seq INTEGER PRIMARY KEY);
CREATE TRIGGER kept_moves_go_with_entries AFTER DELETE ON reflog
BEGIN
  DELETE FROM kept_moves WHERE seq = old.seq;
END;
`;

/** Returns whether a database has the table of kept moves. */
export function hasKeptMoves(db: Database): boolean {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'kept_moves'");
  return table.get() !== undefined;
}

/**
 * Keeps which moves are kept for good. Writes join a transaction that the caller may have open. An older database that is
 * opened read-only has no kept moves.
 */
export class SqliteKeptMoves {
  readonly #db: Database;
  readonly #unmarked;
  #sql: ReturnType<typeof prepare> | undefined;

  constructor(db: Database) {
    this.#db = db;
    this.#unmarked = readMoves(db, "0");
  }

  /** Returns whether the move with this number is kept. */
  has(seq: number): boolean {
    return this.#prepared()?.has.get(seq) !== undefined;
  }

  /** Returns the numbers of all kept moves. */
  all(): Set<number> {
    return new Set(this.#prepared()?.all.all());
  }

  /** Marks a move as kept, or no longer. The caller has checked that there is one. */
  set(seq: number, kept: boolean): void {
    const sql = this.#prepared();
    (kept ? sql?.add : sql?.remove)?.run(seq);
  }

  /**
   * Returns the moves of the label with this key after the move `after`, oldest first, at most `limit`: what a retention
   * looks at.
   */
  movesOf(labelId: number, after = 0, limit = -1): RetainedMove[] {
    const rows = (this.#prepared()?.moves ?? this.#unmarked).all(labelId, after, limit);
    return rows.map(([seq, at, kept]) => ({ seq, at, kept: kept === 1 }));
  }

  #prepared() {
    if (this.#sql === undefined && hasKeptMoves(this.#db)) this.#sql = prepare(this.#db);
    return this.#sql;
  }
}

function prepare(db: Database) {
  return {
    has: readValues(db.prepare<[number]>("SELECT seq FROM kept_moves WHERE seq = ?"), isCount),
    all: readValues(db.prepare<[]>("SELECT seq FROM kept_moves"), isCount),
    add: db.prepare<[number]>("INSERT OR IGNORE INTO kept_moves (seq) VALUES (?)"),
    remove: db.prepare<[number]>("DELETE FROM kept_moves WHERE seq = ?"),
    moves: readMoves(db, "EXISTS (SELECT 1 FROM kept_moves WHERE kept_moves.seq = reflog.seq)"),
  };
}

function readMoves(db: Database, kept: string) {
  return readTuples(
    db.prepare<[number, number, number]>(
      `SELECT seq, at, ${kept} FROM reflog WHERE label = ? AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    isCount,
    isWhole,
    isOneOf(0, 1),
  );
}
