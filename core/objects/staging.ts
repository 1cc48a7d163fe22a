import type { FileWrites } from "../files/file-writes.ts";
import type { ObjectId } from "../ids.ts";
import { type Frame, FrameBuilder } from "./frame.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { Location } from "./location.ts";
import type { ObjectKind } from "./object-store.ts";
import type { PackIndex } from "./pack-index.ts";
import { PackWriter } from "./pack-writer.ts";

/** Maximum number of stored bytes that stay loose; more go into a pack. */
const LOOSE_MAX = 1024 * 1024;
/** The size at which a pack is finished. */
const PACK_TARGET = 64 * 1024 * 1024;

/**
 * Holds the objects of one operation until they are durable: first gathered into a frame, then as frames in memory,
 * then in packs that are being written. All of them can be read meanwhile.
 */
export class Staging {
  readonly #files: FileWrites;
  readonly #folder: string;
  readonly #index: PackIndex;
  readonly #reader: FrameReader;
  readonly #builders: Record<ObjectKind, FrameBuilder>;
  /** The objects of the frame that is being gathered. */
  readonly #gathering = new Map<ObjectId, Uint8Array>();
  /** The objects whose frame is complete. */
  readonly #framed = new Map<ObjectId, Location>();
  /** Frames that may stay loose. */
  #few: Frame[] = [];
  #fewBytes = 0;
  readonly #packs = new Map<ObjectKind, PackWriter>();
  /** Packs named since the last flush. */
  #named: string[] = [];
  readonly #onNamed: () => void;
  #storedBytes = 0;

  /** `onNamed` is called before the first pack since the last flush gets its name, from when others can find it. */
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

  /** Makes all packs durable and returns the frames that should become loose. */
  finishPacks(): Frame[] {
    this.#builders.content.close();
    this.#builders.metadata.close();
    this.#orDiscard(() => {
      for (const pack of [...this.#packs.values()]) this.#finish(pack);
    });
    return this.#few;
  }

  /** Records that the frames returned by {@link finishPacks} are durable in the loose table. */
  madeLoose(frames: readonly Frame[]): void {
    for (const { objects, stored } of frames) {
      this.#storedBytes += stored.length;
      for (const { id } of objects) this.#framed.delete(id);
    }
    this.#few = [];
    this.#fewBytes = 0;
    this.#named = [];
  }

  /** Returns the packs named since the last flush, and forgets them. */
  takeNamed(): string[] {
    return this.#named.splice(0);
  }

  /** Drops everything that is not durable. */
  discard(): void {
    // A removed file takes up room while it is open.
    this.#reader.closeFiles();
    for (const pack of this.#packs.values()) pack.discard();
    this.#packs.clear();
    this.#gathering.clear();
    this.#framed.clear();
    this.#few = [];
    this.#fewBytes = 0;
  }

  /**
   * Runs work, and discards everything if it throws: the objects of a failed pack are gone, and nothing may rely on
   * them.
   */
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
