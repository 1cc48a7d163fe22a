import type { Repository } from "../repository/repository.ts";
import type { StoreEvent } from "../store/watch.ts";

/** Passes the events of the store, whichever repository it is open in at the moment, to everyone who listens. */
export class EventHub {
  readonly #lost: () => void;
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #unwatch: () => void = () => undefined;

  /** `lost` is called when the files that are open are no longer the store's. */
  constructor(lost: () => void) {
    this.#lost = lost;
  }

  /** The number of listeners. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Follows a repository from now on, in place of the last one. */
  follow(repository: Repository): void {
    this.#unwatch();
    this.#unwatch = repository.watch((event) => {
      for (const listener of [...this.#listeners]) listener(event);
      if (event.type === "lost" || event.type === "back") this.#lost();
    });
  }

  /** Calls a listener with each event, until the returned function is called. */
  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#unwatch();
    this.#listeners.clear();
  }
}
