import { readFileSync, statSync } from "node:fs";

// The formats are at https://sqlite.org/fileformat2.html: the database's header in section 1.3, the write-ahead log in section 4.
const WAL_MAGIC = 0x377f0682;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;
/** Where the header says which way of writing the file has; 2 stands for a log beside it. */
const WRITE_VERSION = 18;

const TRIES = 5;

/**
 * Reads a database file and the log beside it as one that has no log, to be opened in memory: for a disk where SQLite cannot make
 * the files that it needs to read a log. Undefined while somebody writes to it; what is read is never torn.
 */
export function readAtRest(path: string): Buffer | undefined {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = stateOf(path);
    // The file first: what a checkpoint moves into it meanwhile is still in a log with the same header.
    const database = readFileSync(path);
    const log = readIfThere(`${path}-wal`);
    if (stateOf(path) === before) return withLog(database, log);
  }
  return undefined;
}

/** Tells a database file and its log from what they are after anybody wrote to them, but for what was added to the log. */
export function stateOf(path: string): string {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true });
  return `${ino}:${size}:${mtimeNs}:${readIfThere(`${path}-wal`).toString("hex", 0, WAL_HEADER)}`;
}

/** Gives the database with all that is committed in the log. */
function withLog(database: Buffer, log: Buffer): Buffer {
  const { pages, frames } = committedIn(log);
  const pageSize = pages === 0 ? 0 : log.readUInt32BE(8);
  const result = pages === 0 ? database : Buffer.alloc(pages * pageSize);
  if (pages > 0) database.copy(result);
  for (const [page, content] of frames) if (page <= pages) content.copy(result, (page - 1) * pageSize);
  if (result.length > WRITE_VERSION + 1 && result[WRITE_VERSION] === 2)
    result.fill(1, WRITE_VERSION, WRITE_VERSION + 2);
  return result;
}

interface Committed {
  /** How many pages the database has then; 0 where the log has nothing. */
  readonly pages: number;
  /** The latest content of each page. */
  readonly frames: ReadonlyMap<number, Buffer>;
}

/** Gives what a log adds: frames count up to the last commit before one that is torn, or left of an earlier log. */
function committedIn(log: Buffer): Committed {
  const nothing = { pages: 0, frames: new Map() };
  if (log.length < WAL_HEADER || (log.readUInt32BE(0) & ~1) !== WAL_MAGIC) return nothing;
  const sum = new Checksum((log.readUInt32BE(0) & 1) === 1);
  sum.add(log.subarray(0, 24));
  if (!sum.isAt(log, 24)) return nothing;
  const salt = log.subarray(16, 24);
  const frameSize = FRAME_HEADER + log.readUInt32BE(8);
  const waiting = new Map<number, Buffer>();
  const frames = new Map<number, Buffer>();
  let pages = 0;
  for (let at = WAL_HEADER; at + frameSize <= log.length; at += frameSize) {
    const content = log.subarray(at + FRAME_HEADER, at + frameSize);
    sum.add(log.subarray(at, at + 8));
    sum.add(content);
    if (!log.subarray(at + 8, at + 16).equals(salt) || !sum.isAt(log, at + 16)) break;
    waiting.set(log.readUInt32BE(at), content);
    const committed = log.readUInt32BE(at + 4);
    if (committed === 0) continue;
    pages = committed;
    for (const [page, latest] of waiting) frames.set(page, latest);
    waiting.clear();
  }
  return { pages, frames };
}

/** The checksum that runs through a log (section 4.2). */
class Checksum {
  readonly #isBigEndian: boolean;
  #first = 0;
  #second = 0;

  constructor(isBigEndian: boolean) {
    this.#isBigEndian = isBigEndian;
  }

  /** Adds bytes: as many as make pairs of words of four. */
  add(bytes: Uint8Array): void {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < bytes.length; at += 8) {
      this.#first = (this.#first + words.getUint32(at, !this.#isBigEndian) + this.#second) >>> 0;
      this.#second = (this.#second + words.getUint32(at + 4, !this.#isBigEndian) + this.#first) >>> 0;
    }
  }

  isAt(log: Buffer, offset: number): boolean {
    return log.readUInt32BE(offset) === this.#first && log.readUInt32BE(offset + 4) === this.#second;
  }
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw thrown;
  }
}
