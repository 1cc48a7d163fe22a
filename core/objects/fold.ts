import { type DiscardParts, discardQuietly } from "./discard.ts";
import { FrameBuilder, isIntact } from "./frame.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { LooseFrame, LooseObjects } from "./loose-objects.ts";
import type { ObjectKind } from "./object-store.ts";
import { type FinishedPack, PackWriter } from "./pack-writer.ts";

/** The number of loose stored bytes from which they are folded into packs. */
export const FOLD_THRESHOLD = 16 * 1024 * 1024;

/** The parts of a store that folding needs. */
export interface FoldParts extends DiscardParts {
  readonly loose: LooseObjects;
  readonly reader: FrameReader;
}

/**
 * Moves loose objects into packs, where they are grouped and compressed together. Each pack is durable and indexed
 * before its rows are removed. Damaged frames are left for verify to report. Returns how many objects moved.
 */
export function foldLoose(parts: FoldParts): number {
  const frames = parts.loose.frames();
  let moved = 0;
  for (const kind of ["content", "metadata"] satisfies ObjectKind[]) {
    moved += foldKind(
      kind,
      frames.filter((frame) => frame.kind === kind),
      parts,
    );
  }
  return moved;
}

function foldKind(kind: ObjectKind, frames: readonly LooseFrame[], parts: FoldParts): number {
  const { loose, files, folder } = parts;
  const sound = frames.filter((frame) => objectsIn(frame, parts.reader) !== undefined);
  let pack: PackWriter | undefined;
  let moved = 0;
  const builder = new FrameBuilder(kind, (frame) => {
    pack ??= new PackWriter(files, folder, kind);
    pack.add(frame);
    moved += frame.objects.length;
  });
  try {
    for (const frame of sound) {
      for (const { id, bytes } of objectsIn(frame, parts.reader) ?? []) builder.add(id, bytes);
    }
    builder.close();
  } catch (thrown) {
    pack?.discard();
    throw thrown;
  }
  if (pack !== undefined) enter(pack.finish(), parts);
  loose.drop(sound.map((frame) => frame.row));
  return moved;
}

/** Indexes a pack, or discards it: its objects are still loose. */
function enter(pack: FinishedPack, parts: FoldParts): void {
  try {
    parts.index.add(pack);
  } catch (thrown) {
    discardQuietly(parts, [pack.name]);
    throw thrown;
  }
}

/** Returns a frame's objects; undefined if it does not open or an object does not match its id. */
function objectsIn({ row, shape, objects }: LooseFrame, reader: FrameReader) {
  try {
    const found = objects.map(({ id, start, len }) => ({
      id,
      bytes: reader.read({ place: { kind: "loose", row }, shape, start, len }),
    }));
    // A frame that another process folded meanwhile is gone and needs nothing.
    return found.flatMap(({ id, bytes }) => {
      if (bytes !== undefined && !isIntact(id, bytes)) throw new Error("its bytes do not match its id");
      return bytes === undefined ? [] : [{ id, bytes }];
    });
  } catch {
    return undefined;
  }
}
