import { closeSync, constants, openSync, readlinkSync, readSync, type Stats } from "node:fs";
import { type Entry, entryType } from "../../manifest/entry.ts";
import type { TimeSlice } from "../../time-slice.ts";
import { errnoOf } from "./skip.ts";

/** Yields a file's content in order, in pieces of any length. Throws `CorruptObject`, `MissingObject` and the like. */
export type ReadContent = (entry: Entry) => AsyncIterable<Uint8Array>;

// Absent on Windows. A link or pipe that took the file's place is neither opened nor waited for.
const OPEN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const PIECE_BYTES = 256 * 1024;

/** Compares the files of a target with those of a snapshot. */
export class Comparison {
  readonly #read: ReadContent;
  readonly #slice: TimeSlice;
  readonly #piece = Buffer.allocUnsafeSlow(PIECE_BYTES);

  constructor(read: ReadContent, slice: TimeSlice) {
    this.#read = read;
    this.#slice = slice;
  }

  /**
   * Returns whether an entry would change nothing: same type, permission bits (if the system has them) and content. A
   * file that cannot be read counts as different. Throws as {@link ReadContent} does.
   */
  async isSame(path: string, existing: Stats, entry: Entry): Promise<boolean> {
    switch (entryType(entry)) {
      case "directory":
        return existing.isDirectory();
      case "symlink":
        return existing.isSymbolicLink() && hasTarget(path, entry.symlink ?? "");
      case "file":
        return (
          existing.isFile() &&
          existing.size === entry.size &&
          (process.platform === "win32" || (existing.mode & 0o777) === (entry.mode & 0o777)) &&
          (await this.#hasContent(path, entry))
        );
    }
  }

  async #hasContent(path: string, entry: Entry): Promise<boolean> {
    const fd = undefinedIfRefused(() => openSync(path, OPEN));
    if (fd === undefined) return false;
    try {
      let size = 0;
      for await (const bytes of this.#read(entry)) {
        if (!this.#nextAre(fd, bytes)) return false;
        size += bytes.length;
        await this.#slice.step();
      }
      return size === entry.size;
    } finally {
      closeSync(fd);
    }
  }

  #nextAre(fd: number, expected: Uint8Array): boolean {
    for (let done = 0; done < expected.length; ) {
      const wanted = Math.min(PIECE_BYTES, expected.length - done);
      const got = undefinedIfRefused(() => readSync(fd, this.#piece, 0, wanted, null)) ?? 0;
      if (got === 0 || this.#piece.compare(expected, done, done + got, 0, got) !== 0) return false;
      done += got;
    }
    return true;
  }
}

/** Compares bytes, since a link's target on disk need not be valid UTF-8. */
function hasTarget(path: string, target: string): boolean {
  const found = undefinedIfRefused(() => readlinkSync(path, { encoding: "buffer" }));
  return found?.equals(Buffer.from(target)) ?? false;
}

function undefinedIfRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (errnoOf(thrown) === undefined) throw thrown;
    return undefined;
  }
}
