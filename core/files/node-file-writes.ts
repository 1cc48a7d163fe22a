import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { FileWriter, FileWrites } from "./file-writes.ts";
import { PRIVATE_FILE } from "./private.ts";

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

const CANNOT_SYNC = new Set(["EINVAL", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"]);

/** Writes files to this machine's disks. */
export const nodeFileWrites: FileWrites = {
  create(path, mode = PRIVATE_FILE) {
    return new NodeFileWriter(openSync(path, CREATE, mode));
  },
  rename(from, to) {
    renameSync(from, to);
  },
  syncFolder(path) {
    // Windows cannot sync a folder; NTFS journals names by itself.
    if (process.platform === "win32") return;
    const fd = openSync(path, constants.O_RDONLY);
    try {
      fsyncSync(fd);
    } catch (thrown) {
      // Some network and user-space file systems cannot sync a folder and keep names durable in their own way.
      if (!CANNOT_SYNC.has((thrown as NodeJS.ErrnoException).code ?? "")) throw thrown;
    } finally {
      closeSync(fd);
    }
  },
  makeFolder(path, mode = 0o777) {
    // Not `mkdir`'s own recursion, which loops for ever if a parent exists but takes no folders (/proc).
    try {
      mkdirSync(path, mode);
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      if (code === "EEXIST" && statSync(path).isDirectory()) return;
      if (code !== "ENOENT" || existsSync(dirname(path))) throw thrown;
      nodeFileWrites.makeFolder(dirname(path));
      mkdirSync(path, mode);
    }
  },
  link(target, path) {
    symlinkSync(target, path);
  },
  remove(path) {
    rmSync(path, { force: true });
  },
};

class NodeFileWriter implements FileWriter {
  #fd: number | undefined;
  #length = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(bytes: Uint8Array): void {
    // A write may be short without an error: the next call writes the rest or throws the reason.
    for (let done = 0; done < bytes.length; ) {
      const written = writeSync(this.#open(), bytes, done, bytes.length - done, this.#length);
      this.#length += written;
      done += written;
    }
  }

  skip(length: number): void {
    ftruncateSync(this.#open(), this.#length + length);
    this.#length += length;
  }

  sync(): void {
    fsyncSync(this.#open());
  }

  chmod(mode: number): void {
    fchmodSync(this.#open(), mode);
  }

  close(): void {
    if (this.#fd === undefined) return;
    const fd = this.#fd;
    this.#fd = undefined;
    closeSync(fd);
  }

  #open(): number {
    if (this.#fd === undefined) throw new Error("the file is closed");
    return this.#fd;
  }
}
