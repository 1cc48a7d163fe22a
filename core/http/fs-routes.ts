import type { Hono } from "hono";
import type { z } from "zod";
import type { CommandContext } from "../api/command.ts";
import { parseInput } from "../api/input-error.ts";
import { type CommandInput, type CommandOutput, invoke } from "../api/registry/invoke.ts";
import { type CommandName, registry } from "../api/registry/registry.ts";
import { answer } from "./answer.ts";
import * as schemas from "./fs-schemas.ts";
import { readQuery } from "./query.ts";
import { readJson } from "./request-body.ts";
import type { Env, Exchange, Serving } from "./serving.ts";

/** Adds the routes of labels, push, reset and merge. */
export function addFsRoutes(app: Hono<Env>, serving: Serving): void {
  const run = <N extends CommandName>(
    name: N,
    input: CommandInput<N>,
    context: CommandContext,
  ): Promise<CommandOutput<N>> => invoke(registry, name, input, { ...context, store: serving.store });
  /** Returns the checked body of a request. */
  const body = async <I extends z.ZodType>(c: Exchange, input: I) =>
    parseInput({ name: c.req.path, input }, await readJson(c, serving.limits));

  app.get("/api/fs/labels", (c) =>
    answer(c, serving, async (context) => ({ document: await run("labels", {}, context) })),
  );

  app.post("/api/fs/labels", async (c) => {
    const { name: label, ca_id: ref, ...rest } = await body(c, schemas.setLabel.input);
    return await answer(c, serving, async (context) => {
      const { ca_id } = await run("label.set", { label, ref, ...rest }, context);
      return { document: { label, ca_id } };
    });
  });

  app.get("/api/fs/labels/:label", (c) =>
    answer(c, serving, async (context) => ({
      document: await run("pull", { label: c.req.param("label") }, context),
    })),
  );

  app.get("/api/fs/labels/:label/log", async (c) => {
    const { limit } = readQuery(c, schemas.log.input);
    return await answer(c, serving, async (context) => {
      const { label, log } = await run("log", { label: c.req.param("label"), limit }, context);
      const moves = log.map(({ at, from, to, op, message }) => ({
        at,
        from,
        to,
        op,
        ...(message !== "" && { message }),
      }));
      return { document: { label, log: moves } };
    });
  });

  app.post("/api/fs/push", async (c) => {
    const { ca_id: ref, expected, ...rest } = await body(c, schemas.push.input);
    return await answer(c, serving, async (context) => {
      const document = await run("push", { ref, expected: expected ?? undefined, ...rest }, context);
      return { document, status: document.status === "rejected" ? 409 : 200 };
    });
  });

  app.post("/api/fs/reset", async (c) => {
    const { ca_id: ref, ...rest } = await body(c, schemas.reset.input);
    return await answer(c, serving, async (context) => {
      const { label, ca_id } = await run("reset", { ref, ...rest }, context);
      return { document: { label, ca_id } };
    });
  });

  app.post("/api/fs/merge", async (c) => {
    const input = await body(c, schemas.merge.input);
    return await answer(c, serving, async (context) => ({
      document: mergeAnswer(await run("merge", input, context)),
    }));
  });
}

function mergeAnswer(merge: CommandOutput<"merge">) {
  if (merge.status === "merged") return { status: merge.status, ca_id: merge.ca_id };
  const conflicts = merge.conflicts.map(
    ({ path, base, ours, theirs, kind, markers, diff_ours, diff_theirs }) => ({
      ...{ path, base, ours, theirs, kind, markers, diff_ours, diff_theirs },
    }),
  );
  return { status: merge.status, conflicts };
}
