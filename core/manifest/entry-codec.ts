import { StrataError } from "../errors.ts";
import { ID_BYTES, type ObjectId } from "../ids.ts";
import { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import {
  type ChunkRef,
  type Content,
  type Entry,
  FOLDER_MODE,
  isFileMode,
  MAX_CHUNKS,
  SYMLINK_MODE,
} from "./entry.ts";
import { hasLoneSurrogate } from "./path.ts";
import type { References } from "./scan.ts";

/** The u32 tags of `Content` in declaration order. */
const INLINE = 0;
const CHUNKS = 1;
const CHUNK_LIST = 2;

/** Encoded size of a {@link ChunkRef}. */
export const CHUNK_REF_BYTES = ID_BYTES + 8;

/** Minimum encoded size of an entry: a mode, a size, empty inline content, no link. */
export const MIN_ENTRY_BYTES = 4 + 8 + (4 + 8) + 1;

/** Writes `Entry { mode: u32, size: u64, content: Content, symlink: Option<String> }`. */
export function writeEntry(to: BincodeWriter, entry: Entry): void {
  to.u32(entry.mode);
  to.u64(entry.size);
  writeContent(to, entry.content);
  if (entry.symlink === null) {
    to.u8(0);
  } else {
    to.u8(1);
    to.text(entry.symlink);
  }
}

/** Reads and validates an entry. Inline bytes are a view of the input. Throws `CorruptObject`. */
export function readEntry(from: BincodeReader): Entry {
  const start = from.at;
  skipEntry(from);
  from.goTo(start);
  return readCheckedEntry(from);
}

/** Skips an entry and validates it without building it. Throws `CorruptObject`. */
export function skipEntry(from: BincodeReader): void {
  const mode = from.u32();
  const size = from.u64();
  const content = skipContent(from, size);
  const isLink = from.option();
  if (isLink) from.text();
  const wrong = outlineProblem(mode, size, content, isLink);
  if (wrong !== undefined) throw from.corrupt(wrong);
}

/** Tells what an entry in some bytes refers to, and skips it. Throws `CorruptObject`. */
export function scanEntry(from: BincodeReader, bytes: Uint8Array, found: References): void {
  from.skip(4 + 8);
  const tag = from.u32();
  if (tag === INLINE) {
    from.skipRaw();
  } else if (tag === CHUNKS) {
    const chunks = from.count(CHUNK_REF_BYTES);
    for (let at = 0; at < chunks; at++) {
      found.chunk(bytes, from.skipId());
      from.skip(CHUNK_REF_BYTES - ID_BYTES);
    }
  } else if (tag === CHUNK_LIST) {
    found.list(bytes, from.skipId());
  } else {
    throw from.corrupt(`content has the tag ${tag}`);
  }
  if (from.option()) from.skipRaw();
}

/** Reads an entry that {@link skipEntry} has validated. Inline bytes are a view of the input. */
export function readCheckedEntry(from: BincodeReader): Entry {
  const mode = from.u32();
  const size = from.u64();
  const content = readContent(from);
  return { mode, size, content, symlink: from.option() ? from.text() : null };
}

/** Errors about an entry outside of a node name this id, since it is no object. */
const NO_OBJECT = "0".repeat(64) as ObjectId;

/** Encodes a single entry as it is encoded in a node. */
export function encodeEntry(entry: Entry): Uint8Array {
  const to = new BincodeWriter(256);
  writeEntry(to, entry);
  return to.take();
}

/** Decodes the result of {@link encodeEntry}. Inline bytes are a view of the input. Throws `CorruptObject` for anything else. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const from = new BincodeReader(NO_OBJECT, bytes);
  const entry = readEntry(from);
  from.end();
  return entry;
}

/** Encodes a single `Content = Inline(bytes) | Chunks([{ id, len: u64 }]) | ChunkList(id)`. */
export function encodeContent(content: Content): Uint8Array {
  const to = new BincodeWriter(1024);
  writeContent(to, content);
  return to.take();
}

/** Writes one `{ id, len: u64 }`. */
export function writeChunkRef(to: BincodeWriter, chunk: ChunkRef): void {
  to.id(chunk.id);
  to.u64(chunk.len);
}

/** Reads one `{ id, len: u64 }`. Throws for an empty chunk. */
export function readChunkRef(from: BincodeReader): ChunkRef {
  return { id: from.id(), len: readChunkLength(from) };
}

function readChunkLength(from: BincodeReader): number {
  const len = from.u64();
  if (len === 0) throw from.corrupt("a chunk has no bytes");
  return len;
}

/**
 * Throws if readers would refuse an entry: `EINVAL` for a link's target that is not Unicode text, else `Internal`, the
 * caller's bug.
 */
export function requireEntry(path: string, entry: Entry): void {
  if (entry.symlink !== null && hasLoneSurrogate(entry.symlink)) {
    throw new StrataError("EINVAL", `The target of the link ${path} is not Unicode text.`, {
      data: { path },
    });
  }
  const wrong = entryProblem(entry);
  if (wrong !== undefined)
    throw new StrataError("Internal", `Not an entry: ${path}: ${wrong}.`, { data: { path } });
}

/** Returns why an entry is invalid, or undefined: its mode must fit its kind, its size the size of its content. */
export function entryProblem(entry: Entry): string | undefined {
  const { mode, size, content, symlink } = entry;
  return outlineProblem(mode, size, outlineOf(content, size), symlink !== null);
}

/**
 * The facts about a content that validation needs. A chunk list's length is in another object, so the entry's size is
 * taken for it.
 */
interface ContentOutline {
  readonly kind: Content["kind"];
  readonly length: number;
  readonly chunks: number;
}

function outlineOf(content: Content, size: number): ContentOutline {
  if (content.kind === "inline") return { kind: "inline", length: content.bytes.length, chunks: 0 };
  if (content.kind === "list") return { kind: "list", length: size, chunks: 0 };
  let length = 0;
  for (const chunk of content.chunks) length += chunk.len;
  return { kind: "chunks", length, chunks: content.chunks.length };
}

function outlineProblem(
  mode: number,
  size: number,
  content: ContentOutline,
  isLink: boolean,
): string | undefined {
  if (isFileMode(mode)) {
    if (isLink) return "a file has a link's target";
    return contentProblem(content, size);
  }
  if (mode === SYMLINK_MODE) {
    if (!isLink) return "a link has no target";
  } else if (mode === FOLDER_MODE) {
    if (isLink) return "an empty folder has a link's target";
  } else {
    return `0o${mode.toString(8)} is not a mode`;
  }
  const empty = size === 0 && content.kind === "inline" && content.length === 0;
  return empty ? undefined : "a link or an empty folder has content";
}

function contentProblem({ kind, length, chunks }: ContentOutline, size: number): string | undefined {
  if (kind === "chunks") {
    if (chunks > MAX_CHUNKS) return `an entry names more than ${MAX_CHUNKS} chunks`;
    if (chunks === 0) return "an entry names no chunks, and has no content of its own";
  }
  return length === size ? undefined : `a file of ${size} bytes has ${length} bytes of content`;
}

function writeContent(to: BincodeWriter, content: Content): void {
  switch (content.kind) {
    case "inline":
      to.u32(INLINE);
      to.raw(content.bytes);
      return;
    case "chunks":
      to.u32(CHUNKS);
      to.u64(content.chunks.length);
      for (const chunk of content.chunks) writeChunkRef(to, chunk);
      return;
    case "list":
      to.u32(CHUNK_LIST);
      to.id(content.id);
  }
}

function skipContent(from: BincodeReader, size: number): ContentOutline {
  const tag = from.u32();
  if (tag === INLINE) return { kind: "inline", length: from.skipRaw(), chunks: 0 };
  if (tag === CHUNKS) {
    const chunks = from.count(CHUNK_REF_BYTES);
    let length = 0;
    for (let at = 0; at < chunks; at++) {
      from.skipId();
      length += readChunkLength(from);
    }
    return { kind: "chunks", length, chunks };
  }
  if (tag !== CHUNK_LIST) throw from.corrupt(`content has the tag ${tag}`);
  from.skipId();
  return { kind: "list", length: size, chunks: 0 };
}

function readContent(from: BincodeReader): Content {
  const tag = from.u32();
  if (tag === INLINE) return { kind: "inline", bytes: from.raw() };
  if (tag === CHUNKS) {
    const count = from.count(CHUNK_REF_BYTES);
    const chunks: ChunkRef[] = [];
    for (let at = 0; at < count; at++) chunks.push(readChunkRef(from));
    return { kind: "chunks", chunks };
  }
  if (tag === CHUNK_LIST) return { kind: "list", id: from.id() };
  throw from.corrupt(`content has the tag ${tag}`);
}
