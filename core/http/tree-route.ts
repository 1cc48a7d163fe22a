import type { Hono } from "hono";
import { z } from "zod";
import { treeCommand } from "../api/commands/tree.ts";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { count } from "../api/schemas.ts";
import { answer } from "./answer.ts";
import { cacheControl, hasIt, placeIn } from "./place.ts";
import { readQuery } from "./query.ts";
import type { Env, Exchange, Serving } from "./serving.ts";

const MOST = { error: "a whole number up to 10,000" };
const { ref: _, ...listing } = treeCommand.input.shape;

/** How a folder is listed. */
export const treeQuery = z.strictObject({ ...listing, limit: count.max(10_000, MOST).default(1000) });

/** Adds the routes of the folders in snapshots. */
export function addTreeRoutes(app: Hono<Env>, serving: Serving): void {
  const list = async (c: Exchange) => {
    const { ref, path } = placeIn(c);
    const query = readQuery(c, treeQuery);
    const { id } = (await serving.store.repository()).resolve(ref);
    const etag = `"${id}"`;
    const about = { ETag: etag, "Cache-Control": cacheControl(ref) };
    if (hasIt(c, etag)) return c.body(null, 304, about);
    return await answer(c, serving, async (context) => {
      const input = { ref: `${id}:${path}`, ...query };
      const document = await invoke(registry, "tree", input, { ...context, store: serving.store });
      for (const [name, value] of Object.entries(about)) c.header(name, value);
      return { document };
    });
  };
  app.get("/api/trees/:ref", list);
  app.get("/api/trees/:ref/:path{.+}", list);
}
