import type { ObjectId } from "../ids.ts";

/** One chunk of a file: its id, and how many plaintext bytes it has. */
export interface ChunkRef {
  readonly id: ObjectId;
  readonly len: number;
}

/**
 * Where a file's bytes are: in the entry itself, in chunks that the entry names, or in more chunks than an entry names
 * (over {@link MAX_CHUNKS}), which a chunk list object names.
 */
export type Content =
  | { readonly kind: "inline"; readonly bytes: Uint8Array }
  | { readonly kind: "chunks"; readonly chunks: readonly ChunkRef[] }
  | { readonly kind: "list"; readonly id: ObjectId };

/**
 * What a manifest says of one path. `mode` is the file type and nine permission bits; `size` is in bytes and the sum of
 * the chunks' lengths; `symlink` is the target of a link. Links and empty folders have size 0 and empty inline content.
 */
export interface Entry {
  readonly mode: number;
  readonly size: number;
  readonly content: Content;
  readonly symlink: string | null;
}

/** The most chunks that an entry names itself. */
export const MAX_CHUNKS = 1024;

const TYPE_BITS = 0o170000;
const FILE_BITS = 0o100000;

/** The mode of every link. */
export const SYMLINK_MODE = 0o120777;
/** The mode of every empty folder. */
export const FOLDER_MODE = 0o040755;
/** The mode of a new file where the system has no POSIX modes. */
export const DEFAULT_FILE_MODE = 0o100644;

const NO_CONTENT: Content = { kind: "inline", bytes: new Uint8Array(0) };

/** The entry of a folder with nothing in it; a folder with something in it has none. */
export const EMPTY_FOLDER: Entry = { mode: FOLDER_MODE, size: 0, content: NO_CONTENT, symlink: null };

/** Makes a file's entry. `mode` may be a whole `st_mode`: only the nine permission bits are kept. */
export function fileEntry(mode: number, size: number, content: Content): Entry {
  return { mode: FILE_BITS | (mode & 0o777), size, content, symlink: null };
}

/** Makes a link's entry. */
export function symlinkEntry(target: string): Entry {
  return { mode: SYMLINK_MODE, size: 0, content: NO_CONTENT, symlink: target };
}

/** What kind of thing an entry is. */
export function entryType(entry: Entry): "file" | "symlink" | "directory" {
  if ((entry.mode & TYPE_BITS) === FILE_BITS) return "file";
  return entry.mode === SYMLINK_MODE ? "symlink" : "directory";
}

/** Tells whether two entries say the same: then, and only then, they have the same encoding. */
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
