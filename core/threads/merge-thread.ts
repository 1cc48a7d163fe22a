import { cancelled, StrataError } from "../errors.ts";
import type { CheckedText, Finding, MergedText } from "../merge/checks/finding.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import type { ListedRows, ListRows } from "../merge/sqlite/row-conflicts.ts";
import { sqliteMerger } from "../merge/sqlite/sqlite-merger.ts";
import { SerialQueue } from "../serial-queue.ts";
import { BoundedThread } from "./bounded-thread.ts";
import type { MergeService } from "./merge-worker.ts";

/** The thread's heap in MiB. */
const HEAP = 2048;
/** Time limits, in ms. A merger has one of its own. */
export interface MergeLimits {
  /** For one of the two checks of a text. */
  readonly check: number;
  /** The time for which the idle thread is kept. */
  readonly idle: number;
}

const LIMITS: MergeLimits = { check: 10_000, idle: 10_000 };
/** The largest text that is checked, in UTF-16 units: that of a text that is merged. */
const MOST_CHECKED = 16 * 1024 * 1024;
const TOO_LARGE = "It is too large to be checked.";
const TOO_SLOW = "Checking it took too long or too much memory.";

/** Merges contents in a thread, which is terminated when a merge takes too long or too much memory: that file is then a conflict. */
export class MergeThread {
  #thread: BoundedThread<MergeService> | undefined;
  readonly #limits: MergeLimits;
  #idle: NodeJS.Timeout | undefined;
  /** A merge and a rebase may run at the same time: neither counts towards the time of the other. */
  readonly #queue = new SerialQueue();

  constructor(limits: Partial<MergeLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Merges contents, one after the other. Never fails because of the contents. */
  readonly run: RunMerger = (merger, sides, options, signal) =>
    this.#within(
      merger.mostTime,
      (thread, until, late) => thread.call("merge", { kind: merger.kind, sides, options }, until, late),
      (reason) => ({ status: "conflict", reason }),
      signal,
    );

  /** Lists rows in conflict. */
  readonly rows: ListRows = (request, read, signal) =>
    this.#within<ListedRows>(
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

  /** Checks the result of a text's merge. Never fails because of the texts. */
  async check(path: string, text: MergedText, signal?: AbortSignal): Promise<CheckedText> {
    const size = Math.max(...Object.values(text).map(({ length }) => length));
    if (size > MOST_CHECKED) return { findings: [], newLines: null, unchecked: TOO_LARGE };
    const lines = await this.#within<CheckedText>(
      this.#limits.check,
      (thread, until, late) => thread.call("checkLines", text, until, late),
      () => ({ findings: [], newLines: null, unchecked: TOO_SLOW }),
      signal,
    );
    const findings = await this.#within<Finding[] | undefined>(
      this.#limits.check,
      (thread, until, late) => thread.call("checkSyntax", { path, text }, until, late),
      () => undefined,
      signal,
    );
    if (findings === undefined) return { ...lines, unchecked: TOO_SLOW };
    return { ...lines, findings: [...lines.findings, ...findings].sort((a, b) => a.line - b.line) };
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
        this.#idle = setTimeout(() => void this.close(), this.#limits.idle).unref();
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
