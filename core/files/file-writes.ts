/** A file that is being written, from its beginning to its end. */
export interface FileWriter {
  /** Writes all the bytes at the end. */
  write(bytes: Uint8Array): void;
  /** Puts zeros at the end, as a hole that takes no room where the file system has those. */
  skip(length: number): void;
  /** Makes what was written durable, with `F_FULLFSYNC` on macOS. After a failure the file is not to be relied upon. */
  sync(): void;
  /** Sets the permission bits, whatever the process's umask. */
  chmod(mode: number): void;
  /** Closes the file; closing it again does nothing. */
  close(): void;
}

/**
 * The seam through which every file is written that SQLite does not write itself, so that tests can let each write
 * fail, or be lost. Synchronous, for use in worker threads; failures are the system's own errors, with `code`.
 */
export interface FileWrites {
  /**
   * Creates a file to write, with no more than these permission bits and those of the umask: only its owner's by default.
   * Fails with `EEXIST` when the path is taken, by a dangling link too.
   */
  create(path: string, mode?: number): FileWriter;
  /** Renames a file, replacing what has the new name. */
  rename(from: string, to: string): void;
  /** Makes names in a folder durable (creations, renames, removals), where the system can. */
  syncFolder(path: string): void;
  /**
   * Creates a folder, with no more than these permission bits and those of the umask (all by default), and those above it;
   * one that is there is left as it is.
   */
  makeFolder(path: string, mode?: number): void;
  /** Creates a symbolic link. Fails with `EEXIST` when the path is taken. */
  link(target: string, path: string): void;
  /** Removes a file or link; one that is not there is passed over. */
  remove(path: string): void;
}
