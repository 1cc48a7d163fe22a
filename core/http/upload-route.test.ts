import { connect } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { type History, historyOn, type Reply, serve, type TestServer, TOKEN } from "../testing/http.ts";
import { tarOf } from "../testing/tars.ts";
import { seededBytes } from "../testing/trees.ts";

let made: History;
beforeAll(async () => {
  made = await historyOn();
});

/** Counts the uploads that collections wait for. */
function openUploads(store: string): number {
  const db = openDatabase(join(store, "strata.db"), { readonly: true });
  try {
    return db.prepare<[], number>("SELECT count(*) FROM leases WHERE work = 'upload'").pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

/** Uploads an archive. */
async function upload(
  { url }: TestServer,
  query: string,
  body: Uint8Array | ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<Pick<Reply, "status" | "body">> {
  const response = await fetch(`${url}/api/uploads?${query}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/x-tar", ...headers },
    body,
    duplex: "half",
  } as RequestInit);
  return { status: response.status, body: await response.json() };
}

describe("an upload", () => {
  it("is a snapshot, pushed to a label", async () => {
    const server = await serve(made.store);
    const tar = await tarOf([
      { name: "a.txt", data: "3" },
      { name: "sub/b.txt", data: "the same" },
      { name: "sub/empty", type: "directory" },
    ]);
    const taken = await upload(server, "label=up%2Fload&message=from+far", tar);
    expect(taken).toMatchObject({ status: 200 });
    expect(taken.body).toEqual({
      status: "advanced",
      label: "up/load",
      ca_id: made.ids[2],
      files: 2,
      bytes: 9,
      skipped: [],
      warnings: [],
    });
    expect((await server.ask("POST /api/v1/log", { label: "up/load" })).body).toMatchObject({
      log: [{ op: "create", message: "from far", actor: expect.stringMatching(/\(http\)$/) }],
    });
    const next = await tarOf([{ name: "a.txt", data: "4" }]);
    const rejected = await upload(server, "label=up%2Fload", next);
    expect(rejected).toMatchObject({
      status: 409,
      body: { status: "rejected", current: made.ids[2], ca_id: expect.any(String) },
    });
    expect(await upload(server, `label=up%2Fload&expected=${made.ids[2]}`, next)).toMatchObject({
      status: 200,
    });
    expect(await upload(server, "detach=true", next)).toMatchObject({
      status: 200,
      body: { status: "detached" },
    });
    expect(await upload(server, "label=up%2Fload&force=true", tar)).toMatchObject({
      status: 200,
      body: { status: "advanced" },
    });
  });

  it.each([
    ["", {}, "BadInput"],
    ["label=no+name", {}, "BadLabelName"],
    ["label=x&force=yes", {}, "BadInput"],
    ["label=x&what=1", {}, "BadInput"],
    ["label=x&label=y&detach=true", {}, "BadInput"],
    ["label=x", { "Content-Type": "application/json" }, "BadInput"],
    ["label=x", { "Content-Type": "application/gzip" }, "BadInput"],
  ])("is refused with ?%s %j", async (query, headers, code) => {
    const server = await serve(made.store);
    const refused = await upload(server, query, await tarOf([{ name: "a", data: "1" }]), headers);
    expect(refused).toMatchObject({ status: 400, body: { code } });
  });

  it("with a path that leads out is refused while more comes, and nothing is changed", async () => {
    const server = await serve(made.store);
    const bad = await tarOf([
      { name: "../x", data: "1" },
      { name: "more", data: seededBytes(1, 6_000_000) },
    ]);
    expect(await upload(server, "label=bad", bad)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("`..`") },
    });
    expect((await server.ask("GET /api/fs/labels/bad")).status).toBe(404);
    expect((await server.ask("GET /api/fs/labels")).status).toBe(200);
  });

  it("is refused when it is too large, or stops coming", async () => {
    const small = await serve(made.store, { limits: { upload: 1000 } });
    expect(await upload(small, "label=bad", await tarOf([{ name: "a", data: "1" }]))).toMatchObject({
      status: 413,
    });
    const slow = await serve(made.store, { limits: { idle: 100 } });
    const stuck = new ReadableStream<Uint8Array>({ start: (to) => to.enqueue(new Uint8Array(700)) });
    expect(await upload(slow, "label=bad", stuck)).toMatchObject({ status: 408, body: { code: "TooSlow" } });
  });

  it("is answered when the server stops in the middle", async () => {
    const server = await serve(made.store);
    let began = () => {};
    const beginning = new Promise<void>((resolve) => {
      began = resolve;
    });
    const stuck = new ReadableStream<Uint8Array>({
      start: (to) => to.enqueue(new Uint8Array(700)),
      pull: () => began(),
    });
    const answered = upload(server, "label=bad", stuck);
    await beginning;
    await expect.poll(() => openUploads(made.store)).toBe(1);
    const stopped = server.stop();
    expect(await answered).toMatchObject({ status: 503, body: { code: "Cancelled" } });
    await stopped;
    expect(openUploads(made.store)).toBe(0);
  });

  it.each(["closed", "half closed"])("whose connection is %s in the middle changes nothing", async (how) => {
    const server = await serve(made.store);
    const tar = await tarOf([{ name: "a", data: seededBytes(1, 3_000_000) }]);
    const { port, hostname } = new URL(server.url);
    const head = `POST /api/uploads?label=bad HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/x-tar\r\nContent-Length: ${tar.length}\r\n\r\n`;
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(head);
        socket.write(tar.subarray(0, 2_000_000), () => (how === "closed" ? socket.destroy() : socket.end()));
      });
      socket.on("close", () => resolve()).on("error", reject);
      socket.resume();
    });
    await expect.poll(() => server.calls.length).toBe(1);
    expect((await server.ask("GET /api/fs/labels/bad")).status).toBe(404);
    // Nothing holds a collection up.
    expect(await server.ask("POST /api/v1/gc", {})).toMatchObject({ status: 200 });
    expect(await upload(server, `label=good-${how === "closed"}`, tar)).toMatchObject({ status: 200 });
  });
});
