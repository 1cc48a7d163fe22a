import { closeSync, openSync, readSync } from "node:fs";
import { MAX_FRAME, openFrame } from "./frame.ts";
import type { Location } from "./location.ts";
import type { LooseObjects } from "./loose-objects.ts";

/** Size of the cache of frames' plaintexts, in bytes: neighbouring objects are read soon after each other. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Maximum number of open pack files. */
const OPEN_FILES = 64;

/** Reads objects from frames. Caches the latest frames and open files. */
export class FrameReader {
  readonly #loose: LooseObjects;
  readonly #files = new Map<string, number>();
  readonly #plaintexts = new Map<string, Uint8Array>();
  #cached = 0;

  constructor(loose: LooseObjects) {
    this.#loose = loose;
  }

  /**
   * Reads an object's bytes as a view that must not be changed; undefined if the frame is gone. The bytes are not
   * verified. Throws a plain `Error` if the frame does not open, and the system's error if it cannot be read.
   */
  read(location: Location): Uint8Array | undefined {
    const plaintext = this.#plaintext(location);
    return plaintext?.subarray(location.start, location.start + location.len);
  }

  /** Drops a frame from the cache after an object in it was found damaged. */
  forget(location: Location): void {
    const key = keyOf(location);
    const plaintext = key === undefined ? undefined : this.#plaintexts.get(key);
    if (key === undefined || plaintext === undefined) return;
    this.#plaintexts.delete(key);
    this.#cached -= plaintext.length;
  }

  /** Closes all files: a removed file takes up room while it is open. They are opened again when needed. */
  closeFiles(): void {
    for (const fd of this.#files.values()) closeSync(fd);
    this.#files.clear();
  }

  /** Closes all files and empties the cache. */
  close(): void {
    this.closeFiles();
    this.#plaintexts.clear();
    this.#cached = 0;
  }

  #plaintext(location: Location): Uint8Array | undefined {
    const key = keyOf(location);
    const known = key === undefined ? undefined : this.#plaintexts.get(key);
    if (key !== undefined && known !== undefined) {
      // A Map keeps insertion order: moving an entry to the end makes the first one the least recently used.
      this.#plaintexts.delete(key);
      this.#plaintexts.set(key, known);
      return known;
    }
    const stored = this.#stored(location);
    if (stored === undefined) return undefined;
    const plaintext = openFrame(location.shape, stored);
    if (key !== undefined && plaintext.length <= CACHE_BYTES / 8) this.#keep(key, plaintext);
    return plaintext;
  }

  #keep(key: string, plaintext: Uint8Array): void {
    this.#plaintexts.set(key, plaintext);
    this.#cached += plaintext.length;
    for (const [oldest, bytes] of this.#plaintexts) {
      if (this.#cached <= CACHE_BYTES) break;
      this.#plaintexts.delete(oldest);
      this.#cached -= bytes.length;
    }
  }

  #stored({ place }: Location): Uint8Array | undefined {
    if (place.kind === "memory") return place.stored;
    if (place.kind === "loose") return this.#loose.stored(place.row);
    if (place.storedLen > MAX_FRAME) throw new Error("its frame is larger than any can be");
    const bytes = Buffer.allocUnsafeSlow(place.storedLen);
    const fd = this.#open(place.path);
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(fd, bytes, done, bytes.length - done, place.offset + done);
      if (read === 0) throw new Error("its pack is cut short");
      done += read;
    }
    return bytes;
  }

  #open(path: string): number {
    let fd = this.#files.get(path);
    if (fd === undefined) {
      fd = openSync(path, "r");
      for (const [oldest, other] of this.#files) {
        if (this.#files.size < OPEN_FILES) break;
        this.#files.delete(oldest);
        closeSync(other);
      }
    }
    this.#files.delete(path);
    this.#files.set(path, fd);
    return fd;
  }
}

/** Returns the cache key of a frame. Pack names and row numbers are never reused. */
function keyOf({ place }: Location): string | undefined {
  if (place.kind === "pack") return `${place.path}:${place.offset}`;
  return place.kind === "loose" ? `loose:${place.row}` : undefined;
}
