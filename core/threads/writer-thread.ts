import type { Worker } from "node:worker_threads";
import { StrataError } from "../errors.ts";
import type { MountInfo } from "../mount/mount-catalog.ts";
import type { MountWriter, OpenMountRequest } from "../operations/mount-writer.ts";
import { type CallOptions, Client, type Service } from "./rpc.ts";
import { startThread } from "./thread.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** The functions of {@link Writer}, as they are called from other threads. */
export type WriterService = Service & {
  [M in
    | "import"
    | "export"
    | "merge"
    | "cas"
    | "force"
    | "amend"
    | "amendSettings"
    | "fillChanges"
    | "verify"
    | "mendIndex"
    | "capture"
    | "pushMount"
    | "reload"]: Writer[M];
} & {
  /** What {@link MountWriter} does. */
  openMount(request: OpenMountRequest): Promise<MountInfo>;
  renameMount(request: { id: number; name: string }): Promise<MountInfo>;
  discardMount(id: number): Promise<MountInfo>;
  restoreMount(id: number): Promise<MountInfo>;
  changeMount: MountWriter["change"];
  beginPour(request: { id: number; path: string }): Promise<number>;
  feedPour: MountWriter["feed"];
  endPour: MountWriter["endPour"];
  addToMount: MountWriter["add"];
  flushMount: MountWriter["flush"];
  rebaseMount: MountWriter["rebase"];
  /** Opens the store, and creates it if need be. */
  open(nothing: undefined): Promise<Pick<Writer, "reconciliation">>;
};

/** The one thread of this process that writes to a store. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #client: Client<WriterService>;
  #alive = true;
  #closing: Promise<void> | undefined;

  constructor(options: WriterOptions) {
    this.#worker = startThread("store-worker.js", { workerData: options }, (reason) => this.#died(reason));
    this.#client = new Client(this.#worker);
  }

  /** Whether it can still be called. Once it cannot, another thread may take its place. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Calls one of the writer's functions. */
  call<M extends keyof WriterService & string>(
    method: M,
    argument: Parameters<WriterService[M]>[0],
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<WriterService[M]>>> {
    return this.#client.call(method, argument, options);
  }

  /** Aborts what is under way and waits for its end, closes the store and ends the thread; at once when it is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    try {
      await this.#client.close();
    } finally {
      await this.#worker.terminate();
    }
  }

  #died(reason: Error): void {
    this.#alive = false;
    this.#client.fail(
      new StrataError("Internal", `The thread that writes to the store stopped: ${reason.message}`, {
        hint: "Run it again; what was reported done is safe.",
        cause: reason,
      }),
    );
  }
}
