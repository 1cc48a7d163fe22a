import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { z } from "zod";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { asStrataError } from "../errors.ts";
import { Outgoing } from "./outgoing.ts";
import { disposition, placeIn } from "./place.ts";
import { readQuery } from "./query.ts";
import { type Env, type Exchange, type Serving, whileWanted } from "./serving.ts";

/** What an archive is. */
export const archiveQuery = z.strictObject({ format: z.enum(["tar", "zip"]).default("tar") });

const TYPES = { tar: "application/x-tar", zip: "application/zip" };

/** Adds the routes that send a snapshot, or a part of it, as an archive. */
export function addArchiveRoutes(app: Hono<Env>, serving: Serving): void {
  const send = async (c: Exchange) => {
    const { ref, path } = placeIn(c);
    const { format } = readQuery(c, archiveQuery);
    const headers = {
      "Content-Type": TYPES[format],
      "Content-Disposition": disposition(`${path || ref}.${format}`),
    };
    const { outgoing } = c.env;
    const context = { signal: whileWanted(c, serving), store: serving.store };
    if (c.req.method === "HEAD") {
      await invoke(registry, "tree", { ref: `${ref}:${path}`, limit: 0 }, context);
      return c.body(null, 200, headers);
    }
    const out = new Outgoing(outgoing, serving.limits.idle);
    const sink = (bytes: Uint8Array) => {
      // What fails before the first byte is an error like any other.
      if (!outgoing.headersSent) outgoing.writeHead(200, headers);
      return out.write(bytes);
    };
    try {
      const input = { ref: `${ref}:${path}`, to: "-", format };
      const { skipped } = await invoke(registry, "export", input, { ...context, sink });
      if (skipped.length > 0) out.break();
      else out.end();
    } catch (thrown) {
      if (!outgoing.headersSent) throw thrown;
      c.set("failure", asStrataError(thrown, "sending an archive"));
      out.break();
    }
    return RESPONSE_ALREADY_SENT;
  };
  app.get("/api/archives/:ref", send);
  app.get("/api/archives/:ref/:path{.+}", send);
}
