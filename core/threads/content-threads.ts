import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { StrataError } from "../errors.ts";
import type { Profile } from "../profile.ts";
import type { ContentWorker, FromContentWorker } from "../snapshot/content-protocol.ts";
import { startThread } from "./thread.ts";

type Listener = Parameters<ContentWorker["listen"]>[0];

/** The threads that read, cut, hash and compress contents: started at first use, one for each processor up to eight. */
export class ContentThreads {
  readonly #profile: Profile;
  #threads: Thread[] = [];

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** Returns the threads, after replacing any that has died. */
  workers(): readonly ContentWorker[] {
    const count = Math.min(8, availableParallelism());
    this.#threads = this.#threads.filter((thread) => thread.alive);
    while (this.#threads.length < count) this.#threads.push(new Thread(this.#profile));
    return this.#threads;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
    this.#threads = [];
  }
}

class Thread implements ContentWorker {
  readonly #worker: Worker;
  #listener: Listener;
  /** The reason why the thread died; undefined while it lives, and after it was ended. */
  #death: StrataError | undefined;
  #ended = false;

  constructor(profile: Profile) {
    // Long-lived buffers lie outside the thread's heap; a larger nursery would only fill up more slowly.
    const options = { workerData: profile, resourceLimits: { maxYoungGenerationSizeMb: 8 } };
    this.#worker = startThread("content-worker.js", options, (reason) => this.#died(reason));
    this.#worker.unref();
    this.#worker.on("message", (message: FromContentWorker) => this.#listener?.message(message));
  }

  get alive(): boolean {
    return this.#death === undefined && !this.#ended;
  }

  post(message: Parameters<ContentWorker["post"]>[0]): void {
    this.#worker.postMessage(message);
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    // Only running jobs keep the process alive.
    if (listener === undefined) this.#worker.unref();
    else this.#worker.ref();
    const death = this.#death;
    if (death === undefined) return;
    // One that cannot start dies before anybody listens. They hear of it as of any death: once they have gone on.
    queueMicrotask(() => {
      if (this.#listener === listener) listener?.failed(death);
    });
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  #died(reason: Error): void {
    if (!this.alive) return;
    this.#death = new StrataError("Internal", `A thread that reads files stopped: ${reason.message}`, {
      hint: "Run it again; nothing was changed.",
      cause: reason,
    });
    this.#listener?.failed(this.#death);
  }
}
