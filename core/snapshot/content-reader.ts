import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { Chunker } from "../chunking/chunker.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import type { ChunkRef, Content } from "../manifest/entry.ts";
import { type Frame, FrameBuilder } from "../objects/frame.ts";
import type { Profile } from "../profile.ts";
import { Arena } from "./arena.ts";
import type {
  FileFailed,
  FileRead,
  FileToRead,
  FromContentWorker,
  ToContentWorker,
} from "./content-protocol.ts";
import { signatureOf } from "./signature.ts";
import { whyUnreadable } from "./unreadable.ts";

/** A worker tells of its chunks whenever it holds so many plaintext bytes of them. */
const SEGMENT = 4 * 1024 * 1024;

/** Not through a link that took the file's place, nor waiting for a writer on a pipe that did. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

interface Chunk {
  readonly id: ObjectId;
  readonly bytes: Uint8Array;
}

/** What a job has read and not yet told. */
interface Segment {
  readonly arena: Arena;
  chunks: Chunk[];
  held: number;
  bytes: number;
  files: FileRead[];
  failed: FileFailed[];
}

/**
 * Reads, cuts, hashes, groups and compresses the contents of files: the work of a content worker, apart from its thread. Each
 * file is read once; one that changed meanwhile is read once more.
 */
export class ContentReader {
  readonly #profile: Profile;
  readonly #post: (message: FromContentWorker, transfer: ArrayBuffer[]) => void;
  readonly #jobs = new Map<number, { rest: Generator<Segment, Segment>; segment: Segment; done: boolean }>();
  readonly #idleChunkers: Chunker[] = [];
  readonly #idleArenas: Arena[] = [];

  constructor(profile: Profile, post: (message: FromContentWorker, transfer: ArrayBuffer[]) => void) {
    this.#profile = profile;
    this.#post = post;
  }

  /** Does what the coordinator says. */
  handle(message: ToContentWorker): void {
    if (message.type === "drop") {
      const dropped = this.#jobs.get(message.job);
      dropped?.rest.return(dropped.segment);
      this.#jobs.delete(message.job);
      return;
    }
    if (message.type === "read") {
      this.#advance(message.job, this.#read(message.files));
      return;
    }
    const job = this.#jobs.get(message.job);
    if (job === undefined) return;
    this.#store(message.job, job.segment.chunks, message.wanted);
    job.segment.arena.clear();
    this.#idleArenas.push(job.segment.arena);
    if (job.done) this.#jobs.delete(message.job);
    else this.#advance(message.job, job.rest);
  }

  #advance(job: number, rest: Generator<Segment, Segment>): void {
    const { value: segment, done = false } = rest.next();
    this.#jobs.set(job, { rest, segment, done });
    const { chunks, bytes, files, failed } = segment;
    const ids = chunks.map((chunk) => chunk.id);
    const lens = chunks.map((chunk) => chunk.bytes.length);
    this.#post({ type: "read", job, ids, lens, bytes, files, failed, last: done }, []);
  }

  #store(job: number, chunks: readonly Chunk[], wanted: Uint8Array): void {
    const frames: Frame[] = [];
    const builder = new FrameBuilder("content", (frame) => frames.push(frame));
    chunks.forEach(({ id, bytes }, i) => {
      if (wanted[i] === 1) builder.add(id, bytes);
    });
    builder.close();
    const transfer = frames.map((frame) => frame.stored.buffer as ArrayBuffer);
    this.#post({ type: "stored", job, frames }, transfer);
  }

  *#read(files: readonly FileToRead[]): Generator<Segment, Segment> {
    let segment = this.#newSegment();
    for (const { no, from } of files) {
      const path = Buffer.from(from.buffer, from.byteOffset, from.length);
      try {
        for (let attempt = 1; ; attempt++) {
          const reading = this.#readOnce(no, path, segment);
          let outcome = reading.next();
          while (!outcome.done) {
            yield segment;
            segment = this.#newSegment();
            outcome = reading.next(segment);
          }
          segment = outcome.value.segment;
          if (outcome.value.stable || attempt === 2) {
            segment.files.push({ ...outcome.value.file, unstable: !outcome.value.stable });
            break;
          }
        }
      } catch (thrown) {
        segment.failed.push({ no, reason: whyUnreadable(thrown) });
      }
      if (segment.held >= SEGMENT) {
        yield segment;
        segment = this.#newSegment();
      }
    }
    return segment;
  }

  /** Reads a file from beginning to end; yields when the segment is full, and goes on with the one it is given. */
  *#readOnce(
    no: number,
    path: Buffer,
    first: Segment,
  ): Generator<void, { file: Omit<FileRead, "unstable">; stable: boolean; segment: Segment }, Segment> {
    const fd = openSync(path, OPEN_FLAGS);
    try {
      const before = fstatSync(fd, { bigint: true });
      if (!before.isFile()) throw new Error("it is no longer a file");
      const readAt = Date.now();
      const whole = before.size <= this.#profile.wholeMax ? this.#readWhole(fd, first.arena) : undefined;
      if (whole === undefined) return yield* this.#cut(fd, no, before, readAt, first);
      const content = this.#keepWhole(whole, first);
      first.bytes += whole.length;
      return { ...finish(fd, no, before, readAt, whole.length, content), segment: first };
    } finally {
      closeSync(fd);
    }
  }

  /** Cuts the file into chunks, from its beginning. */
  *#cut(
    fd: number,
    no: number,
    before: BigIntStats,
    readAt: number,
    first: Segment,
  ): Generator<void, { file: Omit<FileRead, "unstable">; stable: boolean; segment: Segment }, Segment> {
    let segment = first;
    // A job yields in the middle of a file, and another may begin one: each file has its own chunker while it lasts.
    const chunker = this.#idleChunkers.pop() ?? new Chunker(this.#profile);
    const chunks: ChunkRef[] = [];
    let size = 0;
    for (let read = -1; read !== 0; ) {
      const space = chunker.space();
      read = readSync(fd, space, 0, space.length, size);
      chunker.filled(read);
      size += read;
      segment.bytes += read;
      for (let chunk = chunker.next(read === 0); chunk; chunk = chunker.next(read === 0)) {
        const id = hashId(chunk);
        chunks.push({ id, len: chunk.length });
        segment.chunks.push({ id, bytes: segment.arena.copy(chunk) });
        segment.held += chunk.length;
        if (segment.held >= SEGMENT) segment = yield;
      }
    }
    chunker.reset();
    this.#idleChunkers.push(chunker);
    return { ...finish(fd, no, before, readAt, size, { kind: "chunks", chunks }), segment };
  }

  /** Reads a file that was small when it was opened, to the free bytes of the arena; undefined when it no longer is. */
  #readWhole(fd: number, { free }: Arena): Uint8Array | undefined {
    // One byte more than the largest, to see that there is one.
    const most = this.#profile.wholeMax + 1;
    for (let length = 0; length < most; ) {
      const read = readSync(fd, free, length, most - length, length);
      if (read === 0) return free.subarray(0, length);
      length += read;
    }
    return undefined;
  }

  #keepWhole(whole: Uint8Array, segment: Segment): Content {
    // Inline bytes travel with the message, which would clone the whole arena for a view of it.
    if (whole.length <= this.#profile.inlineMax) return { kind: "inline", bytes: Uint8Array.from(whole) };
    const id = hashId(whole);
    segment.chunks.push({ id, bytes: segment.arena.take(whole.length) });
    segment.held += whole.length;
    return { kind: "chunks", chunks: [{ id, len: whole.length }] };
  }

  #newSegment(): Segment {
    // A segment ends with the file or chunk that reaches its size; a file is looked at before it is taken.
    const largest = Math.max(this.#profile.wholeMax + 1, this.#profile.chunkMax);
    const arena = this.#idleArenas.pop() ?? new Arena(SEGMENT + largest);
    return { arena, chunks: [], held: 0, bytes: 0, files: [], failed: [] };
  }
}

function finish(
  fd: number,
  no: number,
  before: BigIntStats,
  readAt: number,
  size: number,
  content: Content,
): { file: Omit<FileRead, "unstable">; stable: boolean } {
  const after = fstatSync(fd, { bigint: true });
  const signature = signatureOf(after);
  return {
    file: { no, size, mode: Number(after.mode), content, signature, readAt },
    stable: signature.equals(signatureOf(before)) && after.size === BigInt(size),
  };
}
