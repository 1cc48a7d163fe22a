import { renameSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { type History, historyOn, serve, TOKEN } from "../testing/http.ts";

let made: History;
beforeAll(async () => {
  made = await historyOn();
});

describe("a command", () => {
  it("takes its input and gives its output", async () => {
    const { ask } = await serve(made.store);
    expect(await ask("POST /api/v1/cat", { ref: "main@{1}:a.txt" })).toMatchObject({
      status: 200,
      body: { ca_id: made.ids[1], path: "a.txt" },
    });
    expect(await ask("POST /api/v1/labels")).toMatchObject({ status: 200, body: { total: 1 } });
  });

  it.each<[string, unknown, Record<string, string>, number, string]>([
    ["no such command", {}, {}, 404, "NoRoute"],
    ["constructor", {}, {}, 404, "NoRoute"],
    ["__proto__", {}, {}, 404, "NoRoute"],
    ["log", "{", {}, 400, "BadInput"],
    ["log", "\u0000", {}, 400, "BadInput"],
    ["log", "[]", {}, 400, "BadInput"],
    ["log", "null", {}, 400, "BadInput"],
    ["log", '{"label": 7}', {}, 400, "BadInput"],
    ["log", '{"label": "main", "__proto__": {}}', {}, 400, "BadInput"],
    ["log", "[".repeat(1e6), {}, 400, "BadInput"],
    ["log", `{"label": ${"[".repeat(5000)}${"]".repeat(5000)}}`, {}, 400, "BadInput"],
    ["log", '{"label": "main"}', { "Content-Type": "text/plain" }, 400, "BadInput"],
    ["log", '{"label": "main"}', { "Content-Type": "application/x-www-form-urlencoded" }, 400, "BadInput"],
    ["log", { label: "nope" }, {}, 404, "UnknownLabel"],
    ["cat", { ref: "main:nope" }, {}, 404, "ENOENT"],
    ["cat", { ref: "nope:a" }, {}, 400, "UnknownReference"],
    ["label.create", { label: "main", ref: "main" }, {}, 409, "LabelExists"],
    ["label.set", { label: "main", ref: "main", message: "m".repeat(5000) }, {}, 400, "BadInput"],
    ["label.set", { label: "main", ref: "main", message: "m".repeat(10_000_000) }, {}, 413, "TooLarge"],
    ["mount.write", { mount: "m", path: "a", from: "relative" }, {}, 400, "BadInput"],
  ])("%s is refused with %.40j %j", async (name, input, headers, status, code) => {
    const { ask } = await serve(made.store);
    const refused = await ask(`POST /api/v1/${encodeURIComponent(name)}`, input, headers);
    expect(refused).toMatchObject({ status, body: { error: expect.any(String), code } });
    expect(Object.keys(refused.body as object).every((key) => ["error", "code", "hint"].includes(key))).toBe(
      true,
    );
  });

  it("tells how far it is, where events are asked for, and then its output", async () => {
    const folder = join(temporaryFolder(), "folder");
    writeTree(folder, { a: "1", b: "2" });
    const { ask } = await serve(made.store);
    const events = { Accept: "text/event-stream" };
    const { status, body } = await ask("POST /api/v1/import", { paths: [folder], label: "more" }, events);
    expect(status).toBe(200);
    expect(body).toMatch(/^event: progress\ndata: \{"command":"import",/);
    expect(body).toMatch(/\n\nevent: result\ndata: \{"ca_id":"[0-9a-f]{64}","label":"more",.*\}\n\n$/);
    const failed = await ask("POST /api/v1/log", { label: "nope" }, events);
    expect(failed.body).toMatch(/^event: error\ndata: \{"error":".*","code":"UnknownLabel",.*\}\n\n$/);
  });

  it("names no path of the server that the request did not name", async () => {
    const { ask } = await serve(made.store);
    const secret = temporaryFolder();
    writeTree(secret, { "with space/file": "x" });
    const inside = join(secret, "with space/nothing");
    const own = await ask("POST /api/v1/import", { paths: [inside], label: "x" });
    expect(own.body).toMatchObject({ error: expect.stringContaining(inside) });
    const mismatch = await ask("POST /api/v1/init", { inline_max: 7 });
    expect(mismatch).toMatchObject({ status: 400, body: { code: "ProfileMismatch" } });
    expect(JSON.stringify(mismatch.body)).not.toContain(made.store);
  });

  it("opens the store that is there, and does not say where it should be when there is none", async () => {
    const { store } = await historyOn();
    const { ask } = await serve(store);
    expect(await ask("GET /api/fs/labels")).toMatchObject({ status: 200 });
    renameSync(store, `${store}-away`);
    await expect.poll(async () => (await ask("GET /api/fs/labels")).status).toBe(404);
    const { body } = await ask("GET /api/fs/labels");
    expect(body).toMatchObject({ code: "NoStore" });
    expect(JSON.stringify(body)).not.toContain(store);
    renameSync(`${store}-away`, store);
    expect(await ask("GET /api/fs/labels")).toMatchObject({ status: 200 });
  });
});

/** Sends bytes as they are, and returns what comes back until the connection ends. */
function talk(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding("utf8").on("data", (piece: string) => {
      answer += piece;
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}

const HEAD = `POST /api/v1/log HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;

describe("a slow client", () => {
  it("is answered when the rest of its body does not come", async () => {
    const { url } = await serve(made.store, { limits: { bodyTime: 100 } });
    const answer = await talk(url, `${HEAD}Content-Length: 100\r\n\r\n{"label":`);
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"code":"TooSlow"');
  });

  it("is dropped when its headers do not come", async () => {
    const { url } = await serve(made.store, { limits: { headersTime: 100 } });
    expect(await talk(url, "POST /api/v1/log HTTP/1.1\r\nHost: loc")).toMatch(/^HTTP\/1.1 408 /);
  });

  it("holds up nobody else", async () => {
    const { url, ask } = await serve(made.store);
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`${HEAD}Content-Length: 100\r\n\r\n{`));
    expect(await ask("POST /api/v1/log", { label: "main" })).toMatchObject({ status: 200 });
    socket.destroy();
  });
});

it("takes a body no larger than its limit, however it is sent", async () => {
  const { url } = await serve(made.store, { limits: { body: 20 } });
  const chunked = `${HEAD}Transfer-Encoding: chunked\r\n\r\n20\r\n${" ".repeat(0x20)}\r\n`;
  expect(await talk(url, chunked)).toMatch(/^HTTP\/1.1 413 /);
  expect(await talk(url, `${HEAD}Content-Length: 21\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
});
