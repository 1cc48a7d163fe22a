import {
  asStrataError,
  type ErrorJson,
  ensureToken,
  rotateToken,
  ServiceThread,
  StrataError,
} from "../core/index.ts";
import type { HttpCall, HttpState, Settings } from "./bridge.ts";
import type { HttpHostEvent, HttpHostService } from "./http-host-service.ts";

/** How many of the latest requests are told. */
const MOST_CALLS = 200;

/** How long changes are gathered before they are told, in ms. */
const TOGETHER = 100;

/** Answers other programs over HTTP while the settings say so, in a thread of its own. */
export class HttpApi {
  readonly #tokenFile: string;
  readonly #changed: () => void;
  #timer: NodeJS.Timeout | undefined;
  #thread: ServiceThread<HttpHostService> | undefined;
  /** The store and port of the thread; empty for none. */
  #served = "";
  #url: string | null = null;
  #error: ErrorJson | null = null;
  #calls: readonly HttpCall[] = [];
  /** One server has to be gone before the next can take its port. */
  #switching: Promise<void> = Promise.resolve();

  /** `changed` is called when {@link state} is another. */
  constructor(tokenFile: string, changed: () => void) {
    this.#tokenFile = tokenFile;
    this.#changed = changed;
  }

  /** How other programs are answered. */
  get state(): HttpState {
    const tokenFile = this.#tokenFile;
    const state = { url: this.#url, error: this.#error, tokenFile, calls: this.#calls };
    try {
      return { ...state, token: ensureToken(tokenFile) };
    } catch (thrown) {
      const error = asStrataError(thrown, "reading the token").toJSON();
      return { ...state, error: state.error ?? error, token: null };
    }
  }

  /** Starts or stops as the settings and the open store want it; `store` is null while none is open. */
  follow({ on, port }: Settings["http"], store: string | null): void {
    const wanted = on && store !== null ? JSON.stringify([store, port]) : "";
    if (wanted === this.#served) return;
    this.#served = wanted;
    this.#switching = this.#switching.then(async () => {
      await this.#stop();
      if (this.#served === wanted && on && store !== null) this.#start(store, port);
    });
  }

  /** Makes a new token, which counts at once. Throws if it cannot be written. */
  rotate(): HttpState {
    rotateToken(this.#tokenFile);
    this.#tell();
    return this.state;
  }

  /** Stops in order. */
  async close(): Promise<void> {
    this.follow({ on: false, port: 0 }, null);
    await this.#switching;
  }

  /** Tells of changes together: a busy program asks a thousand times a second. */
  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed();
    }, TOGETHER).unref();
  }

  #start(store: string, port: number): void {
    const thread = new ServiceThread<HttpHostService>("http-host.js", {}, (reason) => {
      const stopped = new StrataError(
        "Internal",
        `The HTTP server stopped unexpectedly: ${reason.message}.`,
        {
          hint: "Turn it off and on again.",
        },
      );
      this.#fail(thread, stopped.toJSON());
      return stopped;
    });
    this.#thread = thread;
    const onProgress = (event: HttpHostEvent) => this.#hear(thread, event);
    thread
      .call("listen", { store, port, tokenFile: this.#tokenFile }, { onProgress })
      .catch((thrown) => this.#fail(thread, asStrataError(thrown, "starting the HTTP server").toJSON()));
  }

  async #stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    [this.#url, this.#error] = [null, null];
    this.#tell();
    await thread?.close().catch(console.error);
  }

  #hear(thread: ServiceThread<HttpHostService>, event: HttpHostEvent): void {
    if (this.#thread !== thread) return;
    if (event.type === "listening") this.#url = event.url;
    else this.#calls = [...this.#calls, event.call].slice(-MOST_CALLS);
    this.#tell();
  }

  #fail(thread: ServiceThread<HttpHostService>, error: ErrorJson): void {
    if (this.#thread !== thread) return;
    [this.#url, this.#error] = [null, error];
    this.#tell();
  }
}
