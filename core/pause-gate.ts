/** Lets work pass while it is open; who waits at a closed one goes on when it opens. */
export class PauseGate {
  readonly #signal: AbortSignal | undefined;
  readonly #followers = new Set<(isPaused: boolean) => void>();
  #closed: Closed | undefined;

  /** Aborting the signal opens the gate for good: work that was cancelled must get to where it notices. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.addEventListener("abort", () => this.resume(), { once: true });
  }

  /** Whether it is closed. */
  get isPaused(): boolean {
    return this.#closed !== undefined;
  }

  /** Stops work at its next step. */
  pause(): void {
    if (this.#closed !== undefined || this.#signal?.aborted) return;
    this.#closed = closed();
    this.#tell(true);
  }

  /** Lets work go on. */
  resume(): void {
    if (this.#closed === undefined) return;
    this.#closed.open();
    this.#closed = undefined;
    this.#tell(false);
  }

  /** Comes back at once while open, else when the gate opens. */
  async pass(): Promise<void> {
    while (this.#closed !== undefined) await this.#closed.opened;
  }

  /** Tells a follower of each pause and resumption, beginning with the pause that there may be; returns how to stop that. */
  follow(follower: (isPaused: boolean) => void): () => void {
    this.#followers.add(follower);
    if (this.#closed !== undefined) follower(true);
    return () => void this.#followers.delete(follower);
  }

  #tell(isPaused: boolean): void {
    for (const follower of this.#followers) follower(isPaused);
  }
}

interface Closed {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function closed(): Closed {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { opened, open };
}
