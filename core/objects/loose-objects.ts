import { type Database, inTransaction, type Statement } from "../database/database.ts";
import { isBytes, isCount, isIdBytes, orNull, readRows, readValues } from "../database/rows.ts";
import { idFromBytes, idToBytes, type ObjectId } from "../ids.ts";
import type { Frame, FrameShape } from "./frame.ts";
import { FRAME_COLUMNS, isKind, OBJECT_COLUMNS } from "./frame-rows.ts";
import type { Location } from "./location.ts";
import type { ObjectKind } from "./object-store.ts";

/**
 * The tables of loose frames, which are too few for a pack. They are in the precious database, so that the transaction
 * that moves a label also makes its objects durable.
 */
export const LOOSE_SCHEMA = `
  CREATE TABLE loose_frames (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    codec TEXT NOT NULL,
    raw INTEGER NOT NULL,
    stored BLOB NOT NULL
  );
  CREATE TABLE loose_objects (
    id BLOB PRIMARY KEY CHECK (length(id) = 32),
    frame INTEGER NOT NULL REFERENCES loose_frames (no) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    len INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX loose_objects_by_frame ON loose_objects (frame);
`;

/** A loose frame, for folding into a pack. */
export interface LooseFrame {
  readonly row: number;
  readonly kind: ObjectKind;
  readonly shape: FrameShape;
  readonly objects: readonly { readonly id: ObjectId; readonly start: number; readonly len: number }[];
}

/** Keeps loose frames in the tables of `strata.db`. */
export class LooseObjects {
  readonly #db: Database;
  readonly #any: Statement;
  readonly #has: Statement;
  readonly #find;
  readonly #stored;

  constructor(db: Database) {
    this.#db = db;
    this.#any = db.prepare("SELECT 1 FROM loose_objects LIMIT 1").pluck();
    this.#has = db.prepare("SELECT 1 FROM loose_objects WHERE id = ?").pluck();
    this.#find = readRows(
      db.prepare<[Buffer]>(`
        SELECT frame, start, len, raw, codec
        FROM loose_objects JOIN loose_frames ON loose_frames.no = loose_objects.frame WHERE id = ?`),
      { frame: isCount, ...OBJECT_COLUMNS, ...FRAME_COLUMNS },
    );
    this.#stored = readValues(db.prepare<[number]>("SELECT stored FROM loose_frames WHERE no = ?"), isBytes);
  }

  /** Returns whether there are no loose objects, as usual after an import. */
  isEmpty(): boolean {
    return this.#any.get() === undefined;
  }

  /** Returns whether an object is loose. */
  has(id: ObjectId): boolean {
    return this.#has.get(idToBytes(id)) !== undefined;
  }

  /** Returns the place of an object, or undefined if it is not loose. */
  locate(id: ObjectId): Location | undefined {
    const row = this.#find.get(idToBytes(id));
    if (row === undefined) return undefined;
    return {
      place: { kind: "loose", row: row.frame },
      shape: { codec: row.codec, rawLen: row.raw },
      start: row.start,
      len: row.len,
    };
  }

  /** Reads a frame's stored bytes; undefined if it is gone, as after folding. */
  stored(row: number): Buffer | undefined {
    return this.#stored.get(row);
  }

  /** Adds frames, in a transaction that the caller may have open. An object that is already loose stays where it is. */
  add(frames: readonly Frame[]): void {
    if (frames.length === 0) return;
    const addFrame = this.#db.prepare(
      "INSERT INTO loose_frames (kind, codec, raw, stored) VALUES (?, ?, ?, ?)",
    );
    const addObject = this.#db.prepare(
      "INSERT OR IGNORE INTO loose_objects (id, frame, start, len) VALUES (?, ?, ?, ?)",
    );
    inTransaction(this.#db, () => {
      for (const { kind, codec, rawLen, stored, objects } of frames) {
        const frame = addFrame.run(kind, codec, rawLen, stored).lastInsertRowid;
        let start = 0;
        for (const { id, len } of objects) {
          addObject.run(idToBytes(id), frame, start, len);
          start += len;
        }
      }
    });
  }

  /** Returns the number of loose stored bytes. */
  bytes(): number {
    const sum = this.#db.prepare<[]>("SELECT coalesce(sum(length(stored)), 0) FROM loose_frames");
    return readValues(sum, isCount).get() ?? 0;
  }

  /** Returns the number of loose stored bytes that belong to no object, as when one of a frame was removed; an estimate. */
  unnamedBytes(): number {
    const sum = this.#db.prepare<[]>(`
      SELECT coalesce(sum(length(stored) * (raw - named) / raw), 0) FROM (
        SELECT stored, raw, (SELECT coalesce(sum(len), 0) FROM loose_objects WHERE frame = no) AS named
        FROM loose_frames WHERE raw > 0)`);
    return readValues(sum, isCount).get() ?? 0;
  }

  /** Returns all frames, without their bytes. */
  frames(): LooseFrame[] {
    const rows = readRows(
      this.#db.prepare<[]>(
        `SELECT no, kind, codec, raw, id, start, len
         FROM loose_frames LEFT JOIN loose_objects ON frame = no ORDER BY no, start`,
      ),
      {
        no: isCount,
        kind: isKind,
        ...FRAME_COLUMNS,
        id: orNull(isIdBytes),
        start: orNull(OBJECT_COLUMNS.start),
        len: orNull(OBJECT_COLUMNS.len),
      },
    );
    const frames = new Map<
      number,
      LooseFrame & { objects: { id: ObjectId; start: number; len: number }[] }
    >();
    for (const { no, kind, codec, raw, id, start, len } of rows.all()) {
      const frame = frames.get(no) ?? { row: no, kind, shape: { codec, rawLen: raw }, objects: [] };
      frames.set(no, frame);
      if (id !== null) frame.objects.push({ id: idFromBytes(id), start: start ?? 0, len: len ?? 0 });
    }
    return [...frames.values()];
  }

  /** Removes whole frames whose objects have become durable elsewhere. */
  drop(rows: readonly number[]): void {
    const drop = this.#db.prepare("DELETE FROM loose_frames WHERE no = ?");
    inTransaction(this.#db, () => {
      for (const row of rows) drop.run(row);
    });
  }

  /** Removes single objects, and the frames that become empty. */
  remove(ids: readonly ObjectId[]): void {
    const remove = this.#db.prepare("DELETE FROM loose_objects WHERE id = ?");
    inTransaction(this.#db, () => {
      for (const id of ids) remove.run(idToBytes(id));
      this.#db.exec("DELETE FROM loose_frames WHERE no NOT IN (SELECT frame FROM loose_objects)");
    });
  }

  /** Returns every id. */
  ids(): ObjectId[] {
    const ids = readValues(this.#db.prepare<[]>("SELECT id FROM loose_objects"), isIdBytes);
    return ids.all().map(idFromBytes);
  }
}
