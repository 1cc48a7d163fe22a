import { cancelled, StrataError } from "../errors.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import { sqliteMerger } from "../merge/sqlite/sqlite-merger.ts";
import { SerialQueue } from "../serial-queue.ts";
import { BoundedThread } from "./bounded-thread.ts";
import type { ListedRows, MergeService, RowsCall } from "./merge-worker.ts";

/** The thread's heap in MiB. */
const HEAP = 2048;
/** How long an idle thread is kept unless told otherwise, in ms. */
const IDLE = 10_000;

/** Merges contents in a thread, which is terminated when a merge takes too long or too much memory: that file is then a conflict. */
export class MergeThread {
  #thread: BoundedThread<MergeService> | undefined;
  readonly #idleTime: number;
  #idle: NodeJS.Timeout | undefined;
  /** A merge and a rebase may run at the same time: neither counts towards the time of the other. */
  readonly #queue = new SerialQueue();

  /** `idle` is the time for which the idle thread is kept, in ms. */
  constructor(idle = IDLE) {
    this.#idleTime = idle;
  }

  /** Merges contents, one after the other. Never fails because of the contents. */
  readonly run: RunMerger = (merger, sides, options, signal) =>
    this.#within(
      merger.mostTime,
      (thread, until, late) => thread.call("merge", { kind: merger.kind, sides, options }, until, late),
      (reason) => ({ status: "conflict", reason }),
      signal,
    );

  /** Lists rows in conflict of databases, which are read only if the thread does not have them. Never fails because of the contents. */
  rows(
    request: Omit<RowsCall, "databases">,
    read: () => Promise<NonNullable<RowsCall["databases"]>>,
    signal?: AbortSignal,
  ): Promise<ListedRows> {
    return this.#within<ListedRows>(
      sqliteMerger.mostTime,
      async (thread, until, late) => {
        const known = await thread.call("rows", request, until, late);
        if (known !== undefined) return known;
        const databases = await read();
        const listed = await thread.call("rows", { ...request, databases }, until, late);
        if (listed === undefined) throw new Error("databases that were given are missing");
        return listed;
      },
      (reason) => ({ status: "whole", reason }),
      signal,
    );
  }

  /** Runs work in the thread, after any other; gives what `gaveUp` makes of the reason if it takes too much. */
  #within<T>(
    mostTime: number,
    work: (thread: BoundedThread<MergeService>, until: number, late: () => StrataError) => Promise<T>,
    gaveUp: (reason: string) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return this.#queue.run(async () => {
      if (signal?.aborted) throw cancelled();
      clearTimeout(this.#idle);
      const thread = this.#thread?.alive ? this.#thread : startMerging();
      this.#thread = thread;
      const stop = () => void thread.end(cancelled());
      signal?.addEventListener("abort", stop);
      try {
        return await work(thread, performance.now() + mostTime, () => tooSlow(mostTime));
      } catch (thrown) {
        if (!(thrown instanceof GivenUp)) throw thrown;
        return gaveUp(thrown.message);
      } finally {
        signal?.removeEventListener("abort", stop);
        this.#idle = setTimeout(() => void this.close(), this.#idleTime).unref();
      }
    });
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
