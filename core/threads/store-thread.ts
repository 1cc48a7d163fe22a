import { StrataError } from "../errors.ts";
import type { CallContext } from "../operations/operation.ts";
import type { OperationName, ProgressOf, RequestOf, ResultOf } from "../operations/table.ts";
import type { WritableStoreOptions } from "../store/writable-store.ts";
import type { OptionsFor } from "./rpc.ts";
import { ServiceThread } from "./service-thread.ts";

/** The table of operations, as it is called from other threads. */
type StoreService = {
  [N in OperationName]: (request: RequestOf<N>, context: CallContext<ProgressOf<N>>) => Promise<ResultOf<N>>;
};

/** The arguments of an operation: its request, and options to watch and stop the call. */
export type Asked<N extends OperationName> = [
  request: RequestOf<N>,
  options?: OptionsFor<StoreService[N]> | undefined,
];
/** The result of an operation. */
export type Answer<N extends OperationName> = Promise<Awaited<ReturnType<StoreService[N]>>>;

/** Runs an operation in the store thread. */
export type RunOperation = <N extends OperationName>(operation: N, ...asked: Asked<N>) => Answer<N>;

/** The one thread of this process that writes to a store. */
export class StoreThread {
  readonly #thread: ServiceThread<StoreService>;

  constructor(options: WritableStoreOptions) {
    this.#thread = new ServiceThread("store-worker.js", { workerData: options }, died);
  }

  /** Whether the thread can still be called. If not, another thread may replace it. */
  get alive(): boolean {
    return this.#thread.alive;
  }

  /** Runs an operation in the thread; rejects with the operation's error. */
  run<N extends OperationName>(operation: N, ...[request, options]: Asked<N>): Answer<N> {
    return this.#thread.call<N>(operation, request, options);
  }

  /** Aborts running calls and waits for them, closes the store and ends the thread; returns at once when the thread is gone. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}

function died(reason: Error): StrataError {
  return new StrataError("Internal", `The thread that writes to the store stopped: ${reason.message}`, {
    hint: "Run it again; what was reported done is safe.",
    cause: reason,
  });
}
