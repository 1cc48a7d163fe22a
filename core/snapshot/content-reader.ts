import { type Frame, FrameBuilder } from "../objects/frame.ts";
import type { Profile } from "../profile.ts";
import type { FromContentWorker, ToContentWorker } from "./content-protocol.ts";
import { JobReader, JobSupplies, type Segment } from "./job-reader.ts";

interface Job {
  readonly rest: Generator<Segment, Segment>;
  /** The segment that was reported last and waits to be stored. */
  readonly segment: Segment;
  readonly done: boolean;
}

/**
 * Reads, cuts, hashes, groups and compresses the contents of files: the work of a content worker without its thread. It
 * processes a job by segments: it reports what it read, is told which chunks to store, and goes on.
 */
export class ContentReader {
  readonly #supplies: JobSupplies;
  readonly #post: (message: FromContentWorker, transfer: ArrayBuffer[]) => void;
  readonly #jobs = new Map<number, Job>();

  constructor(profile: Profile, post: (message: FromContentWorker, transfer: ArrayBuffer[]) => void) {
    this.#supplies = new JobSupplies(profile);
    this.#post = post;
  }

  /** Handles a message from the coordinator. */
  handle(message: ToContentWorker): void {
    if (message.type === "read") {
      this.#advance(message.job, new JobReader(this.#supplies).read(message.files));
      return;
    }
    const job = this.#jobs.get(message.job);
    if (job === undefined) return;
    this.#jobs.delete(message.job);
    if (message.type === "store") this.#store(message.job, job.segment, message.wanted);
    this.#supplies.release(job.segment);
    // Ending the generator closes the file it is reading.
    if (message.type === "drop") job.rest.return(job.segment);
    else if (!job.done) this.#advance(message.job, job.rest);
  }

  #advance(no: number, rest: Generator<Segment, Segment>): void {
    const { value: segment, done = false } = rest.next();
    this.#jobs.set(no, { rest, segment, done });
    const { chunks, bytes, files, failed } = segment;
    const ids = chunks.map((chunk) => chunk.id);
    const lens = chunks.map((chunk) => chunk.bytes.length);
    this.#post({ type: "read", job: no, ids, lens, bytes, files, failed, last: done }, []);
  }

  #store(job: number, { chunks }: Segment, wanted: Uint8Array): void {
    const frames: Frame[] = [];
    const builder = new FrameBuilder("content", (frame) => frames.push(frame));
    chunks.forEach(({ id, bytes }, i) => {
      if (wanted[i] === 1) builder.add(id, bytes);
    });
    builder.close();
    const transfer = frames.map((frame) => frame.stored.buffer as ArrayBuffer);
    this.#post({ type: "stored", job, frames }, transfer);
  }
}
