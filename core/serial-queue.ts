/** Runs asynchronous jobs one after the other, in the order in which they were added. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a job once all earlier ones have ended, whether they failed or not. Settles as the job does. */
  run<T>(job: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(job);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves once every job added so far has ended. Never rejects. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
