import { type Call, followToken, startServer } from "../core/index.ts";
import type { HttpCall } from "./bridge.ts";
import type { HostContext } from "./host-service.ts";

/** What other programs are answered about. */
export interface HttpHostData {
  /** The folder of the store. */
  readonly store: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tokenFile: string;
}

/** An event that the thread of the HTTP server sends unasked. */
export type HttpHostEvent =
  | { readonly type: "listening"; readonly url: string }
  | { readonly type: "call"; readonly call: HttpCall };

/** The main process's requests to the thread of the HTTP server. */
export type HttpHostService = {
  /** Answers other programs until it is aborted; returns only then. Throws as {@link startServer} does. */
  listen(data: HttpHostData, context: HostContext<HttpHostEvent>): Promise<void>;
};

/** Makes the service. */
export function httpHostService(): HttpHostService {
  return {
    async listen({ store, port, tokenFile }, { signal, onProgress }) {
      const server = await startServer({
        ...{ store, port },
        token: followToken(tokenFile),
        onCall: (call) => onProgress({ type: "call", call: toldOf(call) }),
      });
      onProgress({ type: "listening", url: server.url });
      await aborted(signal);
      await server.stop();
    },
  };
}

function toldOf({ error, ...call }: Call): HttpCall {
  return { ...call, ...(error && { error: error.code }) };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
