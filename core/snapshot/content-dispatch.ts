import { cancelled } from "../errors.ts";
import type { ObjectId } from "../ids.ts";
import type { Frame } from "../objects/frame.ts";
import type { PauseGate } from "../pause-gate.ts";
import type {
  ChunksRead,
  ContentWorker,
  FileFailed,
  FileRead,
  FileToRead,
  FromContentWorker,
} from "./content-protocol.ts";

/** Size of a job in bytes or files. A larger file is a job of its own. */
const JOB_BYTES = 4 * 1024 * 1024;
const JOB_FILES = 512;
/** Jobs under way in each worker: while one waits for an answer, it reads the other. */
const JOBS_PER_WORKER = 2;

/** A file to read, with its expected size in bytes. */
export interface SizedFile extends FileToRead {
  readonly size: number;
}

/** The parts that reading contents needs. */
export interface DispatchOptions {
  readonly workers: readonly ContentWorker[];
  /** Looks up chunks and takes frames. */
  readonly store: {
    has(ids: readonly ObjectId[]): Promise<boolean[]>;
    putFrame(frame: Frame): void;
  };
  readonly signal?: AbortSignal | undefined;
  readonly gate?: PauseGate | undefined;
  readonly onRead: (file: FileRead) => void;
  readonly onFailed: (file: FileFailed) => void;
  /** Called with the bytes read from files and the plaintext bytes of new chunks since the last call. */
  readonly onBytes: (read: number, fresh: number) => void;
}

/**
 * Reads files in content workers, tells them which chunks are new, and stages those. Each chunk is claimed once,
 * whoever reads it first. Rejects with `Cancelled` or the first error; it reports nothing afterwards.
 */
export function readContents(files: Iterable<SizedFile>, options: DispatchOptions): Promise<void> {
  return new Dispatch(files, options).run();
}

let lastJob = 0;

class Dispatch {
  readonly #options: DispatchOptions;
  readonly #waiting: Iterator<FileToRead[]>;
  /** The chunks that a worker was asked for or is about to be, until the store has them. */
  readonly #claimed = new Set<ObjectId>();
  /** The jobs under way, by worker. */
  readonly #jobs = new Map<ContentWorker, Set<number>>();
  /** Jobs with files left to read. */
  readonly #reading = new Set<number>();
  #exhausted = false;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(files: Iterable<SizedFile>, options: DispatchOptions) {
    this.#options = options;
    this.#waiting = jobsOf(files);
  }

  async run(): Promise<void> {
    const { workers, signal } = this.#options;
    if (signal?.aborted) throw cancelled();
    const stop = () => this.#settle?.reject(cancelled());
    signal?.addEventListener("abort", stop);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        for (const worker of workers) {
          this.#jobs.set(worker, new Set());
          worker.listen({ message: (message) => this.#heard(worker, message), failed: reject });
        }
        for (let turn = 0; turn < JOBS_PER_WORKER; turn++) {
          for (const worker of workers) this.#next(worker);
        }
      });
    } finally {
      this.#settle = undefined;
      signal?.removeEventListener("abort", stop);
      for (const [worker, jobs] of this.#jobs) {
        worker.listen(undefined);
        for (const job of jobs) worker.post({ type: "drop", job });
      }
    }
  }

  #next(worker: ContentWorker): void {
    void this.#guard(async () => {
      await this.#options.gate?.pass();
      if (this.#settle === undefined) return;
      const { value: files, done } = this.#waiting.next();
      if (done) {
        this.#exhausted = true;
        this.#checkEnd();
        return;
      }
      const job = ++lastJob;
      this.#jobs.get(worker)?.add(job);
      this.#reading.add(job);
      worker.post({ type: "read", job, files });
    });
  }

  #heard(worker: ContentWorker, message: FromContentWorker): void {
    // The message may be about a job that another dispatch dropped.
    if (!this.#jobs.get(worker)?.has(message.job)) return;
    void this.#guard(async () => {
      if (message.type === "read") {
        await this.#answer(worker, message);
        return;
      }
      for (const frame of message.frames) {
        this.#options.store.putFrame(frame);
        for (const { id } of frame.objects) this.#claimed.delete(id);
      }
      if (this.#reading.has(message.job)) return;
      this.#jobs.get(worker)?.delete(message.job);
      this.#next(worker);
    });
  }

  async #answer(worker: ContentWorker, message: ChunksRead): Promise<void> {
    for (const file of message.files) this.#options.onRead(file);
    for (const file of message.failed) this.#options.onFailed(file);
    const wanted = new Uint8Array(message.ids.length);
    // Claimed before the look-up, which lets other messages in.
    const fresh = message.ids.flatMap((id, i) => (this.#claim(id) ? [{ id, i }] : []));
    const present = await this.#options.store.has(fresh.map(({ id }) => id));
    let freshBytes = 0;
    fresh.forEach(({ id, i }, at) => {
      if (present[at]) {
        this.#claimed.delete(id);
        return;
      }
      wanted[i] = 1;
      freshBytes += message.lens[i] ?? 0;
    });
    this.#options.onBytes(message.bytes, freshBytes);
    await this.#options.gate?.pass();
    if (this.#settle === undefined) return;
    if (message.last) this.#reading.delete(message.job);
    worker.post({ type: "store", job: message.job, wanted });
  }

  #claim(id: ObjectId): boolean {
    if (this.#claimed.has(id)) return false;
    this.#claimed.add(id);
    return true;
  }

  #checkEnd(): void {
    if (!this.#exhausted) return;
    for (const jobs of this.#jobs.values()) if (jobs.size > 0) return;
    this.#settle?.resolve();
  }

  /** Runs work; any error ends the dispatch. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      if (this.#settle !== undefined) await work();
    } catch (thrown) {
      this.#settle?.reject(thrown);
    }
  }
}

/** Groups files into jobs, in order. */
function* jobsOf(files: Iterable<SizedFile>): Generator<FileToRead[]> {
  let job: FileToRead[] = [];
  let bytes = 0;
  for (const { no, from, size } of files) {
    if (job.length > 0 && (bytes + size > JOB_BYTES || job.length >= JOB_FILES)) {
      yield job;
      job = [];
      bytes = 0;
    }
    job.push({ no, from });
    bytes += size;
  }
  if (job.length > 0) yield job;
}
