import { StrataError } from "../errors.ts";
import type { RunMerger } from "../merge/content-merging.ts";
import { BoundedThread } from "./bounded-thread.ts";
import type { MergeService } from "./merge-worker.ts";

/** In MiB. */
const HEAP = 2048;
/** How long the thread is kept for the next merge, in ms. */
const IDLE = 10_000;

/** Merges contents in a thread, which is ended when one takes too long or too much memory: that file is then in conflict. */
export class MergeThread {
  #thread: BoundedThread<MergeService> | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** Merges contents. Never fails for what the contents are. */
  readonly run: RunMerger = async (merger, sides, options) => {
    clearTimeout(this.#idle);
    if (!this.#thread?.alive) this.#thread = startMerging();
    const { kind, mostTime } = merger;
    try {
      const until = performance.now() + mostTime;
      return await this.#thread.call("merge", { kind, sides, options }, until, () => tooSlow(mostTime));
    } catch (thrown) {
      if (!(thrown instanceof GivenUp)) throw thrown;
      return { status: "conflict", reason: thrown.message };
    } finally {
      this.#idle = setTimeout(() => void this.close(), IDLE).unref();
    }
  };

  /** Ends the thread, and whatever it is doing. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end(new StrataError("Cancelled", "The store was closed."));
  }
}

/** Says why a merge was given up: whose contents they are has to decide. */
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
