import { Worker } from "node:worker_threads";
import { builtFile } from "../built.ts";
import { StrataError } from "../errors.ts";
import { type CallOptions, Client, type Service } from "./rpc.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** The functions of {@link Writer}, as they are called from other threads. */
export type WriterService = Service & {
  [M in "import" | "export" | "cas" | "force" | "amend" | "fillChanges" | "verify" | "reload"]: Writer[M];
} & {
  /** Opens the store, and creates it if need be. */
  open(nothing: undefined): Promise<Pick<Writer, "reconciliation">>;
  close(nothing: undefined): Promise<void>;
};

/** The one thread of this process that writes to a store. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #client: Client<WriterService>;
  #closing = false;

  constructor(options: WriterOptions) {
    this.#worker = new Worker(builtFile("store-worker.js"), { workerData: options });
    this.#client = new Client(this.#worker);
    this.#worker.on("error", (error) => this.#died(error));
    this.#worker.on("exit", (code) => this.#died(new Error(`it ended with code ${code}`)));
  }

  /** Calls one of the writer's functions. */
  call<M extends keyof WriterService & string>(
    method: M,
    argument: Parameters<WriterService[M]>[0],
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<WriterService[M]>>> {
    return this.#client.call(method, argument, options);
  }

  /** Closes the store and ends the thread. */
  async close(): Promise<void> {
    this.#closing = true;
    try {
      await this.#client.call("close", undefined);
    } finally {
      await this.#worker.terminate();
    }
  }

  #died(error: Error): void {
    const message = this.#closing
      ? "The store is closed."
      : `The thread that writes to the store stopped: ${error.message}`;
    this.#client.fail(
      new StrataError("Internal", message, {
        hint: "Open the store again; what was reported done is safe.",
        cause: error,
      }),
    );
  }
}
