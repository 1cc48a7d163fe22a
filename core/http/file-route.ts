import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { mending } from "../api/command.ts";
import { findFile } from "../api/find-file.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { contentId } from "../manifest/content-id.ts";
import { failureOf } from "./failure.ts";
import { Outgoing } from "./outgoing.ts";
import { cacheControl, disposition, hasIt, placeIn } from "./place.ts";
import { type Env, type Exchange, type Serving, whileWanted } from "./serving.ts";

/** Adds the route of the files in snapshots. */
export function addFileRoute(app: Hono<Env>, serving: Serving): void {
  app.get("/api/files/:ref/:path{.+}", async (c) => {
    const { ref, path } = placeIn(c);
    const repository = await serving.store.repository();
    const { entry } = await mending({ name: "files", kind: "read" }, repository, () =>
      findFile(repository, `${ref}:${path}`),
    );
    const etag = `"${contentId(entry)}"`;
    const about = { ETag: etag, "Cache-Control": cacheControl(ref), "Accept-Ranges": "bytes" };
    if (hasIt(c, etag)) return c.body(null, 304, about);
    const { size } = entry;
    const range = rangeOf(c, etag, size);
    if (range === "beyond") return beyond(c, serving, size);
    const { from, to } = range ?? { from: 0, to: size };
    const headers = {
      ...about,
      "Content-Type": "application/octet-stream",
      "Content-Disposition": disposition(path),
      "Content-Length": `${to - from}`,
      ...(range && { "Content-Range": `bytes ${from}-${to - 1}/${size}` }),
    };
    const status = range === undefined ? 200 : 206;
    if (c.req.method === "HEAD") return c.body(null, status, headers);
    return await send(c, serving, repository.contentIn(entry, { from, to }), () =>
      c.env.outgoing.writeHead(status, headers),
    );
  });
}

/** Sends bytes. What fails before the first of them is an error like any other; later, the connection is closed. */
async function send(
  c: Exchange,
  serving: Serving,
  bytes: AsyncGenerator<Uint8Array>,
  begin: () => void,
): Promise<Response> {
  const signal = whileWanted(c, serving);
  let next = await bytes.next();
  begin();
  const out = new Outgoing(c.env.outgoing, serving.limits.idle);
  try {
    for (; next.done !== true; next = await bytes.next()) {
      signal.throwIfAborted();
      await out.write(next.value);
    }
    out.end();
  } catch (thrown) {
    if (!signal.aborted) c.set("failure", asStrataError(thrown, "sending a file"));
    out.break();
  }
  return RESPONSE_ALREADY_SENT;
}

/** Returns the one range that is asked for (RFC 9110, 14); undefined for all of it, as where several ranges are. */
function rangeOf(
  c: Exchange,
  etag: string,
  size: number,
): { from: number; to: number } | "beyond" | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(c.req.header("range") ?? "");
  const condition = c.req.header("if-range");
  if (asked === null || (condition !== undefined && condition !== etag)) return undefined;
  const [, first = "", last = ""] = asked;
  if (first === "" && last === "") return undefined;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < from) return undefined;
  return from >= to ? "beyond" : { from, to };
}

function beyond(c: Exchange, { store }: Serving, size: number): Response {
  const error = new StrataError("BadInput", "The range lies behind the end of the file.", {
    hint: `The file has ${size.toLocaleString("en")} bytes.`,
  });
  c.set("failure", error);
  return c.json(failureOf(error, [], store.folder), 416, { "Content-Range": `bytes */${size}` });
}
