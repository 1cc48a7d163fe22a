/** Lets work pass while it is open; who waits at a closed one goes on when it opens. */
export class PauseGate {
  #open: PromiseWithResolvers | undefined;

  /** Stops work at its next step. */
  pause(): void {
    this.#open ??= withResolvers();
  }

  /** Lets work go on. */
  resume(): void {
    this.#open?.resolve();
    this.#open = undefined;
  }

  /** Comes back at once while open, else when the gate opens. */
  async pass(): Promise<void> {
    while (this.#open !== undefined) await this.#open.promise;
  }
}

interface PromiseWithResolvers {
  promise: Promise<void>;
  resolve: () => void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
