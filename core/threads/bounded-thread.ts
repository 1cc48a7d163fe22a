import type { Worker } from "node:worker_threads";
import type { StrataError } from "../errors.ts";
import { Client, type Service } from "./rpc.ts";
import { startThread } from "./thread.ts";

/** Runs calls on bytes that may be malicious: the first call that takes too long terminates the thread. */
export class BoundedThread<S extends Service> {
  readonly #worker: Worker;
  readonly #client: Client<S>;
  #alive = true;

  /**
   * Starts a thread that runs a file of the build with a heap of so many MiB. When it dies, as for want of memory, what it was
   * asked fails with what `died` makes of the reason.
   */
  constructor(file: string, heap: number, died: (reason: Error) => StrataError) {
    const options = { resourceLimits: { maxOldGenerationSizeMb: heap } };
    this.#worker = startThread(file, options, (reason) => {
      this.#alive = false;
      this.#client.fail(died(reason));
    });
    this.#client = new Client(this.#worker);
    // A waiting caller has a timer that keeps the process alive.
    this.#worker.unref();
  }

  /** Whether the thread can still be called. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Calls a function that has to answer by a time of `performance.now`; otherwise rejects with the error from `late`. */
  async call<M extends keyof S & string>(
    method: M,
    argument: Parameters<S[M]>[0],
    until: number,
    late: () => StrataError,
  ): Promise<Awaited<ReturnType<S[M]>>> {
    const timer = setTimeout(() => void this.end(late()), Math.max(0, until - performance.now()));
    try {
      return await this.#client.call(method, argument);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Terminates the thread; running calls fail with the given reason. */
  async end(reason: StrataError): Promise<void> {
    this.#alive = false;
    this.#client.fail(reason);
    await this.#worker.terminate();
  }
}
