import { type CallOptions, type ErrorJson, ServiceThread, StrataError } from "../core/index.ts";
import type { AppEvent, StoreState } from "./bridge.ts";
import type { HostData, HostEvent, HostService } from "./host-service.ts";

/** The longest time for a store to close, in ms, once all calls were aborted. */
const CLOSING = 10_000;

/** The one store that the app has open, in a thread of its own. */
export class Store {
  readonly #tell: (event: AppEvent) => void;
  readonly #moved: (from: string, to: string) => void;
  #thread: ServiceThread<HostService> | undefined;
  #state: StoreState;
  #data: HostData;
  /** Folders that were found to be old places, one after the other. */
  readonly #left = new Set<string>();
  /** A store is closed before the next is opened. */
  #switching: Promise<void> = Promise.resolve();

  /** Opens the store in a folder; `tell` receives its state and events, `moved` that it is in another folder, which is opened then. */
  constructor(
    data: HostData,
    tell: (event: AppEvent) => void,
    moved: (from: string, to: string) => void = () => undefined,
  ) {
    this.#tell = tell;
    this.#moved = moved;
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
    return this.#thread.call(method, argument, options);
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
    if (thread === undefined) return;
    const limit = new Promise<void>((passed) => setTimeout(passed, CLOSING).unref());
    await Promise.race([thread.close().catch(console.error), limit]);
    await thread.end(stopped("it was closed"));
  }

  #start(): void {
    const data = this.#data;
    const thread = new ServiceThread<HostService>("store-host.js", { workerData: data }, (reason) => {
      const error = stopped(reason.message);
      if (this.#thread === thread) {
        console.error(reason);
        this.#hear({ type: "failed", error: error.toJSON() });
      }
      return error;
    });
    this.#thread = thread;
    const onProgress = (event: HostEvent) => {
      if (this.#thread === thread) this.#hear(event);
    };
    // The watch ends only with the thread, whose death is reported above.
    thread.call("watch", undefined, { onProgress }).catch(() => undefined);
  }

  #hear(event: HostEvent): void {
    const { folder } = this.#data;
    if (event.type === "opened") {
      this.#data = { folder, known: true };
      this.#left.clear();
      this.#say({ type: "store", state: "ready", folder });
    } else if (event.type === "failed" && event.error.code === "StoreMoved") {
      this.#follow(event.error);
    } else if (event.type === "failed") {
      this.#say({ type: "store", state: "failed", folder, error: event.error });
    } else this.#tell(event);
  }

  /** Opens the store where it is by now, unless that leads in a circle. */
  #follow(error: ErrorJson): void {
    const { folder } = this.#data;
    const to = error.data?.to;
    this.#left.add(folder);
    if (typeof to !== "string" || this.#left.has(to)) {
      this.#say({ type: "store", state: "failed", folder, error });
      return;
    }
    this.#moved(folder, to);
    void this.open({ folder: to, known: true });
  }

  #say(state: StoreState): void {
    this.#state = state;
    this.#tell(state);
  }
}

function stopped(reason: string): StrataError {
  return new StrataError("Internal", `The thread that has the store stopped: ${reason}.`, {
    hint: "Open the store again; what was reported done is safe.",
  });
}
