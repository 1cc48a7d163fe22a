import type { Hono } from "hono";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { answer } from "./answer.ts";
import { noRoute } from "./failure.ts";
import { readJson } from "./request-body.ts";
import type { Env, Serving } from "./serving.ts";

/** Adds a route for each command of the registry. */
export function addCommandRoutes(app: Hono<Env>, serving: Serving): void {
  app.post("/api/v1/:command", async (c) => {
    const name = c.req.param("command");
    if (!Object.hasOwn(registry, name)) throw noRoute("POST", c.req.path);
    const input = await readJson(c, serving.limits);
    return await answer(c, serving, async (context) => ({
      document: await invoke(registry, name, input, { ...context, store: serving.store }),
    }));
  });
}
