import { basename, join } from "node:path";
import { type Database, inTransaction, type Statement } from "../database/database.ts";
import { isCount, isIdBytes, isText, orNull, readRows, readValues } from "../database/rows.ts";
import { idFromBytes, idToBytes, type ObjectId } from "../ids.ts";
import { FRAME_COLUMNS, isKind, OBJECT_COLUMNS, PLACE_COLUMNS } from "./frame-rows.ts";
import type { Location } from "./location.ts";
import type { ObjectKind } from "./object-store.ts";
import type { FinishedPack } from "./pack-writer.ts";

/** The tables that say which pack holds which object. All of it can be rebuilt from the packs. */
export const PACK_INDEX_SCHEMA = `
  CREATE TABLE packs (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    bytes INTEGER NOT NULL
  );
  CREATE TABLE frames (
    no INTEGER PRIMARY KEY,
    pack INTEGER NOT NULL REFERENCES packs (no) ON DELETE CASCADE,
    offset INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    raw INTEGER NOT NULL,
    codec TEXT NOT NULL
  );
  CREATE INDEX frames_by_pack ON frames (pack);
  CREATE TABLE objects (
    id BLOB PRIMARY KEY CHECK (length(id) = 32),
    frame INTEGER NOT NULL,
    start INTEGER NOT NULL,
    len INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** A pack in the index. */
export interface IndexedPack {
  readonly name: string;
  readonly kind: ObjectKind;
  readonly bytes: number;
}

/** Finds objects in packs, in the tables of `index.db`. */
export class PackIndex {
  readonly #db: Database;
  readonly #folder: string;
  readonly #find;
  readonly #has: Statement;

  /** `folder` is the folder of the packs. */
  constructor(db: Database, folder: string) {
    this.#db = db;
    this.#folder = folder;
    this.#has = db.prepare("SELECT 1 FROM objects WHERE id = ?").pluck();
    this.#find = readRows(
      db.prepare<[Buffer]>(`
        SELECT name, offset, stored, raw, codec, start, len
        FROM objects JOIN frames ON frames.no = objects.frame JOIN packs ON packs.no = frames.pack
        WHERE objects.id = ?`),
      { name: isText, ...PLACE_COLUMNS, ...FRAME_COLUMNS, ...OBJECT_COLUMNS },
    );
  }

  /** Returns whether a pack has the object. */
  has(id: ObjectId): boolean {
    return this.#has.get(idToBytes(id)) !== undefined;
  }

  /** Returns the place of an object, or undefined if no pack has it. */
  locate(id: ObjectId): Location | undefined {
    const row = this.#find.get(idToBytes(id));
    if (row === undefined) return undefined;
    return {
      place: {
        kind: "pack",
        path: join(this.#folder, basename(row.name)),
        offset: row.offset,
        storedLen: row.stored,
      },
      shape: { codec: row.codec, rawLen: row.raw },
      start: row.start,
      len: row.len,
    };
  }

  /** Indexes a durable pack, unless it is indexed already. An object keeps its first place. */
  add(pack: FinishedPack): void {
    inTransaction(this.#db, () => {
      const entered = this.#db
        .prepare("INSERT OR IGNORE INTO packs (name, kind, bytes) VALUES (?, ?, ?)")
        .run(pack.name, pack.kind, pack.bytes);
      if (entered.changes === 0) return;
      const addFrame = this.#db.prepare(
        "INSERT INTO frames (pack, offset, stored, raw, codec) VALUES (?, ?, ?, ?, ?)",
      );
      const addObject = this.#db.prepare(
        "INSERT OR IGNORE INTO objects (id, frame, start, len) VALUES (?, ?, ?, ?)",
      );
      for (const { offset, storedLen, rawLen, codec, objects } of pack.frames) {
        const frame = addFrame.run(entered.lastInsertRowid, offset, storedLen, rawLen, codec).lastInsertRowid;
        let start = 0;
        for (const { id, len } of objects) {
          addObject.run(idToBytes(id), frame, start, len);
          start += len;
        }
      }
    });
  }

  /** Indexes a pack unless it was just discarded. Returns whether it still exists. */
  addWhile(pack: FinishedPack, isThere: () => boolean): boolean {
    return inTransaction(this.#db, () => {
      // Checked while nobody else can remove packs from the index, which happens after their files are removed.
      const present = isThere();
      if (present) this.add(pack);
      return present;
    });
  }

  /** Makes several changes in one transaction. */
  atomically(changes: () => void): void {
    inTransaction(this.#db, changes);
  }

  /** Returns all indexed packs. */
  packs(): IndexedPack[] {
    const rows = this.#db.prepare<[]>("SELECT name, kind, bytes FROM packs ORDER BY no");
    return readRows(rows, { name: isText, kind: isKind, bytes: isCount }).all();
  }

  /**
   * Removes a pack from the index, and the objects whose place was in it. `ids` are all its objects, if they are known; without
   * them every object of the index is looked at.
   */
  forget(name: string, ids?: readonly ObjectId[]): void {
    inTransaction(this.#db, () => {
      const frames = this.#framesOf(name);
      if (frames === undefined) return;
      if (ids === undefined) {
        this.#db.prepare("DELETE FROM objects WHERE frame BETWEEN ? AND ?").run(frames.first, frames.last);
      } else {
        this.#remove(frames, ids);
      }
      this.#db.prepare("DELETE FROM packs WHERE name = ?").run(name);
    });
  }

  /**
   * Removes those of these objects whose place is in a pack, until one is needed; returns whether none is. The pack and its other
   * objects stay.
   */
  forgetUnless(name: string, ids: readonly ObjectId[], isNeeded: (id: ObjectId) => boolean): boolean {
    return inTransaction(this.#db, () => {
      const frames = this.#framesOf(name);
      if (frames === undefined) return true;
      const needed = ids.some((id) => isNeeded(id) && this.#isIn(frames, id));
      if (!needed) this.#remove(frames, ids);
      return !needed;
    });
  }

  /** Makes a pack the place of all its objects that are in the index. It must be indexed. */
  prefer(pack: FinishedPack): void {
    inTransaction(this.#db, () => {
      const frames = readRows(
        this.#db.prepare<[string]>(
          "SELECT frames.no, offset FROM packs JOIN frames ON frames.pack = packs.no WHERE packs.name = ?",
        ),
        { no: isCount, offset: isCount },
      );
      const byOffset = new Map(frames.all(pack.name).map(({ no, offset }) => [offset, no]));
      const move = this.#db.prepare("UPDATE objects SET frame = ?, start = ?, len = ? WHERE id = ?");
      for (const { offset, objects } of pack.frames) {
        let start = 0;
        for (const { id, len } of objects) {
          move.run(byOffset.get(offset), start, len, idToBytes(id));
          start += len;
        }
      }
    });
  }

  /** Removes single objects. Their bytes stay in the packs until these are rewritten. */
  remove(ids: readonly ObjectId[]): void {
    const remove = this.#db.prepare("DELETE FROM objects WHERE id = ?");
    inTransaction(this.#db, () => {
      for (const id of ids) remove.run(idToBytes(id));
    });
  }

  /** Returns every id. Reads in pages, so that no statement stays open between them. */
  *ids(): Iterable<ObjectId> {
    const page = readValues(
      this.#db.prepare<[Buffer]>("SELECT id FROM objects WHERE id > ? ORDER BY id LIMIT 1000"),
      isIdBytes,
    );
    for (let last: Buffer = Buffer.alloc(0); ; ) {
      const ids = page.all(last);
      for (const id of ids) yield idFromBytes(id);
      const end = ids.at(-1);
      if (end === undefined) return;
      last = end;
    }
  }

  /** Returns the numbers of a pack's first and last frame: those between them are all its own. */
  #framesOf(name: string): FrameRange | undefined {
    const range = readRows(
      this.#db.prepare<[string]>(
        "SELECT min(frames.no) AS first, max(frames.no) AS last FROM packs JOIN frames ON frames.pack = packs.no WHERE packs.name = ?",
      ),
      { first: orNull(isCount), last: orNull(isCount) },
    ).get(name);
    if (range === undefined || range.first === null || range.last === null) return undefined;
    return { first: range.first, last: range.last };
  }

  #isIn({ first, last }: FrameRange, id: ObjectId): boolean {
    const place = this.#db.prepare("SELECT 1 FROM objects WHERE id = ? AND frame BETWEEN ? AND ?");
    return place.get(idToBytes(id), first, last) !== undefined;
  }

  #remove({ first, last }: FrameRange, ids: readonly ObjectId[]): void {
    const remove = this.#db.prepare("DELETE FROM objects WHERE id = ? AND frame BETWEEN ? AND ?");
    for (const id of ids) remove.run(idToBytes(id), first, last);
  }
}

/** The numbers of the frames of one pack, which were indexed in one transaction. */
interface FrameRange {
  readonly first: number;
  readonly last: number;
}
