import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import { isCount, isIdBytes, readRows } from "../database/rows.ts";
import { snapshotFromBytes } from "../labels/label-rows.ts";
import { encodePath } from "../manifest/path.ts";
import type { PackStore } from "../objects/pack-store.ts";
import { unknownMount } from "./mount-errors.ts";
import type {
  LayerRows,
  LayerState,
  PlacedRow,
  Row,
  RowChange,
  StagedObjects,
  UpperLayer,
  UpperReader,
} from "./upper-layer.ts";
import { decodePlacedRow, decodeRow, ENTRY_COLUMN, encodeRow, UPPER_COLUMNS } from "./upper-rows.ts";

/**
 * Reads an upper layer from `strata.db`, also on a read-only connection. Nothing is cached, since other processes may
 * write.
 */
export class SqliteUpperReader implements UpperReader {
  readonly #db: Database;
  readonly #mount: number;
  readonly #sql: ReturnType<typeof prepareReading>;

  constructor(db: Database, mount: number) {
    this.#db = db;
    this.#mount = mount;
    this.#sql = prepareReading(db);
  }

  state(): LayerState {
    const row = this.#sql.state.get(this.#mount);
    if (row === undefined) throw unknownMount(this.#mount);
    return { base: snapshotFromBytes(row.base), revision: row.revision };
  }

  get(path: string): Row | undefined {
    const row = this.#sql.row.get(this.#mount, encodePath(path));
    return row && decodeRow(row);
  }

  seek(from: string): PlacedRow | undefined {
    const row = this.#sql.seek.get(this.#mount, encodePath(from));
    return row && decodePlacedRow(row);
  }

  rows(): LayerRows {
    return this.#db.transaction(() => ({
      ...this.state(),
      rows: this.#sql.rows.all(this.#mount).map(decodePlacedRow),
    }))();
  }
}

/** Stores an upper layer in `strata.db` and its objects in the store's packs. */
export class SqliteUpper extends SqliteUpperReader implements UpperLayer {
  readonly #db: Database;
  readonly #mount: number;
  readonly #stage: () => PackStore;
  readonly #clock: Clock;
  readonly #sql: ReturnType<typeof prepareWriting>;

  /** `stage` returns a pack store over the same database for the objects of one operation. */
  constructor(db: Database, mount: number, { stage, clock }: { stage: () => PackStore; clock: Clock }) {
    super(db, mount);
    this.#db = db;
    this.#mount = mount;
    this.#stage = stage;
    this.#clock = clock;
    this.#sql = prepareWriting(db);
  }

  stage(): StagedObjects {
    const objects = this.#stage();
    return {
      objects,
      flushWith: (work) => objects.flushWith(work),
      discard: () => objects.discard(),
    };
  }

  async apply(expected: number, changes: readonly RowChange[], objects?: StagedObjects): Promise<boolean> {
    const write = () => inTransaction(this.#db, () => this.#write(expected, changes));
    return objects === undefined ? write() : objects.flushWith(write);
  }

  #write(expected: number, changes: readonly RowChange[]): boolean {
    if (this.state().revision !== expected) return false;
    for (const [path, row] of changes) {
      if (row === undefined) this.#sql.remove.run(this.#mount, encodePath(path));
      else this.#sql.put.run(this.#mount, encodePath(path), encodeRow(path, row));
    }
    this.#sql.changed.run(this.#clock(), this.#mount);
    return true;
  }
}

function prepareReading(db: Database) {
  return {
    state: readRows(
      db.prepare<[number]>("SELECT base, revision FROM mounts WHERE id = ? AND discarded_at IS NULL"),
      { base: isIdBytes, revision: isCount },
    ),
    row: readRows(
      db.prepare<[number, Buffer]>("SELECT entry FROM upper WHERE mount = ? AND path = ?"),
      ENTRY_COLUMN,
    ),
    seek: readRows(
      db.prepare<[number, Buffer]>(
        "SELECT path, entry FROM upper WHERE mount = ? AND path >= ? ORDER BY path LIMIT 1",
      ),
      UPPER_COLUMNS,
    ),
    rows: readRows(
      db.prepare<[number]>("SELECT path, entry FROM upper WHERE mount = ? ORDER BY path"),
      UPPER_COLUMNS,
    ),
  };
}

function prepareWriting(db: Database) {
  return {
    put: db.prepare<[number, Buffer, Uint8Array | null]>(
      `INSERT INTO upper (mount, path, entry) VALUES (?, ?, ?)
       ON CONFLICT (mount, path) DO UPDATE SET entry = excluded.entry`,
    ),
    remove: db.prepare<[number, Buffer]>("DELETE FROM upper WHERE mount = ? AND path = ?"),
    // Clocks may go back; a later change must not look older.
    changed: db.prepare<[number, number]>(
      "UPDATE mounts SET revision = revision + 1, changed = max(changed, ?) WHERE id = ?",
    ),
  };
}
