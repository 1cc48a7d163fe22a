import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { StoreHandle } from "../api/store-handle.ts";
import { StrataError } from "../errors.ts";
import { type CallListener, makeApp } from "./app.ts";
import { EventHub } from "./event-hub.ts";
import { Guards } from "./guards.ts";
import { DEFAULT_LIMITS, DEFAULT_PORT, type Limits } from "./limits.ts";

/** How a server is started. */
export interface ServerOptions {
  /** The folder of the store, absolute. The store must exist. */
  readonly store: string;
  /** How long to wait for another process's writing, in ms. */
  readonly lockWait?: number | undefined;
  /** An address or a name of this machine; by default only this machine can ask. */
  readonly host?: string | undefined;
  /** 0: any free port. */
  readonly port?: number | undefined;
  /** Returns the token of the moment, which every request must have. */
  readonly token: () => string;
  /** Hears of each request when it was answered. */
  readonly onCall?: CallListener | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

/** A server that takes requests. */
export interface RunningServer {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Stops in order: takes no more requests, cancels running work and answers it, then closes the store. */
  stop(): Promise<void>;
}

/**
 * Starts a server over a store of its own, opened as the surface `http`, and returns when it takes requests. Throws `PortInUse`, and
 * as `Repository.open` does.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = "127.0.0.1", port = DEFAULT_PORT, token, onCall = () => undefined, lockWait } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const store: StoreHandle = new StoreHandle(options.store, { surface: "http", lockWait }, (repository) =>
    events.follow(repository),
  );
  // The next request opens what is there then.
  const events = new EventHub(() => void store.close().catch(() => undefined));
  const stopping = new AbortController();
  const app = makeApp(
    { store, limits, events, stopping: stopping.signal },
    new Guards(host, token, limits),
    onCall,
  );
  const server = makeServer(app.fetch, limits);
  try {
    await store.repository();
    await listen(server, host, port);
  } catch (thrown) {
    events.close();
    await store.close();
    throw thrown;
  }
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    async stop() {
      stopping.abort();
      await close(server, limits.grace);
      events.close();
      await store.close();
    },
  };
}

function makeServer(fetch: Parameters<typeof getRequestListener>[0], limits: Limits): Server {
  const listener = getRequestListener(fetch, {
    overrideGlobalObjects: false,
    // Only what is no HTTP request for this server gets here, as one without a host.
    errorHandler: () =>
      Response.json({ error: "The request makes no sense.", code: "BadInput" }, { status: 400 }),
  });
  const server = createServer(
    {
      headersTimeout: limits.headersTime,
      // An upload takes as long as it takes; `limits` say how long it may pause.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(1000, limits.headersTime),
      maxHeaderSize: 16 * 1024,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.maxConnections = limits.connections;
  return server;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (thrown: NodeJS.ErrnoException) => reject(notListening(thrown, host, port)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
}

function notListening(thrown: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code } = thrown;
  if (code === "EADDRINUSE") {
    return new StrataError("PortInUse", `Another program listens on port ${port} of ${host}.`, {
      hint: "Choose another port, or 0 for any that is free.",
      data: { host, port },
      cause: thrown,
    });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new StrataError("BadInput", `It is not possible to listen on port ${port} of ${host}.`, {
      hint: "Choose an address of this machine, and a port from 1024 on.",
      data: { host, port, errno: code },
      cause: thrown,
    });
  }
  return thrown;
}

/** Closes a server when what is under way is answered, or after the grace. */
async function close(server: Server, grace: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
