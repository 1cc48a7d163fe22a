import type { Segment } from "./sparse-tar.ts";

/** Takes the bytes of an archive as they come; gives a promise when it is to be waited for. */
export type Sink = (bytes: Uint8Array) => Promise<void> | undefined;

/** A file for an archive: all its bytes, or pieces of them as they come. */
export interface ArchivedFile {
  /** The permission bits. */
  readonly mode: number;
  readonly size: number;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Where its data is, when enough of it is zeros that a format which knows holes should leave them out. */
  readonly segments?: readonly Segment[] | undefined;
}

/**
 * Writes an archive of one format, from its beginning to its end. What it writes depends on what it is given alone: times
 * are fixed, and nobody owns anything. Paths are relative, with `/`.
 */
export interface ArchiveWriter {
  /** Adds a folder with nothing in it. */
  folder(path: string): Promise<void>;
  /** Adds a symbolic link. */
  link(path: string, target: string): Promise<void>;
  /** Adds a file, whose size must be that of its content. */
  file(path: string, file: ArchivedFile): Promise<void>;
  /** Adds what ends an archive. */
  end(): Promise<void>;
}
