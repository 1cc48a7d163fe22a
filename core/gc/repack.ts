import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { idToBytes } from "../ids.ts";
import { type Frame, FrameBuilder, isIntact, openFrame } from "../objects/frame.ts";
import type { ObjectKind } from "../objects/object-store.ts";
import type { PackedFrame } from "../objects/pack-format.ts";
import { PackWriter } from "../objects/pack-writer.ts";
import { readDirectory } from "../objects/reconcile.ts";
import type { OpenedStore } from "../store/open.ts";
import type { Marks } from "./marks.ts";
import type { Step } from "./progress.ts";

/** The size at which a pack is finished. */
const PACK_TARGET = 64 * 1024 * 1024;

/** What a rewrite needs. */
export interface RepackParts {
  readonly marks: Marks;
  readonly step: Step;
}

/** Packs whose needed objects have a new place, and the bytes written for it. */
export interface Repacked {
  /** The packs that can be dropped now. */
  readonly emptied: readonly string[];
  readonly writtenBytes: number;
  /** Packs with damaged objects, which stay as they are. */
  readonly damaged: readonly string[];
}

/**
 * Copies what is needed of some packs of one kind into new ones, and makes these its place in the index. Nothing is taken away: the
 * old packs can be dropped afterwards. A pack with a damaged object stays as it is, for `repair`.
 *
 * Throws as writing a pack does; packs finished before are in use then, and do no harm. Yields once for each new pack.
 */
export async function* repack(
  store: OpenedStore,
  kind: ObjectKind,
  names: readonly string[],
  { marks, step }: RepackParts,
): AsyncGenerator<Repacked> {
  let output: PackWriter | undefined;
  let copied: string[] = [];
  let damaged: string[] = [];
  const write = (frame: Frame) => {
    output ??= new PackWriter(store.files, store.layout.packs, kind);
    output.add(frame);
  };
  const finish = (): Repacked => {
    const pack = output?.finish();
    output = undefined;
    if (pack !== undefined) {
      store.index.add(pack);
      store.index.prefer(pack);
    }
    const done = { emptied: copied, writtenBytes: pack?.bytes ?? 0, damaged };
    copied = [];
    damaged = [];
    return done;
  };
  try {
    for (const name of names) {
      const frames = await neededFrames(join(store.layout.packs, name), kind, { marks, step });
      if (frames === undefined) {
        damaged.push(name);
        continue;
      }
      for (const frame of frames) write(frame);
      copied.push(name);
      if (output !== undefined && output.bytes >= PACK_TARGET) yield finish();
    }
    yield finish();
  } finally {
    output?.discard();
  }
}

/** Returns the needed objects of a pack in frames; undefined if an object of it is damaged. */
async function neededFrames(
  path: string,
  kind: ObjectKind,
  { marks, step }: RepackParts,
): Promise<Frame[] | undefined> {
  const frames: Frame[] = [];
  const rest = new FrameBuilder(kind, (frame) => frames.push(frame));
  let fd: number | undefined;
  try {
    const { directory } = readDirectory(path);
    fd = openSync(path, "r");
    for (const packed of directory.frames) {
      await step();
      const needed = packed.objects.filter(({ id }) => marks.has(idToBytes(id)));
      if (needed.length === 0) continue;
      const stored = readStored(fd, packed);
      const objects = objectsOf(packed, stored);
      if (objects === undefined) return undefined;
      if (needed.length === packed.objects.length) {
        frames.push({ kind, codec: packed.codec, rawLen: packed.rawLen, objects: packed.objects, stored });
        continue;
      }
      const ids = new Set(needed.map(({ id }) => id));
      for (const { id, bytes } of objects) if (ids.has(id)) rest.add(id, bytes);
    }
    rest.close();
    return frames;
  } catch (thrown) {
    if (isDamage(thrown)) return undefined;
    throw thrown;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Returns the objects of a frame; undefined if one does not match its id. */
function objectsOf(packed: PackedFrame, stored: Uint8Array) {
  const plaintext = openFrame({ codec: packed.codec, rawLen: packed.rawLen }, stored);
  let start = 0;
  const objects = packed.objects.map(({ id, len }) => {
    const bytes = plaintext.subarray(start, start + len);
    start += len;
    return { id, bytes };
  });
  return objects.every(({ id, bytes }) => isIntact(id, bytes)) ? objects : undefined;
}

function readStored(fd: number, { offset, storedLen }: PackedFrame): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(storedLen);
  for (let done = 0; done < storedLen; ) {
    const read = readSync(fd, bytes, done, storedLen - done, offset + done);
    if (read === 0) throw new Error("its pack is cut short");
    done += read;
  }
  return bytes;
}

/** Returns whether an error says that the bytes are wrong, and not that the system failed. */
function isDamage(thrown: unknown): boolean {
  return (thrown as { code?: unknown }).code === undefined;
}
