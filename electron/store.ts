import { Worker } from "node:worker_threads";
import { type CallOptions, Client, StrataError } from "../core/index.ts";
import type { AppEvent, StoreState } from "./bridge.ts";
import type { HostData, HostEvent, HostService } from "./host-service.ts";

/** The build's file of the thread. Named here, since the build would take it for a picture to copy. */
const HOST = "store-host.js";
/** The longest time for a store to close, in ms, once all calls were aborted. */
const CLOSING = 10_000;

/** The one store that the app has open, in a thread of its own. */
export class Store {
  readonly #tell: (event: AppEvent) => void;
  #thread: StoreThread | undefined;
  #state: StoreState;
  #data: HostData;
  /** A store is closed before the next is opened. */
  #switching: Promise<void> = Promise.resolve();

  /** Opens the store in a folder; `tell` receives its state and events. */
  constructor(data: HostData, tell: (event: AppEvent) => void) {
    this.#tell = tell;
    this.#state = { type: "store", state: "opening", folder: data.folder };
    this.#data = data;
    this.#start();
  }

  get state(): StoreState {
    return this.#state;
  }

  /** Calls the thread. Rejects with its {@link StrataError}. */
  call<M extends keyof HostService & string>(
    method: M,
    argument: Parameters<HostService[M]>[0],
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<HostService[M]>>> {
    if (this.#thread === undefined) return Promise.reject(stopped("it was closed"));
    return this.#thread.client.call(method, argument, options);
  }

  /** Closes the store and opens another. */
  open(data: HostData): Promise<void> {
    this.#data = data;
    this.#say({ type: "store", state: "opening", folder: data.folder });
    this.#switching = this.#switching.then(async () => {
      await this.close();
      this.#start();
    });
    return this.#switching;
  }

  /** Opens the store again after it failed. */
  async reopen(): Promise<void> {
    if (this.#state.state === "failed") await this.open(this.#data);
  }

  /** Aborts all calls, waits for them to end and closes the store. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close();
  }

  #start(): void {
    const thread = new StoreThread(this.#data, (event) => {
      if (this.#thread === thread) this.#hear(event);
    });
    this.#thread = thread;
  }

  #hear(event: HostEvent): void {
    const { folder } = this.#data;
    if (event.type === "opened") {
      this.#data = { folder, known: true };
      this.#say({ type: "store", state: "ready", folder });
    } else if (event.type === "failed") {
      this.#say({ type: "store", state: "failed", folder, error: event.error });
    } else this.#tell(event);
  }

  #say(state: StoreState): void {
    this.#state = state;
    this.#tell(state);
  }
}

/** A thread with its open store. */
class StoreThread {
  readonly client: Client<HostService>;
  readonly #worker: Worker;

  constructor(data: HostData, hear: (event: HostEvent) => void) {
    this.#worker = new Worker(new URL(HOST, import.meta.url), { workerData: data, execArgv: [] });
    this.client = new Client<HostService>(this.#worker);
    const died = (reason: string) => {
      const error = stopped(reason);
      this.client.fail(error);
      hear({ type: "failed", error: error.toJSON() });
    };
    this.#worker.on("error", (thrown) => {
      console.error(thrown);
      died(thrown instanceof Error ? thrown.message : String(thrown));
    });
    this.#worker.on("exit", (code) => died(`it ended with code ${code}`));
    const onProgress = (event: unknown) => hear(event as HostEvent);
    // The watch ends only with the thread; its death is reported above.
    this.client.call("watch", undefined, { onProgress }).catch(() => undefined);
  }

  async close(): Promise<void> {
    const limit = new Promise<void>((passed) => setTimeout(passed, CLOSING).unref());
    await Promise.race([this.client.close().catch(console.error), limit]);
    await this.#worker.terminate();
  }
}

function stopped(reason: string): StrataError {
  return new StrataError("Internal", `The thread that has the store stopped: ${reason}.`, {
    hint: "Open the store again; what was reported done is safe.",
  });
}
