import { cpSync, existsSync, linkSync, lstatSync, renameSync, rmSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileWriter, FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { WriteCall } from "./faulty-files.ts";
import { temporaryFolder } from "./folders.ts";

/** What becomes of names that were not synced. Both can happen, and bytes that were not synced are lost in both. */
export type Names = "lost" | "kept";

/** A change of names that may still be lost, with the folder that has to be synced. */
interface Change {
  readonly folder: string;
  /** Takes it back where `at` says that the folder is. */
  readonly undo: (at: (path: string) => string) => void;
}

/**
 * Writes to disk like {@link nodeFileWrites} and can then simulate a power failure: bytes that were not synced are lost, and so may
 * be names that came, changed or went in a folder that was not synced since. `onCall` is called after each call.
 */
export class PowerLossFileWrites implements FileWrites {
  readonly #onCall: (call: WriteCall) => void;
  /** The number of synced bytes of each file that was written, by its current name. */
  readonly #synced = new Map<string, number>();
  /** The names of the files that are open: one may change meanwhile. */
  readonly #open = new Set<{ path: string }>();
  /** The oldest first. */
  #changes: Change[] = [];
  /** Holds files that were removed or replaced. */
  readonly #aside = temporaryFolder();
  #held = 0;

  constructor(onCall: (call: WriteCall) => void = () => undefined) {
    this.#onCall = onCall;
  }

  create(path: string, mode?: number): FileWriter {
    const file = nodeFileWrites.create(path, mode);
    let length = 0;
    const own = { path };
    this.#open.add(own);
    this.#synced.set(path, 0);
    this.#note(path, (at) => rmSync(at(path), { force: true }));
    this.#onCall("create");
    return {
      write: (bytes) => {
        file.write(bytes);
        length += bytes.length;
        this.#onCall("write");
      },
      skip: (bytes) => {
        file.skip(bytes);
        length += bytes;
        this.#onCall("skip");
      },
      sync: () => {
        file.sync();
        this.#synced.set(own.path, length);
        this.#onCall("sync");
      },
      chmod: (mode) => {
        file.chmod(mode);
        this.#onCall("chmod");
      },
      close: () => {
        file.close();
        this.#open.delete(own);
      },
    };
  }

  rename(from: string, to: string): void {
    const putBack = this.#hold(to);
    nodeFileWrites.rename(from, to);
    const synced = this.#synced.get(from);
    this.#synced.delete(to);
    // A file that was there before is on the disk already.
    if (synced !== undefined) this.#synced.set(to, synced);
    this.#synced.delete(from);
    for (const each of this.#open) if (each.path === from) each.path = to;
    this.#note(to, (at) => {
      renameSync(at(to), at(from));
      putBack(at);
    });
    this.#onCall("rename");
  }

  syncFolder(path: string): void {
    nodeFileWrites.syncFolder(path);
    this.#changes = this.#changes.filter(({ folder }) => folder !== path);
    this.#onCall("syncFolder");
  }

  makeFolder(path: string, mode?: number): void {
    const made: string[] = [];
    for (let at = path; !existsSync(at); at = dirname(at)) made.unshift(at);
    nodeFileWrites.makeFolder(path, mode);
    for (const each of made) this.#note(each, (at) => rmSync(at(each), { recursive: true, force: true }));
    this.#onCall("makeFolder");
  }

  link(target: string, path: string): void {
    nodeFileWrites.link(target, path);
    this.#note(path, (at) => rmSync(at(path), { force: true }));
    this.#onCall("link");
  }

  remove(path: string): void {
    const putBack = this.#hold(path);
    nodeFileWrites.remove(path);
    this.#synced.delete(path);
    this.#note(path, putBack);
    this.#onCall("remove");
  }

  /** Simulates the power failure, or what one would leave now: `at` says where a copy of each path is. */
  fail(names: Names = "lost", at: (path: string) => string = (path) => path): void {
    for (const [path, bytes] of this.#synced) if (existsSync(at(path))) truncateSync(at(path), bytes);
    if (names === "lost") for (const { undo } of this.#changes.toReversed()) undo(at);
  }

  #note(path: string, undo: Change["undo"]): void {
    this.#changes.push({ folder: dirname(path), undo });
  }

  /** Holds a file that is about to go; returns how it is put back. */
  #hold(path: string): Change["undo"] {
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return () => undefined;
    const held = join(this.#aside, String(this.#held++));
    linkSync(path, held);
    const synced = this.#synced.get(path);
    return (at) => {
      cpSync(held, at(path));
      if (synced !== undefined) truncateSync(at(path), synced);
    };
  }
}
