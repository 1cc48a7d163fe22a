import type { ObjectId } from "../ids.ts";
import type { Content } from "../manifest/entry.ts";
import type { Frame } from "../objects/frame.ts";

/** A file to read. `no` is the coordinator's number for it. */
export interface FileToRead {
  readonly no: number;
  /** Its path on disk, as bytes. */
  readonly from: Uint8Array;
}

/** The result of reading a file. */
export interface FileRead {
  readonly no: number;
  readonly size: number;
  readonly mode: number;
  /** If an entry cannot hold all its chunks, the coordinator puts them into a chunk list. */
  readonly content: Content;
  /** The signature when it was read. */
  readonly signature: Uint8Array;
  /** When it was read, in ms since 1970. */
  readonly readAt: number;
  /** Whether it changed during both readings: the content is that of the second. */
  readonly unstable: boolean;
}

/** A file that could not be read, and why. */
export interface FileFailed {
  readonly no: number;
  readonly reason: string;
}

/**
 * A message from the coordinator to a content worker: read these files; store these of the chunks you reported (one
 * byte for each: 1 = wanted); or drop a job, which is then not answered any more.
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
  /** The plaintext bytes of each. */
  readonly lens: readonly number[];
  /** Bytes read from files since the last such message. */
  readonly bytes: number;
  readonly files: readonly FileRead[];
  readonly failed: readonly FileFailed[];
  /** Whether the job has nothing left to read. */
  readonly last: boolean;
}

/** The wanted chunks of one {@link ChunksRead}, grouped and compressed. */
export interface ChunksStored {
  readonly type: "stored";
  readonly job: number;
  readonly frames: readonly Frame[];
}

export type FromContentWorker = ChunksRead | ChunksStored;

/** A content worker, as seen by the coordinator. */
export interface ContentWorker {
  post(message: ToContentWorker): void;
  /** Sets the only listener for messages and for a failure that ends the worker. */
  listen(
    listener: { message(message: FromContentWorker): void; failed(error: unknown): void } | undefined,
  ): void;
}
