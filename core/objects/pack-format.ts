import { hashId } from "../hash.ts";
import { ID_BYTES, idFromBytes, idToBytes, type ObjectId } from "../ids.ts";
import { type Codec, type FrameObject, MAX_FRAME } from "./frame.ts";
import type { ObjectKind } from "./object-store.ts";

/**
 * The layout of a pack file (docs/format.md): header, frames, directory, footer; all integers little-endian.
 *
 * - header, 16 bytes: `STRATAPK`, u32 version = 1, u32 kind (0 content, 1 metadata)
 * - frames: their stored bytes, one after the other, from byte 16 on
 * - directory: u32 frames; each: u32 stored bytes, u32 plaintext bytes, u8 codec (0 raw, 1 zstd), u32 objects; each: id, u32 bytes
 * - footer, 48 bytes: u64 offset of the directory, BLAKE3 of header ‖ directory ‖ that offset, `STRATAND`
 */
export const PACK_VERSION = 1;
export const HEADER_BYTES = 16;
export const FOOTER_BYTES = 8 + ID_BYTES + 8;

const MAGIC = Buffer.from("STRATAPK", "latin1");
const END_MAGIC = Buffer.from("STRATAND", "latin1");
const KINDS: readonly ObjectKind[] = ["content", "metadata"];
const CODECS: readonly Codec[] = ["raw", "zstd"];
/** Well above the directory size of any real pack: limits the memory that a hostile one takes. */
const MAX_DIRECTORY = 256 * 1024 * 1024;
const FRAME_HEAD = 4 + 4 + 1 + 4;
const OBJECT_BYTES = ID_BYTES + 4;

/** A frame in a pack's directory. */
export interface PackedFrame {
  /** Offset of its stored bytes in the file. */
  readonly offset: number;
  readonly storedLen: number;
  readonly rawLen: number;
  readonly codec: Codec;
  readonly objects: readonly FrameObject[];
}

/** The contents of a pack according to its directory. */
export interface PackDirectory {
  readonly kind: ObjectKind;
  readonly frames: readonly PackedFrame[];
}

/** Returns the header of a pack. */
export function encodeHeader(kind: ObjectKind): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(PACK_VERSION, 8);
  header.writeUInt32LE(KINDS.indexOf(kind), 12);
  return header;
}

/** Returns the directory and footer of a pack whose frames end at byte `end`. */
export function encodeTail(kind: ObjectKind, frames: readonly PackedFrame[], end: number): Buffer {
  const objects = frames.reduce((sum, frame) => sum + frame.objects.length, 0);
  const directoryBytes = 4 + frames.length * FRAME_HEAD + objects * OBJECT_BYTES;
  const tail = Buffer.alloc(directoryBytes + FOOTER_BYTES);
  let at = tail.writeUInt32LE(frames.length, 0);
  for (const frame of frames) {
    at = tail.writeUInt32LE(frame.storedLen, at);
    at = tail.writeUInt32LE(frame.rawLen, at);
    at = tail.writeUInt8(CODECS.indexOf(frame.codec), at);
    at = tail.writeUInt32LE(frame.objects.length, at);
    for (const { id, len } of frame.objects) {
      at += idToBytes(id).copy(tail, at);
      at = tail.writeUInt32LE(len, at);
    }
  }
  at = tail.writeBigUInt64LE(BigInt(end), at);
  at += idToBytes(checksum(encodeHeader(kind), tail.subarray(0, at))).copy(tail, at);
  END_MAGIC.copy(tail, at);
  return tail;
}

/** How a directory is read. */
export interface DirectoryOptions {
  /** Reads also one that does not match its checksum, to salvage what can be. Ids and lengths in it are not to be trusted. */
  readonly unchecked?: boolean;
}

/**
 * Reads a pack's directory through `read(offset, length)`, which returns exactly that many bytes or throws. All bytes
 * may be hostile. Throws a plain `Error` that says what is wrong.
 */
export function decodeDirectory(
  fileBytes: number,
  read: (offset: number, length: number) => Buffer,
  { unchecked = false }: DirectoryOptions = {},
): PackDirectory {
  if (fileBytes < HEADER_BYTES + 4 + FOOTER_BYTES) throw new Error("it is too short");
  const header = read(0, HEADER_BYTES);
  if (!header.subarray(0, 8).equals(MAGIC)) throw new Error("it does not begin as a pack does");
  const version = header.readUInt32LE(8);
  if (version !== PACK_VERSION) throw new Error(`it has version ${version}`);
  const kind = KINDS[header.readUInt32LE(12)];
  if (kind === undefined) throw new Error("it is of an unknown kind");

  const footer = read(fileBytes - FOOTER_BYTES, FOOTER_BYTES);
  if (!footer.subarray(8 + ID_BYTES).equals(END_MAGIC)) throw new Error("its end is missing");
  const end = footer.readBigUInt64LE(0);
  if (end < HEADER_BYTES || end > fileBytes - FOOTER_BYTES - 4)
    throw new Error("its directory is out of place");
  const offset = Number(end);
  const length = fileBytes - FOOTER_BYTES - offset;
  if (length > MAX_DIRECTORY) throw new Error("its directory is larger than any can be");
  const directory = read(offset, length);
  const sum = checksum(header, Buffer.concat([directory, footer.subarray(0, 8)]));
  if (!unchecked && sum !== idFromBytes(footer.subarray(8)))
    throw new Error("its directory does not match its checksum");
  return { kind, frames: decodeFrames(directory, offset) };
}

function decodeFrames(directory: Buffer, end: number): PackedFrame[] {
  let at = 0;
  const need = (bytes: number) => {
    if (bytes > directory.length - at) throw new Error("its directory is cut short");
  };
  need(4);
  const count = directory.readUInt32LE(at);
  at += 4;
  const frames: PackedFrame[] = [];
  let offset = HEADER_BYTES;
  for (let i = 0; i < count; i++) {
    need(FRAME_HEAD);
    const storedLen = directory.readUInt32LE(at);
    const rawLen = directory.readUInt32LE(at + 4);
    const codec = CODECS[directory.readUInt8(at + 8)];
    const objectCount = directory.readUInt32LE(at + 9);
    at += FRAME_HEAD;
    if (codec === undefined) throw new Error("a frame has an unknown codec");
    if (rawLen > MAX_FRAME || storedLen > rawLen) throw new Error("a frame has an impossible length");
    need(objectCount * OBJECT_BYTES);
    const objects: FrameObject[] = [];
    let sum = 0;
    for (let j = 0; j < objectCount; j++, at += OBJECT_BYTES) {
      const len = directory.readUInt32LE(at + ID_BYTES);
      objects.push({ id: idFromBytes(directory.subarray(at, at + ID_BYTES)), len });
      sum += len;
    }
    if (sum !== rawLen) throw new Error("a frame's objects do not fill it");
    frames.push({ offset, storedLen, rawLen, codec, objects });
    offset += storedLen;
  }
  if (at !== directory.length) throw new Error("its directory has bytes left over");
  if (offset !== end) throw new Error("its frames do not reach its directory");
  return frames;
}

function checksum(header: Buffer, rest: Buffer): ObjectId {
  return hashId(Buffer.concat([header, rest]));
}
