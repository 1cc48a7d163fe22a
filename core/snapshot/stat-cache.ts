import { type Database, inTransaction } from "../database/database.ts";
import { isBytes, orNull, readRows, readValues } from "../database/rows.ts";
import { type RememberedFile, SegmentWriter, StatSegment } from "./stat-segment.ts";

/**
 * The table of the files on disk as they were last read: one row per folder, under the bytes of its absolute path, so
 * that a change rewrites only its folder's row. The row of a large folder is split into segments: each holds the files
 * from the name `first` on, up to the next segment's, and begins with no name in a folder's first segment.
 */
export const STAT_CACHE_SCHEMA = `
  CREATE TABLE stat_cache (
    folder BLOB NOT NULL,
    first BLOB NOT NULL,
    files BLOB NOT NULL,
    PRIMARY KEY (folder, first)
  ) WITHOUT ROWID;
`;

/** Come before and after all names. */
const START = Buffer.alloc(0);
const END = Buffer.of(0xff);

/** Caches entries of files by their `lstat`. Anything in it may be dropped at any time. */
export class StatCache {
  readonly #db: Database;
  readonly #covering;
  readonly #files;

  constructor(db: Database) {
    this.#db = db;
    this.#covering = readRows(
      db.prepare<[Uint8Array, Uint8Array]>(
        `SELECT first, files, (SELECT later.first FROM stat_cache AS later
           WHERE later.folder = stat_cache.folder AND later.first > stat_cache.first ORDER BY later.first LIMIT 1) AS next
         FROM stat_cache WHERE folder = ? AND first <= ? ORDER BY first DESC LIMIT 1`,
      ),
      { first: isBytes, files: isBytes, next: orNull(isBytes) },
    );
    this.#files = readValues(
      db.prepare<[Uint8Array, Uint8Array]>("SELECT files FROM stat_cache WHERE folder = ? AND first = ?"),
      isBytes,
    );
  }

  /** Returns the cached files directly in a folder. */
  folder(path: Uint8Array): RememberedFolder {
    return new RememberedFolder((name) => {
      const { first = START, files = START, next } = this.#covering.get(path, name) ?? {};
      return new StatSegment(first, next ?? undefined, files);
    });
  }

  /**
   * Replaces the cached files of folders, given in byte order of their names; those that {@link folder} yields may be
   * among them. A folder without files is removed. Segments that stay the same are not written.
   */
  save(folders: Iterable<readonly [path: Uint8Array, files: Iterable<RememberedFile>]>): void {
    const put = this.#db.prepare("INSERT OR REPLACE INTO stat_cache (folder, first, files) VALUES (?, ?, ?)");
    const drop = this.#db.prepare("DELETE FROM stat_cache WHERE folder = ? AND first >= ? AND first < ?");
    const dropInside = this.#db.prepare(
      "DELETE FROM stat_cache WHERE folder = ? AND first > ? AND first < ?",
    );
    inTransaction(this.#db, () => {
      for (const [path, files] of folders) {
        for (const { first, next = END, bytes } of cut(files)) {
          if (bytes.length === 0) drop.run(path, first, next);
          else {
            dropInside.run(path, first, next);
            if (this.#files.get(path, first)?.equals(bytes) !== true) put.run(path, first, bytes);
          }
        }
      }
    });
  }
}

/** Yields the segments of a folder's files, each valid until the next; an empty one if there are none. */
function* cut(
  files: Iterable<RememberedFile>,
): Generator<{ first: Buffer; next: Buffer | undefined; bytes: Buffer }> {
  const writer = new SegmentWriter();
  let first = START;
  let isEnd = false;
  for (const file of files) {
    if (isEnd) {
      const next = Buffer.from(file.name);
      yield { first, next, bytes: writer.take() };
      first = next;
    }
    isEnd = writer.add(file);
  }
  yield { first, next: undefined, bytes: writer.take() };
}

/** The cached files of one folder. Holds one segment at a time; look-ups are fastest in byte order of the names. */
export class RememberedFolder {
  readonly #load: (name: Uint8Array) => StatSegment;
  #segment: StatSegment | undefined;
  #passedOver = false;

  /** `load` returns the segment in whose range a name lies. */
  constructor(load: (name: Uint8Array) => StatSegment) {
    this.#load = load;
  }

  /** Returns the encoded entry of a file if its signature is the cached one. */
  entry(name: string, signature: Uint8Array): Uint8Array | undefined {
    const bytes = Buffer.from(name);
    return this.#covering(bytes).entry(bytes, signature);
  }

  /** Returns the encoded entry of a file, whatever its signature. */
  lastEntry(name: string): Uint8Array | undefined {
    const bytes = Buffer.from(name);
    return this.#covering(bytes).entry(bytes);
  }

  /** Whether every cached file was asked for, in order: then none of them is gone. */
  get isUsedUp(): boolean {
    const last = this.#segment ?? this.#covering(START);
    return !this.#passedOver && last.isUsedUp && last.next === undefined;
  }

  /** Yields all files in byte order of their names. */
  *files(): Generator<RememberedFile> {
    for (let first: Buffer | undefined = START; first !== undefined; ) {
      const segment: StatSegment = this.#load(first);
      yield* segment.files();
      first = segment.next;
    }
  }

  #covering(name: Buffer): StatSegment {
    const before = this.#segment;
    if (before?.covers(name)) return before;
    const segment = this.#load(name);
    const expected = before === undefined ? START : before.isUsedUp ? before.next : undefined;
    if (expected === undefined || !segment.first.equals(expected)) this.#passedOver = true;
    this.#segment = segment;
    return segment;
  }
}
