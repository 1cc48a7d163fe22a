import type { FileWriter, FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";

/** How a write call fails. `short` writes half of the bytes before the disk is full. */
export type Fault = "ENOSPC" | "EIO" | "short";

/** The calls of the seam. */
export type WriteCall =
  | "create"
  | "write"
  | "skip"
  | "sync"
  | "chmod"
  | "rename"
  | "syncFolder"
  | "makeFolder"
  | "link"
  | "remove";

/** Writes like {@link nodeFileWrites}, or others, but the call number `failAt`, counted from 0, fails. */
export class FaultyFileWrites implements FileWrites {
  /** The calls so far, in order. */
  readonly calls: WriteCall[] = [];
  readonly #failAt: number;
  readonly #fault: Fault;
  readonly #files: FileWrites;

  constructor(failAt = Number.POSITIVE_INFINITY, fault: Fault = "EIO", files: FileWrites = nodeFileWrites) {
    this.#failAt = failAt;
    this.#fault = fault;
    this.#files = files;
  }

  /** Whether the fault has occurred. */
  get failed(): boolean {
    return this.calls.length > this.#failAt;
  }

  create(path: string, mode?: number): FileWriter {
    this.#step("create");
    const file = this.#files.create(path, mode);
    return {
      write: (bytes) =>
        this.#step("write", () => file.write(bytes.subarray(0, bytes.length >> 1))) ?? file.write(bytes),
      skip: (length) => this.#step("skip") ?? file.skip(length),
      sync: () => this.#step("sync") ?? file.sync(),
      chmod: (mode) => this.#step("chmod") ?? file.chmod(mode),
      close: () => file.close(),
    };
  }

  rename(from: string, to: string): void {
    this.#step("rename");
    this.#files.rename(from, to);
  }

  syncFolder(path: string): void {
    this.#step("syncFolder");
    this.#files.syncFolder(path);
  }

  makeFolder(path: string, mode?: number): void {
    this.#step("makeFolder");
    this.#files.makeFolder(path, mode);
  }

  link(target: string, path: string): void {
    this.#step("link");
    this.#files.link(target, path);
  }

  remove(path: string): void {
    this.#step("remove");
    this.#files.remove(path);
  }

  #step(call: WriteCall, half?: () => void): undefined {
    this.calls.push(call);
    if (this.calls.length - 1 !== this.#failAt) return undefined;
    if (this.#fault === "short") half?.();
    const code = this.#fault === "EIO" ? "EIO" : "ENOSPC";
    throw Object.assign(new Error(`${code}: injected, ${call}`), { code, syscall: call });
  }
}
