import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { asStrataError } from "../errors.ts";
import { answerFailure } from "./answer.ts";
import { addApiPages, isApiPage } from "./api-pages.ts";
import { addArchiveRoutes } from "./archive-route.ts";
import type { Call } from "./calls.ts";
import { addCommandRoutes } from "./command-routes.ts";
import { addEventRoute } from "./event-route.ts";
import { noRoute } from "./failure.ts";
import { addFileRoute } from "./file-route.ts";
import { addFsRoutes } from "./fs-routes.ts";
import type { Guards } from "./guards.ts";
import { dropRest } from "./request-body.ts";
import type { Env, Serving } from "./serving.ts";
import { addTreeRoutes } from "./tree-route.ts";
import { addUploadRoute } from "./upload-route.ts";

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
  addTreeRoutes(app, serving);
  addFileRoute(app, serving);
  addArchiveRoutes(app, serving);
  addUploadRoute(app, serving);
  addEventRoute(app, serving);
  addApiPages(app);
  app.notFound((c) => answerFailure(c, serving, noRoute(c.req.method, c.req.path)));
  app.onError(async (thrown, c) => {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const error = asStrataError(thrown, "answering");
    // What was not read would be taken for the next request.
    if (error.code === "TooSlow" || !(await dropRest(c.env.incoming))) c.header("Connection", "close");
    return answerFailure(c, serving, error);
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
