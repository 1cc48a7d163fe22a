import { type Database, inTransaction } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { DiscardWatch, discardQuietly } from "./discard.ts";
import type { Frame } from "./frame.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { Generation } from "./generation.ts";
import type { Location } from "./location.ts";
import type { LooseObjects } from "./loose-objects.ts";
import { corruptObject, missingObject } from "./object-errors.ts";
import type { ObjectKind, ObjectStore } from "./object-store.ts";
import type { PackIndex } from "./pack-index.ts";
import { Staging } from "./staging.ts";

/** The parts that the pack stores of one process share. */
export interface PackStoreParts {
  /** The precious database, which holds the loose objects. */
  readonly db: Database;
  readonly index: PackIndex;
  readonly loose: LooseObjects;
  readonly reader: FrameReader;
  /** The folder of the packs. */
  readonly folder: string;
  /** The folder of the marks of discarded packs. */
  readonly markFolder: string;
  readonly files: FileWrites;
  /** Looks for packs that the index does not have. Returns whether it found any. */
  readonly reload: () => Promise<boolean> | boolean;
  /** Makes some room on a full disk. Returns whether it could. */
  readonly makeRoom: () => boolean;
  readonly generation: Generation;
  /** The number of successful flushes. */
  readonly flushes: { count: number };
}

/**
 * Keeps objects in packs, and a few small ones loose in the precious database. Each instance stages its own writes, so
 * that objects that one operation failed to make durable are never taken for another's.
 */
export class PackStore implements ObjectStore {
  readonly #parts: PackStoreParts;
  readonly #staging: Staging;
  readonly #discards: DiscardWatch;
  readonly #generation: number | undefined;
  /** The state of other writers when packs of this operation first became visible to them. */
  #since: string | undefined;

  /** `generation` is that of the store when the operation began; absent for one that only reads. */
  constructor(parts: PackStoreParts, generation?: number) {
    this.#parts = parts;
    this.#generation = generation;
    this.#discards = new DiscardWatch(parts.markFolder);
    this.#staging = new Staging(parts, () => {
      this.#since = this.#othersNow();
    });
  }

  /** Number of bytes that this instance has written to disk: whole packs, and the stored bytes of loose frames. */
  get storedBytes(): number {
    return this.#staging.storedBytes;
  }

  async has(ids: readonly ObjectId[]): Promise<boolean[]> {
    const { loose, index } = this.#parts;
    this.#discards.begin();
    // Loose first: folding indexes the pack before it removes the row, so that an object is never missing from both.
    const anyLoose = !loose.isEmpty();
    return ids.map((id) => this.#staging.has(id) || (anyLoose && loose.has(id)) || index.has(id));
  }

  async get(id: ObjectId): Promise<Uint8Array> {
    const staged = this.#staging.get(id);
    const bytes = staged ?? this.#read(id) ?? ((await this.#parts.reload()) ? this.#read(id) : undefined);
    if (bytes === undefined) throw missingObject(id);
    return bytes;
  }

  async put(kind: ObjectKind, bytes: Uint8Array): Promise<ObjectId> {
    const id = hashId(bytes);
    const [known] = await this.has([id]);
    if (!known) this.#staging.add(kind, id, bytes);
    return id;
  }

  /** Adds compressed objects as {@link put} does. Their ids are trusted. */
  putFrame(frame: Frame): void {
    this.#staging.addFrame(frame);
  }

  async flush(): Promise<void> {
    this.flushWith(() => undefined);
  }

  /**
   * Makes every object put so far durable, and runs `work` in the transaction that does so for the last of them: a
   * small push costs one fsync in all. If `work` throws, only that transaction is rolled back. Throws `LeaseLost` if objects were
   * collected since the operation began.
   */
  flushWith<T>(work: () => T): T {
    const { db, loose, flushes, generation } = this.#parts;
    const rest = this.#staging.finishPacks();
    const result = inTransaction(db, () => {
      this.#discards.check();
      if (this.#generation !== undefined) generation.check(this.#generation);
      loose.add(rest);
      return work();
    });
    flushes.count++;
    this.#staging.madeLoose(rest);
    return result;
  }

  /**
   * Drops all objects put since the last flush, with their files. Whole packs stay if `why` is `Cancelled`, so that a
   * new attempt can use them, and if others may rely on them because they have written to the store meanwhile.
   */
  discard(why?: unknown): void {
    this.#staging.discard();
    const named = this.#staging.takeNamed();
    if (named.length === 0 || (why instanceof StrataError && why.code === "Cancelled")) return;
    discardQuietly(this.#parts, named, () => this.#othersNow() === this.#since);
  }

  /**
   * Returns a string that changes when another connection commits to the precious database or a store of this process
   * flushes.
   */
  #othersNow(): string {
    const { db, flushes } = this.#parts;
    return `${db.pragma("data_version", { simple: true })} ${flushes.count}`;
  }

  async *list(): AsyncIterable<ObjectId> {
    const { loose, index } = this.#parts;
    const ids = loose.ids();
    yield* ids;
    const seen = new Set(ids);
    for (const id of index.ids()) {
      if (!seen.has(id)) yield id;
    }
  }

  async delete(ids: readonly ObjectId[]): Promise<void> {
    this.#parts.loose.remove(ids);
    this.#parts.index.remove(ids);
  }

  /** Reads a durable object, loose before packed, from any place where it is intact. */
  #read(id: ObjectId): Uint8Array | undefined {
    const { loose, index } = this.#parts;
    let damage: unknown;
    for (const locate of [() => loose.locate(id), () => index.locate(id)]) {
      const location = locate();
      if (location === undefined) continue;
      try {
        const bytes = this.#verified(id, location);
        if (bytes !== undefined) return bytes;
      } catch (thrown) {
        damage ??= thrown;
      }
    }
    if (damage !== undefined) throw damage;
    return undefined;
  }

  /** Returns undefined if the place is gone because the object was moved since it was located. */
  #verified(id: ObjectId, location: Location): Uint8Array | undefined {
    const { reader } = this.#parts;
    let bytes: Uint8Array | undefined;
    try {
      bytes = reader.read(location);
    } catch (thrown) {
      const { code, message } = thrown as NodeJS.ErrnoException;
      if (code === "ENOENT") return undefined;
      if (code !== undefined) throw unreadable(id, thrown);
      throw corruptObject(id, message);
    }
    if (bytes !== undefined && hashId(bytes) !== id) {
      reader.forget(location);
      throw corruptObject(id, "its bytes do not match its id");
    }
    return bytes;
  }
}

/** The error for an object whose pack cannot be read. */
function unreadable(id: ObjectId, cause: unknown): StrataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StrataError("ReadFailed", `Object ${id.slice(0, 10)} cannot be read: ${message}`, {
    hint: "Check the disk that the store is on, and who may read it.",
    data: { id },
    cause,
  });
}
