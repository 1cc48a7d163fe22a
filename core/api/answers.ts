import { cancelled } from "../errors.ts";
import { LruCache } from "../lru-cache.ts";

/** An answer that is being computed, and the number of callers waiting for it. */
interface UnderWay<V> {
  readonly answer: Promise<V>;
  readonly abort: AbortController;
  waiting: number;
}

/** The weight of an empty answer: it bounds the number of small answers that are kept. */
const BASE = 20;

/**
 * Computes each answer once for all concurrent callers, and caches the latest answers. A computation is
 * aborted when no caller waits for it any more.
 */
export class Answers<V> {
  readonly #recent: LruCache<V>;
  readonly #underWay = new Map<string, UnderWay<V>>();

  /** `limit` bounds the total weight of the cached answers, each of which has a small base weight; see {@link LruCache}. */
  constructor(limit: number, weigh: (answer: V) => number) {
    this.#recent = new LruCache(limit, (answer) => BASE + weigh(answer));
  }

  /** Returns the answer for a key, computed by `make` if it is not cached. Throws as `make` does, and `Cancelled`. */
  async get(
    key: string,
    signal: AbortSignal | undefined,
    make: (signal: AbortSignal) => Promise<V>,
  ): Promise<V> {
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const work = this.#underWay.get(key) ?? this.#begin(key, make);
    work.waiting++;
    try {
      return await unlessAborted(work.answer, signal);
    } finally {
      if (--work.waiting === 0) this.#leave(key, work);
    }
  }

  #begin(key: string, make: (signal: AbortSignal) => Promise<V>): UnderWay<V> {
    const abort = new AbortController();
    const answer = make(abort.signal).then((made) => {
      this.#recent.set(key, made);
      return made;
    });
    const work = { answer, abort, waiting: 0 };
    this.#underWay.set(key, work);
    return work;
  }

  /** Whoever asks from now on finds the answer remembered, or begins anew. */
  #leave(key: string, work: UnderWay<V>): void {
    if (this.#underWay.get(key) === work) this.#underWay.delete(key);
    work.abort.abort();
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled());
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
