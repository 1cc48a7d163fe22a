import { StrataError } from "../errors.ts";
import { ID_BYTES } from "../ids.ts";
import type { BincodeReader } from "./bincode-reader.ts";
import { BincodeWriter } from "./bincode-writer.ts";
import { type ChunkRef, type Content, type Entry, FOLDER_MODE, MAX_CHUNKS, SYMLINK_MODE } from "./entry.ts";
import { hasLoneSurrogate } from "./path.ts";

/** The u32 tags of `Content`, in the order of its declaration. */
const INLINE = 0;
const CHUNKS = 1;
const CHUNK_LIST = 2;

/** Bytes of an encoded {@link ChunkRef}. */
export const CHUNK_REF_BYTES = ID_BYTES + 8;

/** The fewest bytes that an encoded entry has: a mode, a size, empty inline content, no link. */
export const LEAST_ENTRY_BYTES = 4 + 8 + (4 + 8) + 1;

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

/** Reads an entry, and checks that it is one. Inline bytes are a window on the input. Throws `CorruptObject`. */
export function readEntry(from: BincodeReader): Entry {
  const mode = from.u32();
  const size = from.u64();
  const content = readContent(from);
  const symlink = from.option() ? from.text() : null;
  const entry: Entry = { mode, size, content, symlink };
  const wrong = entryProblem(entry);
  if (wrong !== undefined) throw from.corrupt(wrong);
  return entry;
}

/** Encodes `Content = Inline(bytes) | Chunks([{ id, len: u64 }]) | ChunkList(id)` by itself. */
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

/** Reads one `{ id, len: u64 }`. A chunk has at least one byte. */
export function readChunkRef(from: BincodeReader): ChunkRef {
  const id = from.id();
  const len = from.u64();
  if (len === 0) throw from.corrupt("a chunk has no bytes");
  return { id, len };
}

/** Refuses to store an entry that no reader would take: a defect of the caller (`Internal`), or a link's bad target. */
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

/** Says what is wrong with an entry, or nothing: its type, and that its size is that of its content. */
export function entryProblem(entry: Entry): string | undefined {
  const { mode, size, content, symlink } = entry;
  if (mode >>> 9 === 0o100) {
    if (symlink !== null) return "a file has a link's target";
    return contentProblem(content, size);
  }
  if (mode === SYMLINK_MODE) {
    if (symlink === null) return "a link has no target";
  } else if (mode === FOLDER_MODE) {
    if (symlink !== null) return "an empty folder has a link's target";
  } else {
    return `0o${mode.toString(8)} is not a mode`;
  }
  const empty = size === 0 && content.kind === "inline" && content.bytes.length === 0;
  return empty ? undefined : "a link or an empty folder has content";
}

function contentProblem(content: Content, size: number): string | undefined {
  let sum = size;
  if (content.kind === "inline") {
    sum = content.bytes.length;
  } else if (content.kind === "chunks") {
    const { chunks } = content;
    if (chunks.length > MAX_CHUNKS) return `an entry names more than ${MAX_CHUNKS} chunks`;
    if (chunks.length === 0) return "an entry names no chunks, and has no content of its own";
    sum = 0;
    for (const chunk of chunks) sum += chunk.len;
  }
  return sum === size ? undefined : `a file of ${size} bytes has ${sum} bytes of content`;
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
  throw from.corrupt(`content is tagged ${tag}`);
}
