import { type Database, inTransaction } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { DiscardWatch, discardQuietly } from "./discard.ts";
import type { Frame } from "./frame.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { Location } from "./location.ts";
import type { LooseObjects } from "./loose-objects.ts";
import { corruptObject, missingObject } from "./object-errors.ts";
import type { ObjectKind, ObjectStore } from "./object-store.ts";
import type { PackIndex } from "./pack-index.ts";
import { Staging } from "./staging.ts";

/** What the pack stores of one process share. */
export interface PackStoreParts {
  /** The precious database, that holds the loose objects. */
  readonly db: Database;
  readonly index: PackIndex;
  readonly loose: LooseObjects;
  readonly reader: FrameReader;
  /** Where the packs are. */
  readonly folder: string;
  /** Where it is noted that packs were discarded. */
  readonly markFolder: string;
  readonly files: FileWrites;
  /** Looks for packs that the index does not know; tells whether there was any. */
  readonly reload: () => Promise<boolean> | boolean;
  /** Makes a little room on a full disk; tells whether there was any to be had. */
  readonly makeRoom: () => boolean;
  /** How many flushes have succeeded. */
  readonly flushes: { count: number };
}

/**
 * Keeps objects in packs, and few small ones loose in the precious database. Each instance stages its own writes: what
 * one operation put and could not make durable is never mistaken for another's.
 */
export class PackStore implements ObjectStore {
  readonly #parts: PackStoreParts;
  readonly #staging: Staging;
  readonly #discards: DiscardWatch;
  /** How far others were when packs of this operation could first be come upon. */
  #since: string | undefined;

  constructor(parts: PackStoreParts) {
    this.#parts = parts;
    this.#discards = new DiscardWatch(parts.markFolder);
    this.#staging = new Staging(parts, () => {
      this.#since = this.#othersNow();
    });
  }

  /** Bytes that this instance has written to disk: whole packs, and the stored bytes of loose frames. */
  get storedBytes(): number {
    return this.#staging.storedBytes;
  }

  async has(ids: readonly ObjectId[]): Promise<boolean[]> {
    const { loose, index } = this.#parts;
    this.#discards.begin();
    // Loose first: folding enters the pack before it drops the row, so an object is never between the two.
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

  /** Adds objects that are compressed already, as {@link put} adds one. The ids are trusted to name the bytes. */
  putFrame(frame: Frame): void {
    this.#staging.addFrame(frame);
  }

  async flush(): Promise<void> {
    this.flushWith(() => undefined);
  }

  /**
   * Makes every object put so far durable, and runs `work` in the transaction that does so for the last of them: a small
   * push costs one fsync in all. When `work` throws, only that transaction is undone.
   */
  flushWith<T>(work: () => T): T {
    const { db, loose, flushes } = this.#parts;
    const rest = this.#staging.finishPacks();
    const result = inTransaction(db, () => {
      this.#discards.check();
      loose.add(rest);
      return work();
    });
    flushes.count++;
    this.#staging.madeLoose(rest);
    return result;
  }

  /**
   * Drops what was put since the last flush, and its files. Whole packs stay when `why` is `Cancelled`, so that who begins
   * again goes on from there, and where others may rely on them, as they have written to the store meanwhile.
   */
  discard(why?: unknown): void {
    this.#staging.discard();
    const named = this.#staging.takeNamed();
    if (named.length === 0 || (why instanceof StrataError && why.code === "Cancelled")) return;
    discardQuietly(this.#parts, named, () => this.#othersNow() === this.#since);
  }

  /** Changes when anybody else commits anything to the precious database, in this process what may rely on packs. */
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

  /** Reads an object that is durable, loose before packed, or from wherever it is intact. */
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

  /** Undefined when the place is gone, because others have moved the object since it was located. */
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

/** The error for an object whose pack the system refuses to read. */
function unreadable(id: ObjectId, cause: unknown): StrataError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StrataError("ReadFailed", `Object ${id.slice(0, 10)} cannot be read: ${message}`, {
    hint: "Check the disk that the store is on, and who may read it.",
    data: { id },
    cause,
  });
}
