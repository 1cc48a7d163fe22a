import { cancelled, StrataError } from "../errors.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { ContentMerge, ContentMerger } from "../merge/content/merger.ts";
import { SerialQueue } from "../serial-queue.ts";
import { BoundedThread } from "./bounded-thread.ts";
import type { MergeCall, MergeService } from "./merge-worker.ts";

/** The thread's heap in MiB. */
const HEAP = 2048;
/** The time for which the idle thread is kept, in ms. */
const IDLE = 10_000;

/** Merges contents in a thread, which is terminated when a merge takes too long or too much memory: that file is then a conflict. */
export class MergeThread {
  #thread: BoundedThread<MergeService> | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** A merge and a rebase may run at the same time: neither counts towards the time of the other. */
  readonly #queue = new SerialQueue();

  /** Merges contents, one after the other. Never fails because of the contents. */
  readonly run: RunMerger = (merger, sides, options, signal) =>
    this.#queue.run(() => this.#merge(merger, { kind: merger.kind, sides, options }, signal));

  async #merge(
    { mostTime }: ContentMerger,
    call: MergeCall,
    signal: AbortSignal | undefined,
  ): Promise<ContentMerge> {
    if (signal?.aborted) throw cancelled();
    clearTimeout(this.#idle);
    const thread = this.#thread?.alive ? this.#thread : startMerging();
    this.#thread = thread;
    const stop = () => void thread.end(cancelled());
    signal?.addEventListener("abort", stop);
    try {
      const until = performance.now() + mostTime;
      return await thread.call("merge", call, until, () => tooSlow(mostTime));
    } catch (thrown) {
      if (!(thrown instanceof GivenUp)) throw thrown;
      return { status: "conflict", reason: thrown.message };
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#idle = setTimeout(() => void this.close(), IDLE).unref();
    }
  }

  /** Terminates the thread with any running merge. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end(new StrataError("Cancelled", "The store was closed."));
  }
}

/** The reason why a merge was given up; the user then has to decide. */
class GivenUp extends StrataError {
  constructor(message: string, cause?: Error) {
    super("Internal", message, { cause });
  }
}

function startMerging(): BoundedThread<MergeService> {
  return new BoundedThread(
    "merge-worker.js",
    HEAP,
    (reason) => new GivenUp(`Merging it took too much memory, or failed: ${reason.message}.`, reason),
  );
}

function tooSlow(most: number): StrataError {
  return new GivenUp(`Merging it took more than ${most / 1000} seconds.`);
}
