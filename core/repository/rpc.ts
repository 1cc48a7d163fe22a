import type { MessagePort, Worker } from "node:worker_threads";
import { asStrataError, type ErrorJson, StrataError } from "../errors.ts";
import { PauseGate } from "../snapshot/pause-gate.ts";

/** What a served function gets besides its argument. */
export interface CallContext<Progress = unknown> {
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly onProgress: (progress: Progress) => void;
}

/** What a caller may add to a call. */
export interface CallOptions<Progress = unknown> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Gets the call's handle for pausing and resuming, before it begins. */
  readonly onControl?: ((control: CallControl) => void) | undefined;
}

/** Stops and resumes a call under way. */
export interface CallControl {
  pause(): void;
  resume(): void;
}

/** Functions that can be called across threads: one argument and a result that can be cloned. */
// biome-ignore lint/suspicious/noExplicitAny: a constraint that any such function meets; the members stay typed.
export type Service = Record<string, (argument: any, context: CallContext<any>) => Promise<unknown>>;

type Request =
  | { readonly type: "call"; readonly call: number; readonly method: string; readonly argument: unknown }
  | { readonly type: "abort" | "pause" | "resume"; readonly call: number };

type Reply =
  | { readonly type: "progress"; readonly call: number; readonly progress: unknown }
  | { readonly type: "result"; readonly call: number; readonly result: unknown }
  | { readonly type: "error"; readonly call: number; readonly error: ErrorJson };

/** Answers the calls that come through a port. Errors go back in their wire form. */
export function serve(port: MessagePort, service: Service): void {
  const calls = new Map<number, { abort: AbortController; gate: PauseGate }>();
  const run = async ({ call, method, argument }: Extract<Request, { type: "call" }>): Promise<Reply> => {
    const abort = new AbortController();
    const gate = new PauseGate();
    calls.set(call, { abort, gate });
    try {
      const served = service[method];
      if (served === undefined) throw new StrataError("Internal", `There is no function ${method}.`);
      const onProgress = (progress: unknown) =>
        port.postMessage({ type: "progress", call, progress } satisfies Reply);
      const result = await served(argument, { signal: abort.signal, gate, onProgress });
      return { type: "result", call, result };
    } catch (thrown) {
      return { type: "error", call, error: asStrataError(thrown, method).toJSON() };
    } finally {
      calls.delete(call);
    }
  };
  port.on("message", (request: Request) => {
    if (request.type === "call") {
      void run(request).then((reply) => port.postMessage(reply));
      return;
    }
    const under = calls.get(request.call);
    if (request.type === "pause") under?.gate.pause();
    else {
      // A call that is paused must wake up to see that it was aborted.
      under?.gate.resume();
      if (request.type === "abort") under?.abort.abort();
    }
  });
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  progress(progress: unknown): void;
}

/** Calls the functions that a worker serves. */
export class Client<S extends Service> {
  readonly #port: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #broken: unknown;

  constructor(port: Worker) {
    this.#port = port;
    port.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.call);
      if (reply.type === "progress") waiting?.progress(reply.progress);
      else {
        this.#waiting.delete(reply.call);
        if (reply.type === "result") waiting?.resolve(reply.result);
        else waiting?.reject(StrataError.fromJSON(reply.error));
      }
    });
  }

  /** Calls a function; rejects with the {@link StrataError} that it failed with. */
  call<M extends keyof S & string>(
    method: M,
    argument: Parameters<S[M]>[0],
    options: CallOptions = {},
  ): Promise<Awaited<ReturnType<S[M]>>> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    const call = ++this.#last;
    const say = (type: "abort" | "pause" | "resume") =>
      this.#port.postMessage({ type, call } satisfies Request);
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject, progress: (progress) => options.onProgress?.(progress) });
      this.#port.postMessage({ type: "call", call, method, argument } satisfies Request);
      options.onControl?.({ pause: () => say("pause"), resume: () => say("resume") });
      const abort = () => say("abort");
      if (options.signal?.aborted) abort();
      options.signal?.addEventListener("abort", abort, { once: true });
    }) as Promise<Awaited<ReturnType<S[M]>>>;
  }

  /** Rejects all calls, now and later, because the other end is gone. */
  fail(error: unknown): void {
    this.#broken = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
