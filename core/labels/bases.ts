import type { Database } from "../database/database.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { unknownLabel } from "./label-errors.ts";
import { type ReflogRow, rowToEntry, SELECT_ENTRY, snapshotFromBytes } from "./label-rows.ts";
import type { ReflogEntry } from "./label-store.ts";

/**
 * The table of bases in `strata.db`. It must be created after `LABEL_SCHEMA`: it refers to labels by key, so that a
 * base stays with a renamed label.
 */
export const BASE_SCHEMA = `
CREATE TABLE bases (
  label INTEGER NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
  -- Which source it is: a machine's name, and absolute paths on it as a JSON array, sorted.
  host TEXT NOT NULL,
  paths TEXT NOT NULL CHECK (json_valid(paths)),
  -- The move after which label and source held the same, and what that was.
  seq INTEGER NOT NULL,
  snapshot BLOB NOT NULL CHECK (length(snapshot) = 32),
  PRIMARY KEY (label, host, paths)
) STRICT, WITHOUT ROWID;
`;

/** The source that a label is imported from: paths on one machine. {@link sourceOf} makes one. */
export interface Source {
  readonly host: string;
  readonly paths: readonly string[];
}

/** The last state that a label and a source had in common: the label's move at that time and the snapshot. */
export interface Base {
  readonly seq: number;
  readonly snapshot: SnapshotId;
}

/** Returns the source of absolute paths on a machine. The order of the paths makes no difference. */
export function sourceOf(paths: readonly string[], host: string): Source {
  return { host, paths: [...new Set(paths)].sort() };
}

/**
 * Keeps the bases of labels and their sources. Writes join a transaction that the caller may have open. An older
 * database that is opened read-only has no bases.
 */
export class SqliteBases {
  readonly #db: Database;
  #sql: ReturnType<typeof prepare> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Returns the base of a label, by its current name, and a source; undefined if none is known. */
  get(label: string, { host, paths }: Source): Base | undefined {
    if (this.#sql === undefined && !hasBases(this.#db)) return undefined;
    const row = this.#prepared().get.get(label, host, JSON.stringify(paths));
    return row && { seq: row.seq, snapshot: snapshotFromBytes(row.snapshot) };
  }

  /** Records what a label and a source have in common now. Throws `UnknownLabel`. */
  set(label: string, { host, paths }: Source, { seq, snapshot }: Base): void {
    const set = this.#prepared().set.run(host, JSON.stringify(paths), seq, idToBytes(snapshot), label);
    if (set.changes === 0) throw unknownLabel(label);
  }

  /** Returns whether any label held a snapshot by the time that a source last matched it. */
  knows({ host, paths }: Source, snapshot: SnapshotId): boolean {
    if (this.#sql === undefined && !hasBases(this.#db)) return false;
    return this.#prepared().knows.get(idToBytes(snapshot), host, JSON.stringify(paths)) !== undefined;
  }

  /**
   * Returns the moves of a label after move `seq` that changed its head: the newest `limit` of them, newest first, and
   * their number.
   */
  movesSince(label: string, seq: number, limit: number): { moves: ReflogEntry[]; count: number } {
    const sql = this.#prepared();
    const read = () => ({
      moves: sql.moves.all(label, seq, limit).map(rowToEntry),
      count: sql.count.get(label, seq) ?? 0,
    });
    return this.#db.transaction(read)();
  }

  #prepared() {
    this.#sql ??= prepare(this.#db);
    return this.#sql;
  }
}

/** Returns whether a database has the table of bases. */
export function hasBases(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'bases'").get() !== undefined
  );
}

function prepare(db: Database) {
  const since = "WHERE label = (SELECT id FROM labels WHERE name = ?) AND seq > ? AND from_id IS NOT to_id";
  return {
    get: db.prepare<[string, string, string], { seq: number; snapshot: Buffer }>(
      "SELECT seq, snapshot FROM bases WHERE label = (SELECT id FROM labels WHERE name = ?) AND host = ? AND paths = ?",
    ),
    set: db.prepare<[string, string, number, Buffer, string]>(
      `INSERT OR REPLACE INTO bases (label, host, paths, seq, snapshot)
        SELECT id, ?, ?, ?, ? FROM labels WHERE name = ?`,
    ),
    knows: db.prepare<[Buffer, string, string]>(
      `SELECT 1 FROM bases JOIN reflog ON reflog.label = bases.label AND to_id = ? AND reflog.seq <= bases.seq
        WHERE host = ? AND paths = ? LIMIT 1`,
    ),
    moves: db.prepare<[string, number, number], ReflogRow>(
      `${SELECT_ENTRY} ${since} ORDER BY seq DESC LIMIT ?`,
    ),
    count: db.prepare<[string, number], number>(`SELECT count(*) FROM reflog ${since}`).pluck(),
  };
}
