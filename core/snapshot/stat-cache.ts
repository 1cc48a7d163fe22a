import { type Database, inTransaction } from "../database/database.ts";
import { isBytes, readValues } from "../database/rows.ts";
import { SIGNATURE_BYTES } from "./signature.ts";

/**
 * The table of the files on disk as they were last read: one row per folder, under the bytes of its absolute path, so
 * that a change rewrites only its folder's row.
 */
export const STAT_CACHE_SCHEMA = `
  CREATE TABLE stat_cache (folder BLOB PRIMARY KEY, files BLOB NOT NULL) WITHOUT ROWID;
`;

/** A cached file. */
export interface RememberedFile {
  readonly name: string;
  readonly signature: Uint8Array;
  /** The encoded entry. */
  readonly entry: Uint8Array;
}

/** Caches entries of files by their `lstat`. Anything in it may be dropped at any time. */
export class StatCache {
  readonly #db: Database;
  readonly #get;

  constructor(db: Database) {
    this.#db = db;
    this.#get = readValues(
      db.prepare<[Uint8Array]>("SELECT files FROM stat_cache WHERE folder = ?"),
      isBytes,
    );
  }

  /** Returns the cached files directly in a folder. */
  folder(path: Uint8Array): RememberedFolder {
    return new RememberedFolder(this.#get.get(path) ?? Buffer.alloc(0));
  }

  /**
   * Replaces the cached files of folders. A folder without files is removed. Files are iterated twice; look-ups are
   * fastest if they are in byte order of their names.
   */
  save(folders: Iterable<readonly [path: Uint8Array, files: Iterable<RememberedFile>]>): void {
    const put = this.#db.prepare("INSERT OR REPLACE INTO stat_cache (folder, files) VALUES (?, ?)");
    const drop = this.#db.prepare("DELETE FROM stat_cache WHERE folder = ?");
    inTransaction(this.#db, () => {
      for (const [path, files] of folders) {
        const row = encodeRow(files);
        if (row.length === 0) drop.run(path);
        else put.run(path, row);
      }
    });
  }
}

/** The offsets of a file's parts in a row. */
interface Place {
  readonly name: number;
  readonly signature: number;
  readonly entry: number;
  readonly end: number;
}

/**
 * The cached files of one folder, read from its row on demand: a row may have half a million. Files should be asked for
 * in byte order of their names; one out of order may be taken for unknown.
 */
export class RememberedFolder {
  /** Number of cached files. */
  readonly size: number;
  readonly #row: Buffer;
  /** For a row that is not sorted: the place of each file. */
  readonly #places: ReadonlyMap<string, Place> | undefined;
  /** For a sorted row: the file after the last one asked for. */
  #next: Place | undefined;

  constructor(row: Buffer) {
    this.#row = row;
    this.#next = this.#place(0);
    let size = 0;
    let inOrder = true;
    let before: Place | undefined;
    for (const place of this.#all()) {
      size++;
      inOrder &&=
        before === undefined ||
        row.compare(row, before.name, before.signature, place.name, place.signature) > 0;
      before = place;
    }
    this.size = size;
    if (!inOrder) this.#places = new Map(Array.from(this.#all(), (place) => [this.#nameAt(place), place]));
  }

  /** Returns the encoded entry of a file if its signature is the cached one. */
  entry(name: string, signature: Uint8Array): Uint8Array | undefined {
    const place = this.#places === undefined ? this.#findNext(name) : this.#places.get(name);
    if (place === undefined) return undefined;
    const end = place.signature + SIGNATURE_BYTES;
    return this.#row.compare(signature, 0, SIGNATURE_BYTES, place.signature, end) === 0
      ? this.#row.subarray(place.entry, place.end)
      : undefined;
  }

  /** Yields all files in the order of the row. */
  *files(): Generator<RememberedFile> {
    for (const place of this.#all()) {
      yield {
        name: this.#nameAt(place),
        signature: this.#row.subarray(place.signature, place.signature + SIGNATURE_BYTES),
        entry: this.#row.subarray(place.entry, place.end),
      };
    }
  }

  #findNext(name: string): Place | undefined {
    const wanted = Buffer.from(name);
    for (let place = this.#next; place !== undefined; place = this.#place(place.end)) {
      const order = this.#row.compare(wanted, 0, wanted.length, place.name, place.signature);
      this.#next = place;
      if (order >= 0) return order === 0 ? place : undefined;
    }
    this.#next = undefined;
    return undefined;
  }

  *#all(): Generator<Place> {
    for (let place = this.#place(0); place !== undefined; place = this.#place(place.end)) yield place;
  }

  #nameAt({ name, signature }: Place): string {
    return this.#row.toString("utf8", name, signature);
  }

  /** Returns undefined at the end, or if the row is damaged. */
  #place(at: number): Place | undefined {
    const row = this.#row;
    if (at + 2 > row.length) return undefined;
    const signature = at + 2 + row.readUInt16LE(at);
    const length = signature + SIGNATURE_BYTES;
    if (length + 4 > row.length) return undefined;
    const end = length + 4 + row.readUInt32LE(length);
    return end > row.length ? undefined : { name: at + 2, signature, entry: length + 4, end };
  }
}

/**
 * Maximum size of a row in bytes. Files beyond it are read again each time; only profiles with large inline contents
 * reach it.
 */
const MAX_ROW = 64 * 1024 * 1024;

/**
 * Encodes a row. For each file: u16 length of the name, the name, the signature, u32 length of the entry, the entry.
 */
function encodeRow(files: Iterable<RememberedFile>): Buffer {
  let length = 0;
  for (const file of files) {
    const bytes = 2 + Buffer.byteLength(file.name) + SIGNATURE_BYTES + 4 + file.entry.length;
    if (length + bytes > MAX_ROW) break;
    length += bytes;
  }
  const row = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { name, signature, entry } of files) {
    if (at === length) break;
    const bytes = row.write(name, at + 2);
    row.writeUInt16LE(bytes, at);
    row.set(signature, at + 2 + bytes);
    const after = at + 2 + bytes + SIGNATURE_BYTES;
    row.writeUInt32LE(entry.length, after);
    row.set(entry, after + 4);
    at = after + 4 + entry.length;
  }
  return row;
}
