import { type Database, inTransaction, type Statement } from "../database/database.ts";
import type { Entry } from "../manifest/entry.ts";
import { decodeEntry, encodeEntry } from "../manifest/entry-bytes.ts";
import { SIGNATURE_BYTES, type Signature } from "./signature.ts";

/**
 * The table that remembers what files on disk held when they were last read: one row a folder, under the bytes of its
 * absolute path, so that a change rewrites its folder's row and no other.
 */
export const STAT_CACHE_SCHEMA = `
  CREATE TABLE stat_cache (folder BLOB PRIMARY KEY, files BLOB NOT NULL) WITHOUT ROWID;
`;

/** What is remembered of a file. */
export interface RememberedFile {
  readonly signature: Signature;
  /** The encoded entry. */
  readonly entry: Uint8Array;
}

/** Remembers entries of files by what `lstat` says of them. Anything in it may be forgotten at any time. */
export class StatCache {
  readonly #db: Database;
  readonly #get: Statement;

  constructor(db: Database) {
    this.#db = db;
    this.#get = db.prepare("SELECT files FROM stat_cache WHERE folder = ?").pluck();
  }

  /** Gives what is remembered of the files directly in a folder, by name. */
  folder(path: Uint8Array): Map<string, RememberedFile> {
    const row = this.#get.get(path) as Buffer | undefined;
    return row === undefined ? new Map() : decodeRow(row);
  }

  /** Replaces what is remembered of folders; a folder without files is forgotten. */
  save(folders: Iterable<readonly [path: Uint8Array, files: ReadonlyMap<string, RememberedFile>]>): void {
    const put = this.#db.prepare("INSERT OR REPLACE INTO stat_cache (folder, files) VALUES (?, ?)");
    const drop = this.#db.prepare("DELETE FROM stat_cache WHERE folder = ?");
    inTransaction(this.#db, () => {
      for (const [path, files] of folders) {
        if (files.size === 0) drop.run(path);
        else put.run(path, encodeRow(files));
      }
    });
  }
}

/** Makes what is remembered of a file. */
export function rememberedFile(signature: Signature, entry: Entry): RememberedFile {
  return { signature, entry: encodeEntry(entry) };
}

/** Gives the entry that is remembered, or undefined when the row is damaged: the file is then read again. */
export function rememberedEntry(file: RememberedFile): Entry | undefined {
  try {
    return decodeEntry(file.entry);
  } catch {
    return undefined;
  }
}

/** A row is no larger, in bytes; files beyond it are read again each time. Only profiles with large inline contents get there. */
const MAX_ROW = 64 * 1024 * 1024;

/** A row is, for each file: u16 bytes of the name, the name, the signature, u32 bytes of the entry, the entry. */
function encodeRow(files: ReadonlyMap<string, RememberedFile>): Buffer {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const [name, { signature, entry }] of files) {
    bytes += name.length + entry.length;
    if (bytes > MAX_ROW) break;
    const nameBytes = Buffer.from(name);
    const head = Buffer.allocUnsafe(2);
    head.writeUInt16LE(nameBytes.length);
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32LE(entry.length);
    parts.push(head, nameBytes, signature, length, entry);
  }
  return Buffer.concat(parts);
}

function decodeRow(row: Buffer): Map<string, RememberedFile> {
  const files = new Map<string, RememberedFile>();
  for (let at = 0; at + 2 <= row.length; ) {
    const nameEnd = at + 2 + row.readUInt16LE(at);
    const signatureEnd = nameEnd + SIGNATURE_BYTES;
    if (signatureEnd + 4 > row.length) break;
    const entryEnd = signatureEnd + 4 + row.readUInt32LE(signatureEnd);
    if (entryEnd > row.length) break;
    files.set(row.toString("utf8", at + 2, nameEnd), {
      signature: row.subarray(nameEnd, signatureEnd),
      entry: row.subarray(signatureEnd + 4, entryEnd),
    });
    at = entryEnd;
  }
  return files;
}
