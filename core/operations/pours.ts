import { StrataError } from "../errors.ts";

/** Takes bytes that come in calls, and gives them as a stream to whoever stores them: no more than one piece waits. */
export class Pours {
  readonly #open = new Map<number, Pour>();
  #last = 0;

  /** Begins a stream for `store`; gives its number. */
  begin(store: (bytes: AsyncIterable<Uint8Array>) => Promise<void>): number {
    const pour = new Pour();
    pour.stored = store(pour.pieces());
    // Whoever ends the stream hears of it.
    pour.stored.catch(() => pour.drop());
    this.#open.set(++this.#last, pour);
    return this.#last;
  }

  /** Adds a piece; resolves when there is room for the next. Fails with what storing failed with. */
  async feed(no: number, bytes: Uint8Array): Promise<void> {
    const pour = this.#pour(no);
    // What failed is told before that there is room: nobody takes pieces then.
    await Promise.race([pour.stored, pour.put(bytes)]);
  }

  /** Ends a stream, and waits until it is stored. */
  async end(no: number): Promise<void> {
    const pour = this.#pour(no);
    this.#open.delete(no);
    pour.end();
    await pour.stored;
  }

  /** Gives a stream up: nothing of it is kept. */
  async abort(no: number): Promise<void> {
    const pour = this.#open.get(no);
    this.#open.delete(no);
    pour?.fail(new StrataError("Cancelled", "Writing was cancelled; the file is as it was."));
    await pour?.stored.catch(() => undefined);
  }

  #pour(no: number): Pour {
    const pour = this.#open.get(no);
    if (pour === undefined) throw new StrataError("Internal", `There is no stream ${no}.`);
    return pour;
  }
}

type Next = { readonly bytes: Uint8Array } | { readonly failure: Error } | "end";

class Pour {
  stored: Promise<void> = Promise.resolve();
  #waiting: Next | undefined;
  #isDropped = false;
  #arrived: (() => void) | undefined;
  #taken: (() => void) | undefined;

  put(bytes: Uint8Array): Promise<void> {
    if (this.#isDropped) return Promise.resolve();
    return new Promise((taken) => {
      this.#taken = taken;
      this.#set({ bytes });
    });
  }

  end(): void {
    this.#set("end");
  }

  fail(failure: Error): void {
    this.#set({ failure });
  }

  /** Nobody takes pieces any more. */
  drop(): void {
    this.#isDropped = true;
    this.#taken?.();
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#waiting === undefined) await new Promise<void>((arrived) => (this.#arrived = arrived));
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next === undefined || next === "end") return;
      if ("failure" in next) throw next.failure;
      yield next.bytes;
      // The piece has been stored.
      this.#taken?.();
    }
  }

  #set(next: Next): void {
    this.#waiting = next;
    this.#arrived?.();
  }
}
