import type { ObjectId } from "../ids.ts";

/** A reference to one chunk of a file; `len` is its size in plaintext bytes. */
export interface ChunkRef {
  readonly id: ObjectId;
  readonly len: number;
}

/**
 * Where a file's bytes are stored. The choice follows from the size and the store's profile, so equal bytes have equal
 * contents within a store.
 *
 * `inline`: in the entry itself. `chunks`: in 1 to {@link MAX_CHUNKS} chunks listed in the entry, in order. `list`: in
 * more chunks than that, listed by a tree of chunk lists whose root is `id` (`chunk-list.ts`).
 */
export type Content =
  | { readonly kind: "inline"; readonly bytes: Uint8Array }
  | { readonly kind: "chunks"; readonly chunks: readonly ChunkRef[] }
  | { readonly kind: "list"; readonly id: ObjectId };

/**
 * The value of a path in a manifest: a file, a link or an empty folder. A folder with contents has no entry; it exists
 * through the paths below it.
 *
 * `mode` is the file type and nine permission bits, `size` the number of content bytes, `symlink` a link's target and
 * null for others. Links and empty folders have size 0 and empty inline content.
 *
 * Entries are immutable values. Make them with {@link fileEntry}, {@link symlinkEntry} or {@link EMPTY_FOLDER}, compare
 * them with {@link sameEntry}; equal entries have equal encodings. There are no times and no owners.
 */
export interface Entry {
  readonly mode: number;
  readonly size: number;
  readonly content: Content;
  readonly symlink: string | null;
}

/** Maximum number of chunks listed in an entry. */
export const MAX_CHUNKS = 1024;

const TYPE_BITS = 0o170000;
const FILE_BITS = 0o100000;

/** Mode of every link. */
export const SYMLINK_MODE = 0o120777;
/** Mode of every empty folder. */
export const FOLDER_MODE = 0o040755;
/** Mode of a new file on systems without POSIX modes. */
export const DEFAULT_FILE_MODE = 0o100644;

const NO_CONTENT: Content = { kind: "inline", bytes: new Uint8Array(0) };

/** The entry of an empty folder. A folder with contents has none. */
export const EMPTY_FOLDER: Entry = { mode: FOLDER_MODE, size: 0, content: NO_CONTENT, symlink: null };

/** Returns whether a number is the mode of a file: its type, and nine permission bits. */
export function isFileMode(mode: number): boolean {
  return mode >= FILE_BITS && mode <= (FILE_BITS | 0o777);
}

/** Returns a file's entry. `mode` may be a whole `st_mode`; only its nine permission bits are kept. */
export function fileEntry(mode: number, size: number, content: Content): Entry {
  return { mode: FILE_BITS | (mode & 0o777), size, content, symlink: null };
}

/** Returns a link's entry. */
export function symlinkEntry(target: string): Entry {
  return { mode: SYMLINK_MODE, size: 0, content: NO_CONTENT, symlink: target };
}

/** Returns the type of an entry. A directory is always an empty folder. */
export function entryType(entry: Entry): "file" | "symlink" | "directory" {
  if ((entry.mode & TYPE_BITS) === FILE_BITS) return "file";
  return entry.mode === SYMLINK_MODE ? "symlink" : "directory";
}

/** Returns whether two entries are equal, which is when their encodings are. */
export function sameEntry(a: Entry, b: Entry): boolean {
  return (
    a === b ||
    (a.mode === b.mode && a.size === b.size && a.symlink === b.symlink && sameContent(a.content, b.content))
  );
}

function sameContent(a: Content, b: Content): boolean {
  if (a.kind === "inline") return b.kind === "inline" && Buffer.compare(a.bytes, b.bytes) === 0;
  if (a.kind === "list") return b.kind === "list" && a.id === b.id;
  return b.kind === "chunks" && sameChunks(a.chunks, b.chunks);
}

function sameChunks(a: readonly ChunkRef[], b: readonly ChunkRef[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((chunk, at) => chunk.id === b[at]?.id && chunk.len === b[at]?.len);
}
