import type { StrataError } from "../errors.ts";
import type { Service } from "./rpc.ts";
import { ServiceThread } from "./service-thread.ts";

/** Runs calls on bytes that may be malicious: the first call that takes too long terminates the thread. */
export class BoundedThread<S extends Service> {
  readonly #thread: ServiceThread<S>;

  /** Starts a thread with a heap of so many MiB, as {@link ServiceThread} does. */
  constructor(file: string, heap: number, died: (reason: Error) => StrataError) {
    this.#thread = new ServiceThread(file, { resourceLimits: { maxOldGenerationSizeMb: heap } }, died);
    // A waiting caller has a timer that keeps the process alive.
    this.#thread.unref();
  }

  /** Whether the thread can still be called. */
  get alive(): boolean {
    return this.#thread.alive;
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
      return await this.#thread.call(method, argument);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Terminates the thread; running calls fail with the given reason. */
  end(reason: StrataError): Promise<void> {
    return this.#thread.end(reason);
  }
}
