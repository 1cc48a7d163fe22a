import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { StoreHandle } from "../api/store-handle.ts";
import type { StrataError } from "../errors.ts";
import type { EventHub } from "./event-hub.ts";
import type { Limits } from "./limits.ts";

/** What the routes of a server share. */
export interface Serving {
  readonly store: StoreHandle;
  readonly limits: Limits;
  readonly events: EventHub;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/** What a request carries from one of its handlers to the next. */
export interface Env {
  Bindings: HttpBindings;
  Variables: {
    /** The absolute paths that the request named: errors may name them, too. */
    asked: readonly string[];
    /** The error that the request was answered with. */
    failure: StrataError | undefined;
  };
}

/** A request and its answer. */
export type Exchange = Context<Env>;

/** Returns a signal that aborts when the client is gone before it has its answer, and when the server stops. */
export function whileWanted({ env: { outgoing } }: Exchange, { stopping }: Serving): AbortSignal {
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  if (outgoing.destroyed) gone.abort();
  return AbortSignal.any([gone.signal, stopping]);
}
