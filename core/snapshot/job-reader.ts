import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { Chunker } from "../chunking/chunker.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import type { ChunkRef, Content } from "../manifest/entry.ts";
import type { Profile } from "../profile.ts";
import { Arena } from "./arena.ts";
import type { FileFailed, FileRead, FileToRead } from "./content-protocol.ts";
import { signatureOf } from "./signature.ts";
import { whyUnreadable } from "./unreadable.ts";

/** Size of a full segment, in plaintext bytes of chunks. */
const SEGMENT = 4 * 1024 * 1024;

/** Follows no link that took the file's place, and does not wait for a writer on a pipe. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A chunk whose bytes are in its segment's arena. */
export interface Chunk {
  readonly id: ObjectId;
  readonly bytes: Uint8Array;
}

/** The chunks and files that a job has read since its last segment. */
export interface Segment {
  readonly arena: Arena;
  readonly chunks: Chunk[];
  readonly files: FileRead[];
  readonly failed: FileFailed[];
  /** Plaintext bytes of the chunks. */
  held: number;
  /** Bytes read from files. */
  bytes: number;
}

/** The arenas and chunkers that the jobs of one worker reuse. */
export class JobSupplies {
  readonly profile: Profile;
  readonly #chunkers: Chunker[] = [];
  readonly #arenas: Arena[] = [];

  constructor(profile: Profile) {
    this.profile = profile;
  }

  /** Returns an empty segment. */
  segment(): Segment {
    // A segment ends with the file or chunk that fills it, and a whole file is checked before it is kept.
    const largest = Math.max(this.profile.wholeMax + 1, this.profile.chunkMax);
    const arena = this.#arenas.pop() ?? new Arena(SEGMENT + largest);
    return { arena, chunks: [], files: [], failed: [], held: 0, bytes: 0 };
  }

  /** Takes back a segment whose bytes are no longer needed. */
  release({ arena }: Segment): void {
    arena.clear();
    this.#arenas.push(arena);
  }

  /** Lends a chunker while a file is read: another job may begin a file before this one has ended. */
  *withChunker<T>(use: (chunker: Chunker) => Generator<Segment, T>): Generator<Segment, T> {
    const chunker = this.#chunkers.pop() ?? new Chunker(this.profile);
    try {
      return yield* use(chunker);
    } finally {
      chunker.reset();
      this.#chunkers.push(chunker);
    }
  }
}

/** Reads the files of one job, segment by segment. */
export class JobReader {
  readonly #supplies: JobSupplies;
  #segment: Segment;

  constructor(supplies: JobSupplies) {
    this.#supplies = supplies;
    this.#segment = supplies.segment();
  }

  /** Yields each full segment and returns the last one. A file that cannot be read is recorded and skipped. */
  *read(files: readonly FileToRead[]): Generator<Segment, Segment> {
    for (const file of files) {
      try {
        yield* this.#readFile(file);
      } catch (thrown) {
        this.#segment.failed.push({ no: file.no, reason: whyUnreadable(thrown) });
      }
    }
    return this.#segment;
  }

  /** Reads a file, and once more if it changed meanwhile. */
  *#readFile({ no, from }: FileToRead): Generator<Segment, void> {
    const path = Buffer.from(from.buffer, from.byteOffset, from.length);
    for (let attempt = 1; attempt <= 2; attempt++) {
      const { stable, ...read } = yield* this.#readOnce(path);
      if (stable || attempt === 2) this.#segment.files.push({ no, ...read, unstable: !stable });
      yield* this.#tellIfFull();
      if (stable) return;
    }
  }

  *#readOnce(path: Buffer): Generator<Segment, Omit<FileRead, "no" | "unstable"> & { stable: boolean }> {
    const fd = openSync(path, OPEN_FLAGS);
    try {
      const before = fstatSync(fd, { bigint: true });
      if (!before.isFile()) throw new Error("it is no longer a file");
      const readAt = Date.now();
      const { size, content } = yield* this.#readContent(fd, before);
      const after = fstatSync(fd, { bigint: true });
      const signature = signatureOf(after);
      const stable = signature.equals(signatureOf(before)) && after.size === BigInt(size);
      return { size, mode: Number(after.mode), content, signature, readAt, stable };
    } finally {
      closeSync(fd);
    }
  }

  *#readContent(fd: number, { size }: BigIntStats): Generator<Segment, { size: number; content: Content }> {
    const { wholeMax } = this.#supplies.profile;
    const whole = size <= wholeMax ? this.#readWhole(fd) : undefined;
    if (whole !== undefined) return this.#keepWhole(whole);
    const cut = yield* this.#supplies.withChunker((chunker) => this.#cut(fd, chunker));
    if (cut.size > wholeMax) return cut;
    // It shrank while it was read, and a small file has only one form, whatever its size was before.
    const shrunk = this.#readWhole(fd);
    if (shrunk === undefined) throw new Error("it keeps changing its size while it is read");
    return this.#keepWhole(shrunk);
  }

  /** Cuts a file into chunks, from its start. */
  *#cut(fd: number, chunker: Chunker): Generator<Segment, { size: number; content: Content }> {
    const chunks: ChunkRef[] = [];
    let size = 0;
    for (let read = -1; read !== 0; ) {
      const space = chunker.space();
      read = readSync(fd, space, 0, space.length, size);
      chunker.filled(read);
      size += read;
      this.#segment.bytes += read;
      for (let chunk = chunker.next(read === 0); chunk; chunk = chunker.next(read === 0)) {
        chunks.push({ id: this.#keep(this.#segment.arena.copy(chunk)), len: chunk.length });
        yield* this.#tellIfFull();
      }
    }
    return { size, content: { kind: "chunks", chunks } };
  }

  /** Reads a file that was small when it was opened into the arena's free bytes; undefined if it has grown. */
  #readWhole(fd: number): Uint8Array | undefined {
    const { free } = this.#segment.arena;
    // One byte more than the maximum shows whether it has grown.
    const most = this.#supplies.profile.wholeMax + 1;
    for (let length = 0; length < most; ) {
      const read = readSync(fd, free, length, most - length, length);
      if (read === 0) return free.subarray(0, length);
      length += read;
    }
    return undefined;
  }

  #keepWhole(whole: Uint8Array): { size: number; content: Content } {
    const size = whole.length;
    this.#segment.bytes += size;
    // Inline bytes are sent with the message, and sending a view would clone the whole arena.
    if (size <= this.#supplies.profile.inlineMax)
      return { size, content: { kind: "inline", bytes: Uint8Array.from(whole) } };
    const id = this.#keep(this.#segment.arena.take(size));
    return { size, content: { kind: "chunks", chunks: [{ id, len: size }] } };
  }

  #keep(bytes: Uint8Array): ObjectId {
    const id = hashId(bytes);
    this.#segment.chunks.push({ id, bytes });
    this.#segment.held += bytes.length;
    return id;
  }

  *#tellIfFull(): Generator<Segment, void> {
    if (this.#segment.held < SEGMENT) return;
    yield this.#segment;
    this.#segment = this.#supplies.segment();
  }
}
