import type { WorkerOptions } from "node:worker_threads";
import type { StrataError } from "../errors.ts";
import { Client, type OptionsFor, type Service } from "./rpc.ts";
import { startThread } from "./thread.ts";

/** A thread that serves calls, with the client that calls it. */
export class ServiceThread<S extends Service> {
  readonly #worker: ReturnType<typeof startThread>;
  readonly #client: Client<S>;
  #alive = true;
  #closing: Promise<void> | undefined;

  /**
   * Starts a thread that runs a file of the build. When it dies, as for want of memory, what it was asked fails with what
   * `died` makes of the reason.
   */
  constructor(file: string, options: WorkerOptions, died: (reason: Error) => StrataError) {
    this.#worker = startThread(file, options, (reason) => {
      this.#alive = false;
      this.#client.fail(died(reason));
    });
    this.#client = new Client(this.#worker);
  }

  /** Whether the thread can still be called. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Calls a function; rejects with its {@link StrataError}. */
  call<M extends keyof S & string>(
    method: M,
    argument: Parameters<S[M]>[0],
    options?: OptionsFor<S[M]>,
  ): Promise<Awaited<ReturnType<S[M]>>> {
    return this.#client.call(method, argument, options);
  }

  /** Lets the process end although the thread runs. */
  unref(): void {
    this.#worker.unref();
  }

  /** Aborts running calls, waits for them and for the service to close, and ends the thread; at once when it is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Terminates the thread; running calls fail with the given reason. */
  async end(reason: StrataError): Promise<void> {
    this.#alive = false;
    this.#client.fail(reason);
    await this.#worker.terminate();
  }

  async #close(): Promise<void> {
    try {
      await this.#client.close();
    } finally {
      await this.#worker.terminate();
    }
  }
}
