import type { ObjectId } from "../ids.ts";
import type { Content } from "../manifest/entry.ts";
import type { Frame } from "../objects/frame.ts";

/** A file to read: `no` is the coordinator's own number for it. */
export interface FileToRead {
  readonly no: number;
  /** Its path on disk, as bytes. */
  readonly from: Uint8Array;
}

/** What reading a file gave. */
export interface FileRead {
  readonly no: number;
  readonly size: number;
  readonly mode: number;
  /** More than an entry can name itself are put into a chunk list by the coordinator. */
  readonly content: Content;
  /** The signature when it was read. */
  readonly signature: Uint8Array;
  /** When it was read, in ms since 1970. */
  readonly readAt: number;
  /** It changed while it was read, twice: the content is that of the second reading. */
  readonly unstable: boolean;
}

/** A file that could not be read, and why. */
export interface FileFailed {
  readonly no: number;
  readonly reason: string;
}

/**
 * What the coordinator says to a content worker: read these files; then, of the chunks that you told me of, store
 * those (one byte for each: 1 = wanted). A job that is dropped is not answered again.
 */
export type ToContentWorker =
  | { readonly type: "read"; readonly job: number; readonly files: readonly FileToRead[] }
  | { readonly type: "store"; readonly job: number; readonly wanted: Uint8Array }
  | { readonly type: "drop"; readonly job: number };

/** Chunks that a worker has read and holds until it is told which of them to store. */
export interface ChunksRead {
  readonly type: "read";
  readonly job: number;
  readonly ids: readonly ObjectId[];
  /** Plaintext bytes of each. */
  readonly lens: readonly number[];
  /** Bytes read from files since the last such message. */
  readonly bytes: number;
  readonly files: readonly FileRead[];
  readonly failed: readonly FileFailed[];
  /** Nothing of the job is left to read. */
  readonly last: boolean;
}

/** The wanted chunks of one {@link ChunksRead}, grouped and compressed. */
export interface ChunksStored {
  readonly type: "stored";
  readonly job: number;
  readonly frames: readonly Frame[];
}

export type FromContentWorker = ChunksRead | ChunksStored;

/** A content worker as its coordinator sees it. */
export interface ContentWorker {
  post(message: ToContentWorker): void;
  /** Says who hears its messages, and its end if it fails: one listener at a time. */
  listen(
    listener: { message(message: FromContentWorker): void; failed(error: unknown): void } | undefined,
  ): void;
}
