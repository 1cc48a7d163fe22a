import { closeSync, ftruncateSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import type { FileWriter, FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";

/**
 * Writes to disk like {@link nodeFileWrites} and can then simulate the worst power failure: bytes that were not synced
 * are lost, and so are new names whose folder was not synced.
 */
export class PowerLossFileWrites implements FileWrites {
  /** The number of synced bytes of each file, by its current name. */
  readonly #synced = new Map<string, number>();
  /** Renames that may still be lost: new name to old name. */
  readonly #renames = new Map<string, string>();

  create(path: string, mode?: number): FileWriter {
    const file = nodeFileWrites.create(path, mode);
    let length = 0;
    this.#synced.set(path, 0);
    return {
      write: (bytes) => {
        file.write(bytes);
        length += bytes.length;
      },
      skip: (bytes) => {
        file.skip(bytes);
        length += bytes;
      },
      sync: () => {
        file.sync();
        this.#synced.set(path, length);
      },
      chmod: (mode) => file.chmod(mode),
      close: () => file.close(),
    };
  }

  rename(from: string, to: string): void {
    nodeFileWrites.rename(from, to);
    // A file that was there before is on the disk already.
    const synced = this.#synced.get(from);
    if (synced !== undefined) this.#synced.set(to, synced);
    this.#synced.delete(from);
    this.#renames.set(to, from);
  }

  syncFolder(path: string): void {
    nodeFileWrites.syncFolder(path);
    for (const to of this.#renames.keys()) if (dirname(to) === path) this.#renames.delete(to);
  }

  makeFolder(path: string, mode?: number): void {
    nodeFileWrites.makeFolder(path, mode);
  }

  link(target: string, path: string): void {
    nodeFileWrites.link(target, path);
  }

  remove(path: string): void {
    nodeFileWrites.remove(path);
    this.#synced.delete(path);
    this.#renames.delete(path);
  }

  /** Simulates the power failure. */
  fail(): void {
    for (const [path, bytes] of this.#synced) {
      const fd = openSync(path, "r+");
      ftruncateSync(fd, bytes);
      closeSync(fd);
    }
    for (const [to, from] of this.#renames) renameSync(to, from);
  }
}
