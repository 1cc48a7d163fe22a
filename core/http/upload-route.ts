import type { Hono } from "hono";
import { z } from "zod";
import { pushFields } from "../api/commands/push.ts";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { StrataError } from "../errors.ts";
import { answer } from "./answer.ts";
import { readQuery } from "./query.ts";
import { bodyPieces } from "./request-body.ts";
import type { Env, Exchange, Serving } from "./serving.ts";

/** What becomes of an upload. */
export const uploadQuery = z.strictObject(pushFields);

/** Adds the route that imports a tar while it comes. */
export function addUploadRoute(app: Hono<Env>, serving: Serving): void {
  const { store, limits } = serving;
  app.post("/api/uploads", async (c) => {
    requireTar(c);
    const query = readQuery(c, uploadQuery);
    return await answer(c, serving, async (context) => {
      const piped = () => bodyPieces(c.env.incoming, limits.upload, () => limits.idle, context.signal);
      const document = await invoke(registry, "import.tar", query, { ...context, store, piped });
      return { document, status: document.status === "rejected" ? 409 : 200 };
    });
  });
}

function requireTar(c: Exchange): void {
  const type = c.req.header("content-type") ?? "";
  if (/^application\/(x-tar|octet-stream)\s*(;|$)/i.test(type)) return;
  throw new StrataError("BadInput", "The body is no tar by its Content-Type.", {
    hint: "Send it with Content-Type: application/x-tar, not compressed.",
  });
}
