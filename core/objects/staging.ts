import type { FileWrites } from "../files/file-writes.ts";
import type { ObjectId } from "../ids.ts";
import { type Frame, FrameBuilder } from "./frame.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { Location } from "./location.ts";
import type { ObjectKind } from "./object-store.ts";
import type { PackIndex } from "./pack-index.ts";
import { PackWriter } from "./pack-writer.ts";

/** Up to so many stored bytes stay loose; more are worth a pack. */
const LOOSE_MAX = 1024 * 1024;
/** A pack that has reached this size is finished. */
const PACK_TARGET = 64 * 1024 * 1024;

/**
 * Holds what one operation has put until it is durable: objects gathering in a frame, then frames in memory while they
 * are few, then packs that are being written. All of it can be read meanwhile.
 */
export class Staging {
  readonly #files: FileWrites;
  readonly #folder: string;
  readonly #index: PackIndex;
  readonly #reader: FrameReader;
  readonly #builders: Record<ObjectKind, FrameBuilder>;
  /** Objects that gather in a frame. */
  readonly #gathering = new Map<ObjectId, Uint8Array>();
  /** Objects whose frame is made. */
  readonly #framed = new Map<ObjectId, Location>();
  /** Frames that may stay loose. */
  #few: Frame[] = [];
  #fewBytes = 0;
  readonly #packs = new Map<ObjectKind, PackWriter>();
  /** Packs that got their names since the last flush. */
  #named: string[] = [];
  readonly #onNamed: () => void;
  #storedBytes = 0;

  /** `onNamed` is called before the first pack since the last flush gets its name, from when on others may come upon it. */
  constructor(
    parts: { files: FileWrites; folder: string; index: PackIndex; reader: FrameReader },
    onNamed: () => void,
  ) {
    this.#onNamed = onNamed;
    this.#files = parts.files;
    this.#folder = parts.folder;
    this.#index = parts.index;
    this.#reader = parts.reader;
    const emit = (frame: Frame) => this.addFrame(frame);
    this.#builders = {
      content: new FrameBuilder("content", emit),
      metadata: new FrameBuilder("metadata", emit),
    };
  }

  get storedBytes(): number {
    return this.#storedBytes;
  }

  has(id: ObjectId): boolean {
    return this.#gathering.has(id) || this.#framed.has(id);
  }

  get(id: ObjectId): Uint8Array | undefined {
    const gathering = this.#gathering.get(id);
    if (gathering !== undefined) return gathering;
    const location = this.#framed.get(id);
    return location && this.#reader.read(location);
  }

  add(kind: ObjectKind, id: ObjectId, bytes: Uint8Array): void {
    const own = Uint8Array.from(bytes);
    this.#gathering.set(id, own);
    this.#builders[kind].add(id, own);
  }

  addFrame(frame: Frame): void {
    for (const { id } of frame.objects) this.#gathering.delete(id);
    const open = this.#packs.size > 0;
    if (!open && this.#fewBytes + frame.stored.length <= LOOSE_MAX) {
      this.#few.push(frame);
      this.#fewBytes += frame.stored.length;
      this.#place(frame, { kind: "memory", stored: frame.stored });
      return;
    }
    this.#orDiscard(() => {
      for (const waiting of this.#few.splice(0)) this.#write(waiting);
      this.#fewBytes = 0;
      this.#write(frame);
    });
  }

  /** Makes all packs durable and gives the frames that are to become loose. */
  finishPacks(): Frame[] {
    this.#builders.content.close();
    this.#builders.metadata.close();
    this.#orDiscard(() => {
      for (const pack of [...this.#packs.values()]) this.#finish(pack);
    });
    return this.#few;
  }

  /** Says that the frames given by {@link finishPacks} are durable in the loose table. */
  madeLoose(frames: readonly Frame[]): void {
    for (const { objects, stored } of frames) {
      this.#storedBytes += stored.length;
      for (const { id } of objects) this.#framed.delete(id);
    }
    this.#few = [];
    this.#fewBytes = 0;
    this.#named = [];
  }

  /** Gives the packs that got their names since the last flush, and forgets them. */
  takeNamed(): string[] {
    return this.#named.splice(0);
  }

  /** Drops everything that is not durable. */
  discard(): void {
    // A file that is open takes up room also when it is removed.
    this.#reader.closeFiles();
    for (const pack of this.#packs.values()) pack.discard();
    this.#packs.clear();
    this.#gathering.clear();
    this.#framed.clear();
    this.#few = [];
    this.#fewBytes = 0;
  }

  /** Objects of a pack that failed are gone: nothing here may go on claiming to hold them, or what refers to them. */
  #orDiscard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.discard();
      throw thrown;
    }
  }

  #write(frame: Frame): void {
    let pack = this.#packs.get(frame.kind);
    if (pack === undefined) {
      pack = new PackWriter(this.#files, this.#folder, frame.kind);
      this.#packs.set(frame.kind, pack);
    }
    const { offset, storedLen } = pack.add(frame);
    this.#place(frame, { kind: "pack", path: pack.temporary, offset, storedLen });
    if (pack.bytes >= PACK_TARGET) this.#finish(pack);
  }

  #finish(pack: PackWriter): void {
    this.#packs.delete(pack.kind);
    if (this.#named.length === 0) this.#onNamed();
    const finished = pack.finish();
    this.#named.push(finished.name);
    this.#index.add(finished);
    this.#storedBytes += finished.bytes;
    for (const { objects } of finished.frames) {
      for (const { id } of objects) this.#framed.delete(id);
    }
  }

  #place(frame: Frame, place: Location["place"]): void {
    const shape = { codec: frame.codec, rawLen: frame.rawLen };
    let start = 0;
    for (const { id, len } of frame.objects) {
      this.#framed.set(id, { place, shape, start, len });
      start += len;
    }
  }
}
