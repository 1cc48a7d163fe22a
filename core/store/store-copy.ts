import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makePrivately, openDatabase } from "../database/database.ts";
import { cancelled } from "../errors.ts";
import { removeIfEmpty, syncFile, temporaryIn } from "../files/durable.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { closeToOthers, PRIVATE_FOLDER } from "../files/private.ts";
import { type Arrival, noteArrival } from "./arriving.ts";
import type { StoreLayout } from "./layout.ts";
import { filesToCopy, type OwnFile, ownFiles, removeOwnFiles } from "./own-files.ts";

const PIECE = 1024 * 1024;
/** The pages of a database that are copied at once. */
const PAGES = 256;

/** How copying tells how far it is, lets others work, and is stopped. */
export interface CopyPace {
  /** Adds to the bytes that were copied. */
  advance(bytes: number): void;
  /** Yields at the end of a time slice. Throws `Cancelled`. */
  step(): Promise<void> | undefined;
  readonly signal: AbortSignal;
}

/**
 * A copy of a store in another folder. Each file is durable before it has its name, so that a copy that was cut off can be finished.
 */
export class StoreCopy {
  readonly #from: StoreLayout;
  readonly #to: StoreLayout;
  readonly #files: FileWrites;
  readonly #isNew: boolean;

  constructor(from: StoreLayout, to: StoreLayout, files: FileWrites) {
    this.#from = from;
    this.#to = to;
    this.#files = files;
    this.#isNew = !existsSync(to.folder);
  }

  /** Makes the folder, and marks it as one that gets a copy. */
  begin(arrival: Arrival): void {
    this.#makeFolder(this.#to.folder);
    closeToOthers(this.#to.folder);
    noteArrival(this.#to, arrival, this.#files);
  }

  /** Returns the bytes that are still to be copied. */
  missing(): number {
    const files = filesToCopy(this.#from).filter((file) => !this.#has(file));
    return [...files, ...this.#databases()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Copies what is missing, and removes what the store has no more. Nothing may take anything out of the store meanwhile. */
  async bring(pace: CopyPace): Promise<void> {
    const { folder } = this.#to;
    for (const name of [this.#to.packs, this.#to.backups]) this.#makeFolder(name);
    const wanted = filesToCopy(this.#from);
    const folders = new Set([this.#to.packs, this.#to.backups, folder]);
    for (const file of wanted) {
      const to = join(folder, ...file.path);
      if (this.#has(file)) continue;
      this.#makeFolder(dirname(to));
      folders.add(dirname(to));
      await this.#copy(join(this.#from.folder, ...file.path), to, pace);
    }
    const kept = new Set(wanted.map(({ path }) => path.join("/")));
    for (const { path } of filesToCopy(this.#to))
      if (!kept.has(path.join("/"))) this.#files.remove(join(folder, ...path));
    await this.#copyDatabase(this.#from.strataDb, this.#to.strataDb, pace);
    if (existsSync(this.#from.indexDb)) await this.#copyDatabase(this.#from.indexDb, this.#to.indexDb, pace);
    for (const each of folders) this.#files.syncFolder(each);
  }

  /** Makes the databases durable, after they were written to and closed. */
  sync(): void {
    for (const path of [this.#to.strataDb, this.#to.indexDb]) syncFile(path);
    this.#files.syncFolder(this.#to.folder);
  }

  /** Removes the copy while another error is handled. The mark that it is one goes last; if something cannot be removed, it stays. */
  removeQuietly(): void {
    try {
      removeOwnFiles(this.#to, this.#files);
      this.#files.syncFolder(this.#to.folder);
      this.#files.remove(this.#to.arriving);
      if (this.#isNew) removeIfEmpty(this.#to.folder);
    } catch {
      // The next move to this folder goes on with it.
    }
  }

  #databases(): OwnFile[] {
    return ownFiles(this.#from).filter(({ path }) => /^(strata|index)\.db$/.test(path.join("/")));
  }

  /** A file in a folder never changes under its name. */
  #has({ path, bytes }: OwnFile): boolean {
    if (path.length < 2) return false;
    return statSync(join(this.#to.folder, ...path), { throwIfNoEntry: false })?.size === bytes;
  }

  #makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    if (dirname(folder) !== folder) this.#makeFolder(dirname(folder));
    this.#files.makeFolder(folder, PRIVATE_FOLDER);
    this.#files.syncFolder(dirname(folder));
  }

  async #copy(from: string, to: string, pace: CopyPace): Promise<void> {
    const buffer = Buffer.allocUnsafe(PIECE);
    const temporary = temporaryIn(dirname(to));
    const fd = openIfThere(from);
    if (fd === undefined) return;
    try {
      const file = this.#files.create(temporary);
      try {
        for (;;) {
          const read = readSync(fd, buffer, 0, buffer.length, null);
          if (read === 0) break;
          file.write(buffer.subarray(0, read));
          pace.advance(read);
          await pace.step();
        }
        file.sync();
      } finally {
        file.close();
      }
    } finally {
      closeSync(fd);
    }
    this.#files.rename(temporary, to);
  }

  /** Copies a database with what is committed, whoever writes to it, in a connection of its own. */
  async #copyDatabase(from: string, to: string, pace: CopyPace): Promise<void> {
    const temporary = temporaryIn(dirname(to));
    makePrivately(temporary);
    const db = openDatabase(from, { readonly: true });
    try {
      const pageSize = db.pragma("page_size", { simple: true }) as number;
      await db.backup(temporary, {
        progress: ({ remainingPages }) => {
          if (pace.signal.aborted) throw cancelled();
          pace.advance(Math.min(PAGES, remainingPages) * pageSize);
          return PAGES;
        },
      });
    } finally {
      db.close();
    }
    syncFile(temporary);
    // A log must never be beside another database than its own.
    for (const suffix of ["-wal", "-shm", "-journal"]) this.#files.remove(to + suffix);
    this.#files.rename(temporary, to);
  }
}

/** Opens a file to read; undefined if it is gone: a pack that was just discarded. */
function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw thrown;
  }
}
