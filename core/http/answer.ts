import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { CommandContext, Progress } from "../api/command.ts";
import { asStrataError, type StrataError } from "../errors.ts";
import { throttled } from "../throttle.ts";
import { failureOf, statusOf } from "./failure.ts";
import { Outgoing } from "./outgoing.ts";
import { type Exchange, type Serving, whileWanted } from "./serving.ts";

/** The shortest time between two events of progress, in ms. */
const PROGRESS = 100;

/** A document and the status that it is answered with. */
export interface Answer {
  readonly status?: number;
  readonly document: unknown;
}

/**
 * Runs work for a request and answers with its document; as events, with the progress first, where that is asked for. The work is
 * aborted when the client goes.
 */
export async function answer(
  c: Exchange,
  serving: Serving,
  work: (context: CommandContext) => Promise<Answer>,
): Promise<Response> {
  const signal = whileWanted(c, serving);
  if (/text\/event-stream/i.test(c.req.header("accept") ?? ""))
    return await answerInEvents(c, serving, signal, work);
  const { status = 200, document } = await work({ signal });
  return c.json(document as object, status as ContentfulStatusCode);
}

/** Answers with an error. */
export function answerFailure(c: Exchange, serving: Serving, error: StrataError): Response {
  c.set("failure", error);
  const status = statusOf(error);
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="Strata"');
  if (status === 429 || status === 503) c.header("Retry-After", "1");
  return c.json(failureOf(error, c.get("asked"), serving.store.folder), status as ContentfulStatusCode);
}

async function answerInEvents(
  c: Exchange,
  { limits, store }: Serving,
  signal: AbortSignal,
  work: (context: CommandContext) => Promise<Answer>,
): Promise<Response> {
  const { outgoing } = c.env;
  outgoing.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  outgoing.flushHeaders();
  const out = new Outgoing(outgoing, limits.idle);
  const onProgress = throttled<Progress>(
    // Progress that a slow client does not take is left out.
    (progress) => void (outgoing.writableNeedDrain || outgoing.write(eventText("progress", progress))),
    { every: PROGRESS, isOther: () => false },
  );
  try {
    const { document } = await work({ signal, onProgress });
    await out.write(eventText("result", document));
    out.end();
  } catch (thrown) {
    const error = asStrataError(thrown, "answering");
    c.set("failure", error);
    outgoing.end(eventText("error", failureOf(error, c.get("asked"), store.folder)));
  }
  return RESPONSE_ALREADY_SENT;
}

/** Returns a server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html) with a JSON document. */
export function eventText(name: string, document: unknown, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(document)}\n\n`;
}
