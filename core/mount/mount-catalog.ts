import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import {
  isCount,
  isIdBytes,
  isText,
  isWhole,
  orNull,
  type RowOf,
  readRows,
  readValues,
} from "../database/rows.ts";
import { hashId } from "../hash.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { unknownLabel } from "../labels/label-errors.ts";
import { snapshotFromBytes } from "../labels/label-rows.ts";
import type { NamedSnapshot } from "../labels/label-store.ts";
import type { Change } from "../manifest/changes.ts";
import type { Entry } from "../manifest/entry.ts";
import { encodePath } from "../manifest/path.ts";
import { invalid, mountDiscarded, mountExists, unknownMount } from "./mount-errors.ts";
import { decodeRow, ENTRY_COLUMN, encodeRow } from "./upper-rows.ts";

/** A mount's current state. Times are in milliseconds since 1970. */
export interface MountInfo {
  /** Never reused for another mount. */
  readonly id: number;
  readonly name: string;
  /** The current name of its label; null for a mount of a snapshot. */
  readonly label: string | null;
  readonly base: SnapshotId;
  readonly revision: number;
  readonly created: number;
  /** When its files, base, name or label last changed. */
  readonly changed: number;
  readonly discardedAt: number | null;
}

/** The properties of a new mount. */
export interface NewMount extends Pick<MountInfo, "name" | "label" | "base"> {
  /** The reflog entry by which the base was named, if it was. */
  readonly entry?: number | undefined;
}

const NAME = /^[A-Za-z0-9._/][A-Za-z0-9._/-]{0,127}$/;

/**
 * Stores the list of mounts in `strata.db` (tables: `MOUNT_SCHEMA`). Every method joins the caller's `inTransaction` if
 * there is one. A database opened read-only that predates mounts has none.
 */
export class MountCatalog {
  readonly #db: Database;
  readonly #clock: Clock;
  #sql: ReturnType<typeof prepare> | undefined;
  /** Prepared separately, since a database opened read-only may lack this column. */
  #baseSql: ReturnType<typeof prepareBase> | undefined;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Returns all mounts, oldest first; discarded ones only on request. */
  list({ discarded = false }: { discarded?: boolean } = {}): MountInfo[] {
    const all = this.#readStatements()?.all.all().map(infoOf) ?? [];
    return discarded ? all : all.filter(({ discardedAt }) => discardedAt === null);
  }

  /** Returns the mount with this id, discarded or not. Throws `UnknownReference`. */
  get(id: number): MountInfo {
    const row = this.#readStatements()?.one.get(id);
    if (row === undefined) throw unknownMount(id);
    return infoOf(row);
  }

  /** Returns the open mount with this name. */
  find(name: string): MountInfo | undefined {
    const row = this.#readStatements()?.named.get(name);
    return row && infoOf(row);
  }

  /** Returns every entry in a mount's rows, discarded or not, whose objects must not be collected. */
  entries(id: number): Entry[] {
    const rows = this.#readStatements()?.entries.all(id) ?? [];
    return rows.flatMap((row) => decodeRow(row).entry ?? []);
  }

  /**
   * Creates a mount of a durable snapshot. Throws `EINVAL` for an invalid name (valid: 1 to 128 ASCII letters, digits,
   * `.`, `_`, `-`, `/`, not starting with `-`), `EEXIST` for the name of an open mount, `UnknownLabel`.
   */
  create({ name, label, base, entry }: NewMount): MountInfo {
    return inTransaction(this.#db, () => {
      this.#requireFree(name);
      const labelId = this.#labelId(label);
      const now = this.#clock();
      const added = this.#baseStatements().add.run(name, labelId, idToBytes(base), entry ?? null, now, now);
      return this.get(Number(added.lastInsertRowid));
    });
  }

  /** Changes an open mount's name or label. Throws as {@link create} does, and `UnknownReference`. */
  amend(id: number, change: { readonly name?: string; readonly label?: string | null }): MountInfo {
    return inTransaction(this.#db, () => {
      const { name, label } = { ...this.#open(id), ...change };
      this.#requireFree(name, id);
      this.#statements().amend.run(name, this.#labelId(label), this.#clock(), id);
      return this.get(id);
    });
  }

  /** Discards an open mount. Its rows are kept until {@link drop}. Throws `UnknownReference`. */
  discard(id: number): MountInfo {
    return inTransaction(this.#db, () => {
      this.#open(id);
      this.#statements().discard.run(this.#clock(), id);
      return this.get(id);
    });
  }

  /** Reopens a discarded mount under its name or another. Throws `UnknownReference`, `EEXIST`, `EINVAL`. */
  undelete(id: number, name?: string): MountInfo {
    return inTransaction(this.#db, () => {
      const wanted = name ?? this.get(id).name;
      this.#requireFree(wanted, id);
      this.#statements().undelete.run(wanted, id);
      return this.get(id);
    });
  }

  /** Deletes a discarded mount and its rows for good. Throws `UnknownReference` for one that is not discarded. */
  drop(id: number): void {
    if (this.#statements().drop.run(id).changes === 0) throw unknownMount(id);
  }

  /** Returns a mount's base, with the reflog entry that it was named by if that is known. Throws `UnknownReference`. */
  namedBase(id: number): NamedSnapshot {
    const { base } = this.get(id);
    const entry = this.#baseStatements().entry.get(id) ?? undefined;
    return entry === undefined ? { id: base } : { id: base, seq: entry };
  }

  /**
   * Sets a mount's base and replaces all its rows by these changes (manifest paths, each once), whose objects must be
   * durable. Does nothing and returns false when the revision is not the expected one. Throws `UnknownReference`.
   */
  setBase(
    id: number,
    expected: number,
    { id: base, seq }: NamedSnapshot,
    changes: Iterable<Change>,
  ): boolean {
    return inTransaction(this.#db, () => {
      if (this.#open(id).revision !== expected) return false;
      const sql = this.#statements();
      sql.clear.run(id);
      for (const [path, entry] of changes) sql.put.run(id, encodePath(path), encodeRow(path, { entry }));
      this.#baseStatements().setBase.run(idToBytes(base), seq ?? null, this.#clock(), id);
      return true;
    });
  }

  #open(id: number): MountInfo {
    const mount = this.get(id);
    if (mount.discardedAt !== null) throw mountDiscarded(mount);
    return mount;
  }

  #requireFree(name: string, except?: number): void {
    if (!NAME.test(name)) {
      throw invalid(
        `Not a name for a mount: ${JSON.stringify(name.slice(0, 129))}.`,
        "A name has 1 to 128 ASCII letters, digits and . _ - / and does not begin with -.",
        { mount: name },
      );
    }
    const other = this.find(name);
    if (other !== undefined && other.id !== except) throw mountExists(name);
  }

  #labelId(label: string | null): number | null {
    if (label === null) return null;
    const id = this.#statements().label.get(label);
    if (id === undefined) throw unknownLabel(label);
    return id;
  }

  /** Undefined while there is no table yet; another process may create it at any time. */
  #readStatements(): ReturnType<typeof prepare> | undefined {
    return this.#sql !== undefined || hasMounts(this.#db) ? this.#statements() : undefined;
  }

  #baseStatements(): ReturnType<typeof prepareBase> {
    this.#baseSql ??= prepareBase(this.#db);
    return this.#baseSql;
  }

  #statements(): ReturnType<typeof prepare> {
    this.#sql ??= prepare(this.#db);
    return this.#sql;
  }
}

const MOUNT_COLUMNS = {
  id: isCount,
  name: isText,
  label: orNull(isText),
  base: isIdBytes,
  revision: isCount,
  created: isWhole,
  changed: isWhole,
  discarded_at: orNull(isWhole),
};

type MountRow = RowOf<typeof MOUNT_COLUMNS>;

function infoOf({ base, discarded_at: discardedAt, ...rest }: MountRow): MountInfo {
  return { ...rest, base: snapshotFromBytes(base), discardedAt };
}

/** Returns whether a database has the tables of mounts. */
export function hasMounts(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'mounts'").get() !== undefined
  );
}

/** Returns a digest of all mounts, which changes with their files, bases, names and labels, and with which mounts there are. */
export function mountsDigest(db: Database): string {
  // A store that predates mounts gets the table at the first write.
  if (!hasMounts(db)) return "";
  const rows = db.prepare("SELECT id, name, label, revision, discarded_at FROM mounts ORDER BY id").raw();
  return hashId(Buffer.from(JSON.stringify(rows.all())));
}

const SELECT_MOUNT = `SELECT id, name, (SELECT name FROM labels WHERE id = mounts.label) AS label,
  base, revision, created, changed, discarded_at FROM mounts`;

function prepare(db: Database) {
  return {
    all: readRows(db.prepare<[]>(`${SELECT_MOUNT} ORDER BY id`), MOUNT_COLUMNS),
    one: readRows(db.prepare<[number]>(`${SELECT_MOUNT} WHERE id = ?`), MOUNT_COLUMNS),
    named: readRows(
      db.prepare<[string]>(`${SELECT_MOUNT} WHERE name = ? AND discarded_at IS NULL`),
      MOUNT_COLUMNS,
    ),
    entries: readRows(db.prepare<[number]>("SELECT entry FROM upper WHERE mount = ?"), ENTRY_COLUMN),
    label: readValues(db.prepare<[string]>("SELECT id FROM labels WHERE name = ?"), isWhole),
    amend: db.prepare<[string, number | null, number, number]>(
      "UPDATE mounts SET name = ?, label = ?, changed = max(changed, ?) WHERE id = ?",
    ),
    discard: db.prepare<[number, number]>("UPDATE mounts SET discarded_at = ? WHERE id = ?"),
    undelete: db.prepare<[string, number]>("UPDATE mounts SET discarded_at = NULL, name = ? WHERE id = ?"),
    drop: db.prepare<[number]>("DELETE FROM mounts WHERE id = ? AND discarded_at IS NOT NULL"),
    clear: db.prepare<[number]>("DELETE FROM upper WHERE mount = ?"),
    put: db.prepare<[number, Buffer, Uint8Array | null]>(
      "INSERT INTO upper (mount, path, entry) VALUES (?, ?, ?)",
    ),
  };
}

function prepareBase(db: Database) {
  return {
    add: db.prepare<[string, number | null, Buffer, number | null, number, number]>(
      "INSERT INTO mounts (name, label, base, base_entry, created, changed) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    setBase: db.prepare<[Buffer, number | null, number, number]>(
      `UPDATE mounts SET base = ?, base_entry = ?, revision = revision + 1, changed = max(changed, ?)
        WHERE id = ?`,
    ),
    // An older Strata sets another base without changing the entry, which then names a different snapshot. The history of
    // the mount's label tells where the base was.
    entry: readValues(
      db.prepare<[number]>(
        `SELECT coalesce(
            (SELECT seq FROM reflog WHERE seq = base_entry AND to_id = base),
            (SELECT max(seq) FROM reflog WHERE reflog.label = mounts.label AND to_id = base))
          FROM mounts WHERE id = ?`,
      ),
      orNull(isCount),
    ),
  };
}
