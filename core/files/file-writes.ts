/** A file that is written from start to end. */
export interface FileWriter {
  /** Writes all the bytes at the end. */
  write(bytes: Uint8Array): void;
  /** Appends zeros, as a hole that takes no room if the file system has holes. */
  skip(length: number): void;
  /** Makes the written bytes durable, with `F_FULLFSYNC` on macOS. After a failure, the file must not be used. */
  sync(): void;
  /** Sets the permission bits, ignoring the process's umask. */
  chmod(mode: number): void;
  /** Closes the file. Closing it again does nothing. */
  close(): void;
}

/**
 * Writes files: all but those that SQLite writes go through this seam, so that tests can make any write fail or get
 * lost. It is synchronous, for use in worker threads. Failures are the system's errors, with `code`.
 */
export interface FileWrites {
  /**
   * Creates a file with these permission bits, less those of the umask; the owner's only by default. Fails with
   * `EEXIST` if the path exists, also as a dangling link.
   */
  create(path: string, mode?: number): FileWriter;
  /** Renames a file and replaces one that has the new name. */
  rename(from: string, to: string): void;
  /** Makes creations, renames and removals in a folder durable, if the system can. */
  syncFolder(path: string): void;
  /**
   * Creates a folder and its missing parents with these permission bits (all by default), less those of the umask. An
   * existing folder is left as it is.
   */
  makeFolder(path: string, mode?: number): void;
  /** Creates a symbolic link. Fails with `EEXIST` if the path exists. */
  link(target: string, path: string): void;
  /** Removes a file or link, if it exists. */
  remove(path: string): void;
}
