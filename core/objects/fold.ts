import type { FileWrites } from "../files/file-writes.ts";
import { FrameBuilder, isIntact } from "./frame.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { LooseFrame, LooseObjects } from "./loose-objects.ts";
import { corruptObject } from "./object-errors.ts";
import type { ObjectKind } from "./object-store.ts";
import type { PackIndex } from "./pack-index.ts";
import { PackWriter } from "./pack-writer.ts";

/** From so many loose stored bytes on, folding them into packs is due. */
export const FOLD_THRESHOLD = 16 * 1024 * 1024;

/**
 * Moves all loose objects into packs, where they are grouped and compressed together: the packs are durable and entered
 * before the rows go. Returns how many objects moved. Throws `CorruptObject` for one that is damaged; the rows then stay.
 */
export function foldLoose(parts: {
  loose: LooseObjects;
  index: PackIndex;
  reader: FrameReader;
  files: FileWrites;
  folder: string;
}): number {
  const { loose, index, files, folder } = parts;
  const frames = loose.frames();
  let moved = 0;
  for (const kind of ["content", "metadata"] satisfies ObjectKind[]) {
    const ofKind = frames.filter((frame) => frame.kind === kind && frame.objects.length > 0);
    if (ofKind.length === 0) continue;
    const pack = new PackWriter(files, folder, kind);
    try {
      const builder = new FrameBuilder(kind, (frame) => pack.add(frame));
      for (const frame of ofKind) moved += refill(builder, frame, parts.reader);
      builder.close();
    } catch (thrown) {
      pack.discard();
      throw thrown;
    }
    index.add(pack.finish());
  }
  loose.drop(frames.map((frame) => frame.row));
  return moved;
}

function refill(builder: FrameBuilder, frame: LooseFrame, reader: FrameReader): number {
  for (const { id, start, len } of frame.objects) {
    const bytes = reader.read({ place: { kind: "loose", row: frame.row }, shape: frame.shape, start, len });
    if (bytes === undefined) continue; // Another process has folded it meanwhile.
    if (!isIntact(id, bytes)) throw corruptObject(id, "its bytes do not match its id");
    builder.add(id, bytes);
  }
  return frame.objects.length;
}
