import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { asStrataError } from "../errors.ts";
import { answerFailure } from "./answer.ts";
import { addApiPages, isApiPage } from "./api-pages.ts";
import type { Call } from "./calls.ts";
import { addCommandRoutes } from "./command-routes.ts";
import { noRoute } from "./failure.ts";
import { addFsRoutes } from "./fs-routes.ts";
import type { Guards } from "./guards.ts";
import type { Env, Serving } from "./serving.ts";

/** What the app tells of each request when it was answered. */
export type CallListener = (call: Call) => void;

/** Makes the app: guards first, then the routes. Every answer, of whatever outcome, goes through it. */
export function makeApp(serving: Serving, guards: Guards, onCall: CallListener): Hono<Env> {
  // A trailing slash is part of a path.
  const app = new Hono<Env>({ strict: true });
  app.use(async (c, next) => {
    const { incoming, outgoing } = c.env;
    const [at, began] = [Date.now(), performance.now()];
    c.set("asked", [c.req.path]);
    outgoing.once("close", () => {
      const error = c.get("failure");
      const took = performance.now() - began;
      const { method = "", url: path = "" } = incoming;
      onCall({ at, method, path, status: outgoing.statusCode, took, ...(error && { error }) });
    });
    for (const [name, value] of Object.entries(HEADERS)) outgoing.setHeader(name, value);
    guards.checkPlace(c);
    if (!isApiPage(c.req.path)) guards.checkToken(c);
    await next();
  });
  addFsRoutes(app, serving);
  addCommandRoutes(app, serving);
  addApiPages(app);
  app.notFound((c) => answerFailure(c, serving, noRoute(c.req.method, c.req.path)));
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    return answerFailure(c, serving, asStrataError(thrown, "answering"));
  });
  return app;
}

/** No answer is to be shown as a page, guessed at, kept, or put into another site's frame. */
const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
};
