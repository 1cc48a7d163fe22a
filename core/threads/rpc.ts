import { asStrataError, cancelled, type ErrorJson, StrataError } from "../errors.ts";
import type { CallContext } from "../operations/operation.ts";
import { PauseGate } from "../pause-gate.ts";

/** The options of a call. */
export interface CallOptions<Progress = unknown> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Pauses the call while it is closed. */
  readonly gate?: PauseGate | undefined;
}

/** A function that can be called across threads. Its type is a method's, so that those of any argument fit. */
type Served = { serve(argument: unknown, context: CallContext): Promise<unknown> }["serve"];

/** Functions that can be called across threads: one argument and a result that can be cloned. */
export type Service = Record<string, Served>;

/** The options of a call of a function that may report progress. */
export type OptionsFor<F extends Served> = CallOptions<
  Parameters<F>[1] extends CallContext<infer Progress> ? Progress : never
>;

/** One end of a channel: a thread, or a port to one. Messages arrive in the order in which they were posted. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

type Request =
  | {
      readonly type: "call";
      readonly call: number;
      readonly method: string;
      readonly argument: unknown;
      /** Whether it is paused from the start: it might be done before it hears of that. */
      readonly isPaused: boolean;
    }
  | { readonly type: "abort" | "pause" | "resume" | "close"; readonly call: number };

type Reply =
  | { readonly type: "progress"; readonly call: number; readonly progress: unknown }
  | { readonly type: "result"; readonly call: number; readonly result: unknown }
  | { readonly type: "error"; readonly call: number; readonly error: ErrorJson };

/**
 * Answers the calls that come through a port. Errors go back in their wire form. When it is to close, it aborts all calls,
 * waits until they have ended, and then calls `close`.
 */
export function serve(port: Port, service: Service, close: () => Promise<void>): void {
  const calls = new Map<number, CallUnderWay>();
  const reply = (message: Reply) => post(port, message);
  const answer = async (call: number, doing: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      const result = await work();
      // In here, since a result that cannot be cloned is a failure too.
      reply({ type: "result", call, result });
    } catch (thrown) {
      reply({ type: "error", call, error: asStrataError(thrown, doing).toJSON() });
    }
  };
  const begin = ({ call, method, argument, isPaused }: Extract<Request, { type: "call" }>): void => {
    const abort = new AbortController();
    const { signal } = abort;
    const gate = new PauseGate(signal);
    if (isPaused) gate.pause();
    const onProgress = (progress: unknown) => reply({ type: "progress", call, progress });
    const ended = answer(call, `running ${method}`, async () => {
      const served = service[method];
      if (served === undefined) throw new StrataError("Internal", `There is no function ${method}.`);
      return await served(argument, { signal, gate, onProgress });
    }).finally(() => calls.delete(call));
    calls.set(call, {
      abort: () => abort.abort(),
      pause: () => gate.pause(),
      resume: () => gate.resume(),
      ended,
    });
  };
  const end = async (): Promise<void> => {
    for (const { abort } of calls.values()) abort();
    await Promise.all([...calls.values()].map(({ ended }) => ended));
    await close();
  };
  port.on("message", (message) => {
    const request = message as Request;
    if (request.type === "call") begin(request);
    else if (request.type === "close") void answer(request.call, "closing", end);
    else calls.get(request.call)?.[request.type]();
  });
}

/** A call that is being served. */
interface CallUnderWay {
  readonly abort: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Never rejects. */
  readonly ended: Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  progress(progress: unknown): void;
}

/** Calls the functions that a thread serves. */
export class Client<S extends Service> {
  readonly #port: Port;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  /** The reason why no more calls are possible. */
  #ended: unknown;

  constructor(port: Port) {
    this.#port = port;
    port.on("message", (message) => {
      const reply = message as Reply;
      const waiting = this.#waiting.get(reply.call);
      if (reply.type === "progress") return waiting?.progress(reply.progress);
      this.#waiting.delete(reply.call);
      if (reply.type === "result") waiting?.resolve(reply.result);
      else waiting?.reject(StrataError.fromJSON(reply.error));
    });
  }

  /** Calls a function; rejects with its {@link StrataError}. */
  async call<M extends keyof S & string>(
    method: M,
    argument: Parameters<S[M]>[0],
    { signal, onProgress, gate }: OptionsFor<S[M]> = {},
  ): Promise<Awaited<ReturnType<S[M]>>> {
    if (this.#ended !== undefined) throw this.#ended;
    // The other end may be done before it hears of an abort.
    if (signal?.aborted) throw cancelled();
    const call = ++this.#last;
    const say = (type: "abort" | "pause" | "resume") => post(this.#port, { type, call });
    const abort = () => say("abort");
    const isPaused = gate?.isPaused ?? false;
    const answered = this.#answered(call, { type: "call", call, method, argument, isPaused }, onProgress);
    const unfollow = gate?.follow((isPaused) => say(isPaused ? "pause" : "resume"));
    try {
      signal?.addEventListener("abort", abort);
      return (await answered) as Awaited<ReturnType<S[M]>>;
    } finally {
      signal?.removeEventListener("abort", abort);
      unfollow?.();
    }
  }

  /**
   * Makes the other end abort all calls and close; resolves when it has, at once when it is gone. Running calls end in their
   * own way, later ones reject.
   */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#ended = storeClosed();
    const call = ++this.#last;
    await this.#answered(call, { type: "close", call });
  }

  /** Rejects all calls, now and later, because the other end is gone. The first reason counts. */
  fail(error: unknown): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #answered(
    call: number,
    request: Request,
    progress: Waiting["progress"] = () => undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      post(this.#port, request);
      this.#waiting.set(call, { resolve, reject, progress });
    });
  }
}

/** Throws `Internal` for a message that cannot be cloned. */
function post(port: Port, message: Request | Reply): void {
  try {
    port.postMessage(message);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StrataError("Internal", `Something was said to a thread that cannot be: ${reason}`, {
      hint: "Please report this; the store is not changed by a failed command.",
      cause: thrown,
    });
  }
}

/** Makes the error for a call to a closed store. */
export function storeClosed(): StrataError {
  return new StrataError("Internal", "The store is closed.", { hint: "Open it again." });
}
