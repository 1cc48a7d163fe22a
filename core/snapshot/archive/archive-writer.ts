import type { Segment } from "./sparse-tar.ts";

/** Takes the bytes of an archive. Returns a promise if the caller must wait before it sends more. */
export type Sink = (bytes: Uint8Array) => Promise<void> | undefined;

/** A file for an archive. Its content is all its bytes, or a stream of pieces. */
export interface ArchivedFile {
  /** The permission bits. */
  readonly mode: number;
  readonly size: number;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** The parts that are data, if the rest is zeros that a format with holes should leave out. */
  readonly segments?: readonly Segment[] | undefined;
}

/**
 * Writes an archive of one format from start to end. The output depends only on the input: times are fixed and there
 * are no owners. Paths are relative, with `/`.
 */
export interface ArchiveWriter {
  /** Adds an empty folder. */
  folder(path: string): Promise<void>;
  /** Adds a symbolic link. */
  link(path: string, target: string): Promise<void>;
  /** Adds a file. Its size must be that of its content. */
  file(path: string, file: ArchivedFile): Promise<void>;
  /** Writes the end of the archive. */
  end(): Promise<void>;
}
