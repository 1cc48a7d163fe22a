import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { orDiskFull } from "../database/full-disk.ts";
import { removeQuietly, temporaryIn } from "../files/durable.ts";
import type { FileWriter, FileWrites } from "../files/file-writes.ts";
import type { Frame } from "./frame.ts";
import type { ObjectKind } from "./object-store.ts";
import { encodeHeader, encodeTail, HEADER_BYTES, type PackedFrame } from "./pack-format.ts";

/** The suffix of pack files. */
export const PACK_SUFFIX = ".pack";

/** A durable pack under its name, ready to be indexed. */
export interface FinishedPack {
  readonly name: string;
  readonly kind: ObjectKind;
  /** Size of the whole file. */
  readonly bytes: number;
  readonly frames: readonly PackedFrame[];
}

/** Writes a pack file under a temporary name, until {@link finish} makes it durable and names it. */
export class PackWriter {
  readonly kind: ObjectKind;
  /** The path of the unfinished file. Frames written so far can be read from it. */
  readonly temporary: string;
  readonly #files: FileWrites;
  readonly #folder: string;
  readonly #file: FileWriter;
  readonly #frames: PackedFrame[] = [];
  #end = HEADER_BYTES;

  /** Throws the system's error if the file cannot be created. */
  constructor(files: FileWrites, folder: string, kind: ObjectKind) {
    this.#files = files;
    this.#folder = folder;
    this.kind = kind;
    this.temporary = temporaryIn(folder);
    try {
      this.#file = files.create(this.temporary);
    } catch (thrown) {
      throw orDiskFull(thrown, "writing to the store", folder);
    }
    this.#orDiscard(() => this.#file.write(encodeHeader(kind)));
  }

  /** Number of bytes written so far. */
  get bytes(): number {
    return this.#end;
  }

  /** Appends a frame and returns its place. */
  add(frame: Frame): PackedFrame {
    this.#orDiscard(() => this.#file.write(frame.stored));
    const packed: PackedFrame = {
      offset: this.#end,
      storedLen: frame.stored.length,
      rawLen: frame.rawLen,
      codec: frame.codec,
      objects: frame.objects,
    };
    this.#frames.push(packed);
    this.#end += packed.storedLen;
    return packed;
  }

  /**
   * Makes the pack durable under a name that was never used. On failure, the file is discarded and not retried: after a
   * failed fsync, the system may have dropped the pages and report success next time.
   */
  finish(): FinishedPack {
    const tail = encodeTail(this.kind, this.#frames, this.#end);
    const name = `${this.kind}-${randomBytes(16).toString("hex")}${PACK_SUFFIX}`;
    this.#orDiscard(() => {
      this.#file.write(tail);
      this.#file.sync();
      this.#file.close();
      this.#files.rename(this.temporary, join(this.#folder, name));
    });
    try {
      this.#files.syncFolder(this.#folder);
    } catch (thrown) {
      removeQuietly(this.#files, join(this.#folder, name));
      throw orDiskFull(thrown, "writing to the store", this.#folder);
    }
    return { name, kind: this.kind, bytes: this.#end + tail.length, frames: this.#frames };
  }

  /** Gives up the pack and removes its file. */
  discard(): void {
    try {
      this.#file.close();
    } catch {
      // The file is removed together with its errors.
    }
    removeQuietly(this.#files, this.temporary);
  }

  #orDiscard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.discard();
      throw orDiskFull(thrown, "writing to the store", this.#folder);
    }
  }
}
