import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import { idToBytes, type SnapshotId } from "../ids.ts";
import { unknownLabel } from "../labels/label-errors.ts";
import { snapshotFromBytes } from "../labels/label-rows.ts";
import type { NamedSnapshot } from "../labels/label-store.ts";
import type { Change } from "../manifest/changes.ts";
import type { Entry } from "../manifest/entry.ts";
import { encodePath } from "../manifest/path.ts";
import { invalid, mountExists, unknownMount } from "./mount-errors.ts";
import { decodeRow, encodeRow, type UpperRow } from "./upper-rows.ts";

/** A mount as it is now. Times are in milliseconds since 1970. */
export interface MountInfo {
  /** Never given to another mount. */
  readonly id: number;
  readonly name: string;
  /** The label that it was made of, by its name now; null for a snapshot's mount. */
  readonly label: string | null;
  readonly base: SnapshotId;
  readonly revision: number;
  readonly created: number;
  /** When its files, base, name or label last changed. */
  readonly changed: number;
  readonly discardedAt: number | null;
}

/** A mount that is to be made. */
export interface NewMount extends Pick<MountInfo, "name" | "label" | "base"> {
  /** The reflog entry that moved a label to the base, where the base was named by one. */
  readonly entry?: number | undefined;
}

const NAME = /^[A-Za-z0-9._/][A-Za-z0-9._/-]{0,127}$/;

/**
 * Keeps a store's mounts in `strata.db`, whose schema is `MOUNT_SCHEMA`. What it does is a part of the `inTransaction` that the
 * caller may be in. A database from before there were mounts, opened to read, has none.
 */
export class MountCatalog {
  readonly #db: Database;
  readonly #clock: Clock;
  #sql: ReturnType<typeof prepare> | undefined;
  /** Apart, since a database that is only read may lack their column yet. */
  #pinSql: ReturnType<typeof preparePins> | undefined;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Gives all mounts, oldest first; discarded ones only when asked. */
  list({ discarded = false }: { discarded?: boolean } = {}): MountInfo[] {
    const all = this.#readable()?.all.all().map(infoOf) ?? [];
    return discarded ? all : all.filter(({ discardedAt }) => discardedAt === null);
  }

  /** Gives the mount with this number, discarded ones too. Throws `UnknownReference`. */
  get(id: number): MountInfo {
    const row = this.#readable()?.one.get(id);
    if (row === undefined) throw unknownMount(id);
    return infoOf(row);
  }

  /** Gives the open mount of this name. */
  find(name: string): MountInfo | undefined {
    const row = this.#readable()?.named.get(name);
    return row && infoOf(row);
  }

  /** Gives every entry that a mount's rows name, those of a discarded one too, for what must keep their objects. */
  entries(id: number): Entry[] {
    const rows = this.#readable()?.entries.all(id) ?? [];
    return rows.flatMap((row) => decodeRow(row).entry ?? []);
  }

  /**
   * Makes a mount of a snapshot that is durable. Throws `EINVAL` for a name that is none (1 to 128 ASCII letters, digits, `.`,
   * `_`, `-`, `/`), `EEXIST` for one that an open mount has, `UnknownLabel`.
   */
  create({ name, label, base, entry }: NewMount): MountInfo {
    return inTransaction(this.#db, () => {
      this.#requireFree(name);
      const labelId = this.#labelId(label);
      const now = this.#clock();
      const added = this.#pins().add.run(name, labelId, idToBytes(base), entry ?? null, now, now);
      return this.get(Number(added.lastInsertRowid));
    });
  }

  /** Gives an open mount another name or label. Throws as {@link create} does, and `UnknownReference`. */
  amend(id: number, change: { readonly name?: string; readonly label?: string | null }): MountInfo {
    return inTransaction(this.#db, () => {
      const { name, label } = { ...this.#open(id), ...change };
      this.#requireFree(name, id);
      this.#prepared().amend.run(name, this.#labelId(label), this.#clock(), id);
      return this.get(id);
    });
  }

  /** Discards an open mount; what was written to it is kept until {@link drop}. Throws `UnknownReference`. */
  discard(id: number): MountInfo {
    return inTransaction(this.#db, () => {
      this.#open(id);
      this.#prepared().discard.run(this.#clock(), id);
      return this.get(id);
    });
  }

  /** Opens a discarded mount again, under its name or another. Throws `UnknownReference`, `EEXIST`, `EINVAL`. */
  restore(id: number, name?: string): MountInfo {
    return inTransaction(this.#db, () => {
      const wanted = name ?? this.get(id).name;
      this.#requireFree(wanted, id);
      this.#prepared().restore.run(wanted, id);
      return this.get(id);
    });
  }

  /** Removes a discarded mount for good. Throws `UnknownReference` for one that is not discarded. */
  drop(id: number): void {
    if (this.#prepared().drop.run(id).changes === 0) throw unknownMount(id);
  }

  /** Gives what a mount is pinned on: by the entry that it was named by, where that is known. Throws `UnknownReference`. */
  pinnedOn(id: number): NamedSnapshot {
    const { base } = this.get(id);
    const entry = this.#pins().entry.get(id) ?? undefined;
    return entry === undefined ? { id: base } : { id: base, seq: entry };
  }

  /**
   * Pins a mount on another base, with these changes of it (paths as in a manifest, each once) in the place of all that was
   * written; their objects are to be durable by then. When the revision is no longer the expected one it does nothing and
   * gives false. Throws `UnknownReference`.
   */
  repin(id: number, expected: number, { id: base, seq }: NamedSnapshot, changes: Iterable<Change>): boolean {
    return inTransaction(this.#db, () => {
      if (this.#open(id).revision !== expected) return false;
      const sql = this.#prepared();
      sql.clear.run(id);
      for (const [path, entry] of changes) sql.put.run(id, encodePath(path), encodeRow(path, { entry }));
      this.#pins().repin.run(idToBytes(base), seq ?? null, this.#clock(), id);
      return true;
    });
  }

  #open(id: number): MountInfo {
    const mount = this.get(id);
    if (mount.discardedAt !== null) throw unknownMount(id);
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
    const id = this.#prepared().label.get(label);
    if (id === undefined) throw unknownLabel(label);
    return id;
  }

  /** Undefined where there is no table yet, which another process may make at any time. */
  #readable(): ReturnType<typeof prepare> | undefined {
    return this.#sql !== undefined || hasMounts(this.#db) ? this.#prepared() : undefined;
  }

  #pins(): ReturnType<typeof preparePins> {
    this.#pinSql ??= preparePins(this.#db);
    return this.#pinSql;
  }

  #prepared(): ReturnType<typeof prepare> {
    this.#sql ??= prepare(this.#db);
    return this.#sql;
  }
}

interface MountRow {
  id: number;
  name: string;
  label: string | null;
  base: Buffer;
  revision: number;
  created: number;
  changed: number;
  discarded_at: number | null;
}

function infoOf({ base, discarded_at: discardedAt, ...rest }: MountRow): MountInfo {
  return { ...rest, base: snapshotFromBytes(base), discardedAt };
}

/** Tells whether a database has the tables of mounts. */
export function hasMounts(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'mounts'").get() !== undefined
  );
}

const SELECT_MOUNT = `SELECT id, name, (SELECT name FROM labels WHERE id = mounts.label) AS label,
  base, revision, created, changed, discarded_at FROM mounts`;

function prepare(db: Database) {
  return {
    all: db.prepare<[], MountRow>(`${SELECT_MOUNT} ORDER BY id`),
    one: db.prepare<[number], MountRow>(`${SELECT_MOUNT} WHERE id = ?`),
    named: db.prepare<[string], MountRow>(`${SELECT_MOUNT} WHERE name = ? AND discarded_at IS NULL`),
    entries: db.prepare<[number], Pick<UpperRow, "entry">>("SELECT entry FROM upper WHERE mount = ?"),
    label: db.prepare<[string], number>("SELECT id FROM labels WHERE name = ?").pluck(),
    amend: db.prepare<[string, number | null, number, number]>(
      "UPDATE mounts SET name = ?, label = ?, changed = max(changed, ?) WHERE id = ?",
    ),
    discard: db.prepare<[number, number]>("UPDATE mounts SET discarded_at = ? WHERE id = ?"),
    restore: db.prepare<[string, number]>("UPDATE mounts SET discarded_at = NULL, name = ? WHERE id = ?"),
    drop: db.prepare<[number]>("DELETE FROM mounts WHERE id = ? AND discarded_at IS NOT NULL"),
    clear: db.prepare<[number]>("DELETE FROM upper WHERE mount = ?"),
    put: db.prepare<[number, Buffer, Uint8Array | null]>(
      "INSERT INTO upper (mount, path, entry) VALUES (?, ?, ?)",
    ),
  };
}

function preparePins(db: Database) {
  return {
    add: db.prepare<[string, number | null, Buffer, number | null, number, number]>(
      "INSERT INTO mounts (name, label, base, base_entry, created, changed) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    repin: db.prepare<[Buffer, number | null, number, number]>(
      `UPDATE mounts SET base = ?, base_entry = ?, revision = revision + 1, changed = max(changed, ?)
        WHERE id = ?`,
    ),
    // An older Strata pins a mount on another base and leaves the entry as it is, which then holds something else: the history
    // of the mount's label says where the base was.
    entry: db
      .prepare<[number], number | null>(
        `SELECT coalesce(
            (SELECT seq FROM reflog WHERE seq = base_entry AND to_id = base),
            (SELECT max(seq) FROM reflog WHERE reflog.label = mounts.label AND to_id = base))
          FROM mounts WHERE id = ?`,
      )
      .pluck(),
  };
}
