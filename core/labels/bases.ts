import type { Database } from "../database/database.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { unknownLabel } from "./label-errors.ts";
import { type ReflogRow, rowToEntry, SELECT_ENTRY, snapshotFromBytes } from "./label-rows.ts";
import type { ReflogEntry } from "./label-store.ts";

/**
 * The bases' part of `strata.db`. It comes after `LABEL_SCHEMA`, to whose labels it refers by key, so that a base stays with a
 * label that is renamed.
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

/** What a label is imported from: paths on one machine, as {@link sourceOf} gives them. */
export interface Source {
  readonly host: string;
  readonly paths: readonly string[];
}

/** What a label and a source last had in common: the label's move by then, and what it held. */
export interface Base {
  readonly seq: number;
  readonly snapshot: SnapshotId;
}

/** Gives the source that absolute paths on a machine are, in whatever order they are named. */
export function sourceOf(paths: readonly string[], host: string): Source {
  return { host, paths: [...new Set(paths)].sort() };
}

/**
 * Keeps what labels and the sources they are imported from last had in common. What it does is a part of the `inTransaction` that
 * the caller may be in. A database from before there were bases, opened to read, has none.
 */
export class SqliteBases {
  readonly #db: Database;
  #sql: ReturnType<typeof prepare> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Gives the base of a label, by its name now, and a source; undefined where none is known. */
  get(label: string, { host, paths }: Source): Base | undefined {
    if (this.#sql === undefined && !hasBases(this.#db)) return undefined;
    const row = this.#prepared().get.get(label, host, JSON.stringify(paths));
    return row && { seq: row.seq, snapshot: snapshotFromBytes(row.snapshot) };
  }

  /** Notes what a label and a source have in common now. Throws `UnknownLabel`. */
  set(label: string, { host, paths }: Source, { seq, snapshot }: Base): void {
    const set = this.#prepared().set.run(host, JSON.stringify(paths), seq, idToBytes(snapshot), label);
    if (set.changes === 0) throw unknownLabel(label);
  }

  /** Tells whether some label held a snapshot by the time when a source last had all in common with it. */
  knows({ host, paths }: Source, snapshot: SnapshotId): boolean {
    if (this.#sql === undefined && !hasBases(this.#db)) return false;
    return this.#prepared().knows.get(idToBytes(snapshot), host, JSON.stringify(paths)) !== undefined;
  }

  /** Gives the moves of a label after one that changed what it holds: the newest `limit` of them, newest first, and how many there are. */
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

/** Tells whether a database has the table of bases. */
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
