import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { asStrataError } from "../errors.ts";
import { removeQuietly, writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { StoreLayout } from "./layout.ts";

/** Room for what SQLite needs to open the databases and to make a few small changes, in bytes. */
const BYTES = 1024 * 1024;

/**
 * A file that holds room on the disk. On one without a free block it makes way, so that what frees room can still be done:
 * deleting a label or a working copy, and sweeping.
 */
export class Reserve {
  readonly #path: string;
  readonly #files: FileWrites;
  #isSpent = false;

  constructor({ reserve }: Pick<StoreLayout, "reserve">, files: FileWrites) {
    this.#path = reserve;
    this.#files = files;
  }

  /** Whether it was given away since it was last taken. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Takes the room if there is some. It never fails: without it the store works as well, until the disk is full. */
  keep(): void {
    if (existsSync(this.#path)) return;
    try {
      // Bytes that no disk compresses.
      writeDurably(this.#files, this.#path, randomBytes(BYTES));
      this.#isSpent = false;
    } catch {
      // There is no room to keep.
    }
  }

  /** Gives the room away; tells whether there was any. */
  release(): boolean {
    if (!existsSync(this.#path)) return false;
    removeQuietly(this.#files, this.#path);
    this.#isSpent = !existsSync(this.#path);
    return this.#isSpent;
  }

  /** Does something that frees room, or needs next to none; if there is none at all, in what was kept. */
  spend<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (asStrataError(thrown).code !== "DiskFull" || !this.release()) throw thrown;
      return work();
    }
  }
}
