import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../database/database.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { ObjectId } from "../ids.ts";
import { FrameBuilder, isIntact, openFrame } from "../objects/frame.ts";
import type { ObjectKind } from "../objects/object-store.ts";
import { PackWriter } from "../objects/pack-writer.ts";
import type { TimeSlice } from "../time-slice.ts";
import { type PackFrame, packContents, readStored } from "../verify/pack-contents.ts";

/** The parts of a store that copying objects needs. */
export interface CopyParts {
  readonly indexDb: Database;
  /** The folder of the packs. */
  readonly folder: string;
  readonly files: FileWrites;
  readonly slice: TimeSlice;
}

/**
 * Copies the sound objects of a damaged pack to a new pack, which is durable then and not in the index yet; returns its name, or
 * undefined if no object is sound. If it fails or is cancelled, nothing is left of it. Holds one frame in memory at a time.
 */
export async function copySound(
  name: string,
  { indexDb, folder, files, slice }: CopyParts,
): Promise<string | undefined> {
  const path = join(folder, name);
  const { frames } = packContents(indexDb, name, path);
  const kind = kindOf(name);
  let writer: PackWriter | undefined;
  const builder = new FrameBuilder(kind, (frame) => {
    writer ??= new PackWriter(files, folder, kind);
    writer.add(frame);
  });
  const fd = openSync(path, "r");
  try {
    for (const frame of frames) {
      await slice.step();
      for (const { id, bytes } of soundIn(fd, frame)) builder.add(id, bytes);
    }
    builder.close();
  } catch (thrown) {
    writer?.discard();
    throw thrown;
  } finally {
    closeSync(fd);
  }
  return writer?.finish().name;
}

/** Returns the objects of a frame whose bytes match their ids. */
function soundIn(fd: number, frame: PackFrame): { id: ObjectId; bytes: Uint8Array }[] {
  let plaintext: Uint8Array;
  try {
    plaintext = openFrame(frame.shape, readStored(fd, frame));
  } catch {
    return [];
  }
  return frame.objects
    .map(({ id, start, len }) => ({ id, bytes: plaintext.subarray(start, start + len) }))
    .filter(({ id, bytes }) => isIntact(id, bytes));
}

/** The kind in the name is for people, and makes no difference to whoever reads the objects; the header may be damaged. */
function kindOf(name: string): ObjectKind {
  return name.startsWith("metadata-") ? "metadata" : "content";
}
