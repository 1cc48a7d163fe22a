import { readSync } from "node:fs";
import type { Database } from "../database/database.ts";
import { isCount, isIdBytes, readRows } from "../database/rows.ts";
import { idFromBytes, type ObjectId } from "../ids.ts";
import { FRAME_COLUMNS, OBJECT_COLUMNS, PLACE_COLUMNS } from "../objects/frame-rows.ts";
import type { PackedFrame } from "../objects/pack-format.ts";
import { readDirectory } from "../objects/reconcile.ts";
import type { PlacedFrame, PlacedObject } from "./verify-frame.ts";

/** A frame of a pack with the place of its stored bytes and its objects. */
export interface PackFrame extends PlacedFrame {
  readonly offset: number;
  readonly storedLen: number;
}

/** The frames of a pack, and what they are known from. */
export interface PackContents {
  readonly frames: readonly PackFrame[];
  /** `unchecked`: a directory that does not match its checksum. Each object of it may be another than it says. */
  readonly source: "directory" | "index" | "unchecked";
  /** Why the directory cannot be read. */
  readonly reason?: string;
}

/** Returns the frames of a pack by its directory; if that is damaged, by the index, or by what can be read of it. */
export function packContents(indexDb: Database, name: string, path: string): PackContents {
  let reason: string;
  try {
    return { frames: readDirectory(path).directory.frames.map(placed), source: "directory" };
  } catch (thrown) {
    reason = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const frames = indexedFrames(indexDb, name);
  if (frames.length > 0) return { frames, source: "index", reason };
  try {
    const { directory } = readDirectory(path, { unchecked: true });
    return { frames: directory.frames.map(placed), source: "unchecked", reason };
  } catch {
    return { frames: [], source: "unchecked", reason };
  }
}

/** Returns a pack's frames according to the index. */
function indexedFrames(indexDb: Database, name: string): PackFrame[] {
  const rows = readRows(
    indexDb.prepare<[string]>(
      `SELECT frames.no, offset, stored, raw, codec, id, start, len
       FROM packs JOIN frames ON frames.pack = packs.no JOIN objects ON objects.frame = frames.no
       WHERE packs.name = ? ORDER BY offset, start`,
    ),
    { no: isCount, ...PLACE_COLUMNS, ...FRAME_COLUMNS, id: isIdBytes, ...OBJECT_COLUMNS },
  );
  const frames = new Map<number, PackFrame & { objects: PlacedObject[] }>();
  for (const { no, offset, stored, raw, codec, id, start, len } of rows.all(name)) {
    const frame = frames.get(no) ?? { offset, storedLen: stored, shape: { codec, rawLen: raw }, objects: [] };
    frames.set(no, frame);
    frame.objects.push({ id: idFromBytes(id), start, len });
  }
  return [...frames.values()];
}

function placed({ offset, storedLen, codec, rawLen, objects }: PackedFrame): PackFrame {
  let start = 0;
  const within = (object: { id: ObjectId; len: number }) => {
    const at = start;
    start += object.len;
    return { id: object.id, start: at, len: object.len };
  };
  return { offset, storedLen, shape: { codec, rawLen }, objects: objects.map(within) };
}

/** Reads the stored bytes of a frame. Throws an error if the file is cut short. */
export function readStored(fd: number, { offset, storedLen }: PackFrame): Buffer {
  const bytes = Buffer.allocUnsafeSlow(storedLen);
  for (let done = 0; done < storedLen; ) {
    const read = readSync(fd, bytes, done, storedLen - done, offset + done);
    if (read === 0) throw new Error("its pack is cut short");
    done += read;
  }
  return bytes;
}
