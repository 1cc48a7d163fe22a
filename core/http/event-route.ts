import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { StrataError } from "../errors.ts";
import type { StoreEvent } from "../store/watch.ts";
import { eventText } from "./answer.ts";
import { type Env, type Serving, whileWanted } from "./serving.ts";

/** How often a silent stream says that it is still there, in ms. */
const PULSE = 15_000;
/** How many bytes may wait for a client that does not read. */
const MOST_WAITING = 1024 * 1024;

/** Adds the stream of the store's events. */
export function addEventRoute(app: Hono<Env>, serving: Serving): void {
  const { events, limits, store } = serving;
  app.get("/api/events", async (c) => {
    if (events.size >= limits.streams) {
      throw new StrataError("TooManyRequests", "There are too many event streams.", {
        hint: "Close one of them first.",
      });
    }
    const { outgoing } = c.env;
    const signal = whileWanted(c, serving);
    // Whose events are followed.
    await store.repository();
    outgoing.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    await new Promise<void>((ended) => {
      const write = (text: string) => {
        outgoing.write(text);
        if (outgoing.writableLength > MOST_WAITING) outgoing.destroy();
      };
      const stop = events.listen((event) => {
        write(textOf(event));
        if (event.type === "lost" || event.type === "back") end();
      });
      const pulse = setInterval(() => write(": still there\n\n"), PULSE);
      const end = () => {
        stop();
        clearInterval(pulse);
        outgoing.end();
        ended();
      };
      signal.addEventListener("abort", end, { once: true });
      write(eventText("ready", {}));
      if (signal.aborted) end();
    });
    return RESPONSE_ALREADY_SENT;
  });
}

function textOf({ type, ...event }: StoreEvent): string {
  if (!("seq" in event)) return eventText(type, {});
  return eventText(type, event, event.seq);
}
