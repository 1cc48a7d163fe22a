import { describe, expect, it } from "vitest";
import { historyOn, serve, type TestServer, TOKEN } from "../testing/http.ts";

/** Opens the event stream, and returns a function that gives all that came so far. */
async function listen({ url }: TestServer, abort = new AbortController()) {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${url}/api/events`, { headers, signal: abort.signal });
  let text = "";
  const ended = (async () => {
    for await (const piece of response.body ?? []) text += Buffer.from(piece).toString();
  })().catch(() => undefined);
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    text: () => text,
    ended,
    abort,
  };
}

describe("the events", () => {
  it("tell of each move, by whoever it is made", async () => {
    const { store, ids } = await historyOn();
    const [server, other] = [await serve(store), await serve(store)];
    const stream = await listen(server);
    expect(stream).toMatchObject({ status: 200, type: "text/event-stream" });
    await expect.poll(stream.text).toBe("event: ready\ndata: {}\n\n");
    await server.ask("POST /api/fs/labels", { name: "one", ca_id: ids[0] });
    await other.ask("POST /api/fs/labels", { name: "two", ca_id: ids[0] });
    await other.ask("POST /api/v1/label.pin", { label: "one" });
    await expect
      .poll(stream.text)
      .toMatch(/id: 4\nevent: moved\ndata: \{"seq":4,"op":"create","label":"one"\}\n\n/);
    await expect
      .poll(stream.text)
      .toMatch(/id: 5\nevent: moved\ndata: \{"seq":5,"op":"create","label":"two"\}\n\n/);
    await expect.poll(stream.text).toContain("event: labels\ndata: {}\n\n");
    stream.abort.abort();
  });

  it("end when the server stops, which waits for nobody who only listens", async () => {
    const { store } = await historyOn();
    const server = await serve(store);
    const stream = await listen(server);
    await server.stop();
    await stream.ended;
    expect(stream.text()).toBe("event: ready\ndata: {}\n\n");
  });

  it("are for so many at once, until one goes", async () => {
    const { store } = await historyOn();
    const server = await serve(store, { limits: { streams: 1 } });
    const first = await listen(server);
    expect(await server.ask("GET /api/events")).toMatchObject({ status: 429 });
    first.abort.abort();
    await expect
      .poll(async () => {
        const stream = await listen(server);
        stream.abort.abort();
        return stream.status;
      })
      .toBe(200);
  });
});
