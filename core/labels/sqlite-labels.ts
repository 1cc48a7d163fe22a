import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import { isCount, isText, isWhole, readRows, readValues } from "../database/rows.ts";
import { StrataError } from "../errors.ts";
import { idToBytes, type ObjectId, type SnapshotId } from "../ids.ts";
import { SqliteBases } from "./bases.ts";
import { SqliteKeptMoves } from "./kept-moves.ts";
import { unknownLabel } from "./label-errors.ts";
import { SqliteLabelLog } from "./label-log.ts";
import { SqliteLabelPages } from "./label-pages.ts";
import {
  entryToRow,
  INSERT_ENTRY,
  type LabelRow,
  readEntries,
  readLabels,
  rowToEntry,
  rowToLabel,
  SELECT_ENTRY,
  SELECT_LABEL,
  snapshotFromBytes,
} from "./label-rows.ts";
import type {
  Label,
  LabelChange,
  LabelStore,
  LogRange,
  Move,
  MoveResult,
  ReflogEntry,
} from "./label-store.ts";
import {
  checkChange,
  checkForm,
  checkFree,
  checkHead,
  checkKnown,
  checkProtection,
  checkUndoes,
  entryOf,
  isExpected,
  originsOf,
} from "./move-rules.ts";
import type { LastMove, ReferenceCatalog } from "./reference-catalog.ts";
import { defaultRetention, retentionName, retentionOf } from "./retention-settings.ts";
import { SqliteContributors } from "./sqlite-contributors.ts";
import { SqliteHistory } from "./sqlite-history.ts";
import { SqlitePruned } from "./sqlite-pruned.ts";
import { SqliteSnapshots } from "./sqlite-snapshots.ts";

/**
 * Keeps labels in `strata.db` with the schema `LABEL_SCHEMA`. The `…Sync` methods do the same as those without, so that
 * the store thread can make a move part of a larger transaction. A read-only connection can only read.
 */
export class SqliteLabelStore implements LabelStore, ReferenceCatalog {
  /** The reflogs of all labels as one graph. */
  readonly history: SqliteHistory;
  /** The labels in pages. */
  readonly pages: SqliteLabelPages;
  /** The reflogs in pages. */
  readonly logPages: SqliteLabelLog;
  /** The ids known to be snapshots. */
  readonly snapshots: SqliteSnapshots;
  /** The bases of labels and their sources. */
  readonly bases: SqliteBases;
  /** The labels that snapshots came from. */
  readonly contributors: SqliteContributors;
  /** The snapshots that were pruned. */
  readonly pruned: SqlitePruned;
  /** The moves that are kept for good. */
  readonly kept: SqliteKeptMoves;
  readonly #db: Database;
  /** Who makes moves through this store: `user@host (surface)`. */
  readonly actor: string;
  readonly #clock: Clock;
  readonly #sql: ReturnType<typeof prepare>;
  /** Prepared on first use, since a read-only database may lack a column. */
  #insert: ReturnType<typeof prepareInsert> | undefined;

  constructor(db: Database, { clock, actor }: { clock: Clock; actor: string }) {
    this.#db = db;
    this.#clock = clock;
    this.actor = actor;
    this.#sql = prepare(db);
    this.history = new SqliteHistory(db);
    this.pages = new SqliteLabelPages(db);
    this.logPages = new SqliteLabelLog(db);
    this.snapshots = new SqliteSnapshots(db);
    this.bases = new SqliteBases(db);
    this.contributors = new SqliteContributors(db);
    this.pruned = new SqlitePruned(db);
    this.kept = new SqliteKeptMoves(db);
  }

  async list(options?: { deleted?: boolean }): Promise<Label[]> {
    return this.listSync(options);
  }

  async resolve(name: string): Promise<Label | undefined> {
    return this.resolveSync(name);
  }

  async cas(move: Move, expected: SnapshotId | null): Promise<MoveResult> {
    return this.casSync(move, expected);
  }

  async force(move: Move): Promise<ReflogEntry> {
    return this.forceSync(move);
  }

  async amend(name: string, change: LabelChange): Promise<Label> {
    return this.amendSync(name, change);
  }

  async log(name: string, range?: LogRange): Promise<ReflogEntry[]> {
    return this.logSync(name, range);
  }

  listSync({ deleted = false }: { deleted?: boolean } = {}): Label[] {
    return (deleted ? this.#sql.allLabels : this.#sql.livingLabels).all().map(rowToLabel);
  }

  resolveSync(name: string): Label | undefined {
    const row = this.#sql.label.get(name);
    return row && rowToLabel(row);
  }

  casSync(move: Move, expected: SnapshotId | null): MoveResult {
    checkForm(move);
    return inTransaction(this.#db, () => {
      const row = this.#sql.label.get(move.label);
      checkKnown(move, row !== undefined);
      const current = headOf(row);
      if (!isExpected(move, expected, { head: current, last: row?.seq }))
        return { status: "rejected", current };
      return { status: "moved", entry: this.#append(move, row) };
    });
  }

  forceSync(move: Move): ReflogEntry {
    checkForm(move);
    return inTransaction(this.#db, () => {
      const row = this.#sql.label.get(move.label);
      checkKnown(move, row !== undefined);
      return this.#append(move, row);
    });
  }

  amendSync(name: string, change: LabelChange): Label {
    checkChange(change);
    return inTransaction(this.#db, () => {
      const label = this.resolveSync(name);
      if (label === undefined) throw unknownLabel(name);
      const { description = label.description, pinned = label.pinned, settings = label.settings } = change;
      this.#sql.amend.run({ name, description, pinned: pinned ? 1 : 0, settings: JSON.stringify(settings) });
      return { ...label, description, pinned, settings };
    });
  }

  logSync(name: string, { limit = -1, before = Number.MAX_SAFE_INTEGER }: LogRange = {}): ReflogEntry[] {
    const id = this.#sql.id.get(name);
    if (id === undefined) throw unknownLabel(name);
    return this.#sql.log.all(id, before, limit).reverse().map(rowToEntry);
  }

  at(name: string, movesBack: number): ReflogEntry | undefined {
    // SQLite would reject any other number, or read it as 0.
    if (!Number.isSafeInteger(movesBack) || movesBack < 0) return undefined;
    const row = this.#sql.at.get(name, movesBack);
    return row && rowToEntry(row);
  }

  asOf(name: string, at: number): ReflogEntry | undefined {
    const row = this.#sql.asOf.get(name, at);
    return row && rowToEntry(row);
  }

  labelNames(): string[] {
    return this.#sql.livingNames.all();
  }

  isSnapshot(id: ObjectId): id is SnapshotId {
    return this.snapshots.has(id);
  }

  /** Records that an id is a snapshot that no label holds, as of now. */
  recordSnapshot(id: SnapshotId): void {
    this.snapshots.record(id, this.#clock());
  }

  snapshotsWithPrefix(prefix: string, limit: number): SnapshotId[] {
    return this.snapshots.withPrefix(prefix, limit);
  }

  prunedAt(id: ObjectId): number | undefined {
    return this.pruned.at(id);
  }

  prunedWithPrefix(prefix: string): SnapshotId | undefined {
    return this.pruned.withPrefix(prefix);
  }

  retentionName(name: string): string | undefined {
    const label = this.resolveSync(name);
    try {
      return label && retentionName(retentionOf(label, () => defaultRetention(this.#db)));
    } catch (thrown) {
      if (thrown instanceof StrataError && thrown.code === "DatabaseDamaged") return undefined;
      throw thrown;
    }
  }

  lastMoveTo(id: SnapshotId): LastMove | undefined {
    return this.#sql.lastMoveTo.get(idToBytes(id));
  }

  /**
   * Returns when a snapshot was made, in ms since 1970: when a label was first moved to it, or, if none ever was, when
   * it was recorded. Undefined for an id that is not a snapshot's.
   */
  madeAt(id: SnapshotId): number | undefined {
    return this.#sql.firstMovedAt.get(idToBytes(id)) ?? this.snapshots.at(id);
  }

  /** Returns whether a label was ever moved to a snapshot, as far as its history is kept. */
  hasHeld(name: string, id: SnapshotId): boolean {
    return this.#sql.hasHeld.get(idToBytes(id), name) !== undefined;
  }

  /** Writes a move to the reflog. Triggers update the label and the known snapshots. */
  #append(move: Move, before: LabelRow | undefined): ReflogEntry {
    const head = headOf(before);
    checkHead(move, head);
    checkProtection(move, before && rowToLabel(before));
    checkUndoes(move, (seq) => this.history.entry(seq)?.labelId === before?.id);
    if (move.rename !== undefined) checkFree(move.rename, this.#sql.label.get(move.rename));
    const at = Math.max(this.#clock(), before?.at ?? 0);
    const entry = entryOf(move, head, { at, actor: this.actor });
    const id = before?.id ?? Number(this.#sql.add.run(move.label).lastInsertRowid);
    this.#insert ??= prepareInsert(this.#db);
    const seq = Number(this.#insert.run(entryToRow(id, entry, originsOf(move))).lastInsertRowid);
    if (move.rename !== undefined) this.#sql.rename.run(move.rename, id);
    return { seq, ...entry };
  }
}

function headOf(row: LabelRow | undefined): SnapshotId | null {
  return row?.head ? snapshotFromBytes(row.head) : null;
}

function prepareInsert(db: Database) {
  return db.prepare<[ReturnType<typeof entryToRow>]>(INSERT_ENTRY);
}

function prepare(db: Database) {
  return {
    allLabels: readLabels(db.prepare<[]>(`${SELECT_LABEL} ORDER BY name`)),
    livingLabels: readLabels(db.prepare<[]>(`${SELECT_LABEL} WHERE head IS NOT NULL ORDER BY name`)),
    livingNames: readValues(
      db.prepare<[]>("SELECT name FROM labels WHERE head IS NOT NULL ORDER BY name"),
      isText,
    ),
    label: readLabels(db.prepare<[string]>(`${SELECT_LABEL} WHERE name = ?`)),
    id: readValues(db.prepare<[string]>("SELECT id FROM labels WHERE name = ?"), isWhole),
    add: db.prepare<[string]>("INSERT INTO labels (name) VALUES (?)"),
    rename: db.prepare<[string, number]>("UPDATE labels SET name = ? WHERE id = ?"),
    amend: db.prepare<[{ name: string; description: string; pinned: number; settings: string }]>(
      "UPDATE labels SET description = @description, pinned = @pinned, settings = @settings WHERE name = @name",
    ),
    log: readEntries(
      db.prepare<[number, number, number]>(
        `${SELECT_ENTRY} WHERE label = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
      ),
    ),
    // The inner query skips moves within the index, so that only one row is read.
    at: readEntries(
      db.prepare<[string, number]>(
        `${SELECT_ENTRY} WHERE seq = (SELECT seq FROM reflog
          WHERE label = (SELECT id FROM labels WHERE name = ?) ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
      ),
    ),
    asOf: readEntries(
      db.prepare<[string, number]>(
        `${SELECT_ENTRY} WHERE label = (SELECT id FROM labels WHERE name = ?) AND at <= ? ORDER BY seq DESC LIMIT 1`,
      ),
    ),
    lastMoveTo: readRows(
      db.prepare<[Buffer]>(
        `SELECT labels.name AS label, seq, at FROM reflog JOIN labels ON labels.id = reflog.label
          WHERE to_id = ? ORDER BY seq DESC LIMIT 1`,
      ),
      { label: isText, seq: isCount, at: isWhole },
    ),
    hasHeld: db.prepare<[Buffer, string]>(
      "SELECT 1 FROM reflog WHERE to_id = ? AND label = (SELECT id FROM labels WHERE name = ?) LIMIT 1",
    ),
    firstMovedAt: readValues(
      db.prepare<[Buffer]>("SELECT at FROM reflog WHERE to_id = ? ORDER BY seq LIMIT 1"),
      isWhole,
    ),
  };
}
