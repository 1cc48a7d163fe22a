import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { asStrataError } from "../errors.ts";
import { removeQuietly, writeDurably } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { StoreLayout } from "./layout.ts";

/** The space that SQLite needs to open the databases and make a few small changes, in bytes. */
const BYTES = 1024 * 1024;

/**
 * A file that reserves space on the disk. On a full disk it is released, so that operations that free space still work:
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

  /** Whether the space was released since it was last reserved. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Reserves the space if there is any. It never fails: without it the store works as well, until the disk is full. */
  keep(): void {
    if (existsSync(this.#path)) return;
    try {
      // Bytes that no disk compresses.
      writeDurably(this.#files, this.#path, randomBytes(BYTES));
      this.#isSpent = false;
    } catch {
      // There is no space to reserve.
    }
  }

  /** Releases the room; returns whether there was any. */
  release(): boolean {
    if (!existsSync(this.#path)) return false;
    removeQuietly(this.#files, this.#path);
    this.#isSpent = !existsSync(this.#path);
    return this.#isSpent;
  }

  /** Runs work that frees space or needs next to none; on a full disk, in the reserved space. */
  spend<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (asStrataError(thrown).code !== "DiskFull" || !this.release()) throw thrown;
      return work();
    }
  }
}
