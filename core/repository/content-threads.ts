import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { builtFile } from "../built.ts";
import { StrataError } from "../errors.ts";
import type { Profile } from "../profile.ts";
import type { ContentWorker, FromContentWorker } from "../snapshot/content-protocol.ts";

type Listener = Parameters<ContentWorker["listen"]>[0];

/** The threads that read, cut, hash and compress contents: started at first use, one for each processor up to eight. */
export class ContentThreads {
  readonly #profile: Profile;
  #threads: Thread[] = [];

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  /** Gives the threads, after replacing any that has died. */
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
  alive = true;

  constructor(profile: Profile) {
    this.#worker = new Worker(builtFile("content-worker.js"), {
      workerData: profile,
      // What a thread holds for long lies outside its heap; a larger nursery would only fill up more slowly.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#worker.unref();
    this.#worker.on("message", (message: FromContentWorker) => this.#listener?.message(message));
    this.#worker.on("error", (error) => this.#died(error));
    this.#worker.on("exit", (code) => this.#died(new Error(`it ended with code ${code}`)));
  }

  post(message: Parameters<ContentWorker["post"]>[0]): void {
    this.#worker.postMessage(message);
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    // Only work under way keeps the process alive.
    if (listener === undefined) this.#worker.unref();
    else this.#worker.ref();
  }

  async end(): Promise<void> {
    this.alive = false;
    await this.#worker.terminate();
  }

  #died(error: Error): void {
    if (!this.alive) return;
    this.alive = false;
    this.#listener?.failed(
      new StrataError("Internal", `A thread that reads files stopped: ${error.message}`, {
        hint: "Run it again; nothing was changed.",
        cause: error,
      }),
    );
  }
}
