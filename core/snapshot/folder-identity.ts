import { statSync } from "node:fs";
import { dirname } from "node:path";

/** Recognizes a folder under any of its names by device and inode, since paths differ in case, separators and links. */
export class FolderIdentity {
  readonly #dev: bigint;
  readonly #ino: bigint;

  /** Throws the system's error if there is no such folder. */
  constructor(folder: string) {
    const { dev, ino } = statSync(folder, { bigint: true });
    this.#dev = dev;
    this.#ino = ino;
  }

  /** Returns whether a path leads to the folder. */
  is(path: string | Buffer): boolean {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat !== undefined && stat.ino === this.#ino && stat.dev === this.#dev;
  }

  /** Returns whether a path leads to the folder or to something in it. */
  holds(path: string): boolean {
    for (let at = path; ; at = dirname(at)) {
      if (this.is(at)) return true;
      if (dirname(at) === at) return false;
    }
  }
}
