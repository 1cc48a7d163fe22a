import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { StoreHandle } from "../api/store-handle.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { serve, type TestServer, TOKEN } from "../testing/http.ts";
import { seededBytes } from "../testing/trees.ts";

const root = temporaryFolder();
const storeFolder = join(root, "store");
const store = new StoreHandle(storeFolder, { surface: "cli" });
const big = Buffer.from(seededBytes(1, 5_000_000));
const odd = "100%?#é:& 'x'.txt";
let id = "";

beforeAll(async () => {
  const folder = join(root, "folder");
  writeTree(folder, {
    "big.bin": big,
    "small.txt": "0123456789",
    [`deep/${odd}`]: "odd",
    empty: "",
    link: { link: "small.txt" },
  });
  id = (await invoke(registry, "import", { paths: [folder], label: "work/notes" }, { store })).ca_id;
});
afterAll(() => store.close());

/** Asks for bytes. */
async function bytes(
  { url }: TestServer,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
) {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

describe("a file", () => {
  it("is its bytes, to be saved, under the tag of its content", async () => {
    const server = await serve(storeFolder);
    const whole = await bytes(server, "/api/files/work%2Fnotes/big.bin");
    expect(whole.status).toBe(200);
    expect(whole.body.equals(big)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      ...{
        "content-type": "application/octet-stream",
        "content-length": "5000000",
        "accept-ranges": "bytes",
      },
      ...{ "content-disposition": "attachment; filename=\"big.bin\"; filename*=UTF-8''big.bin" },
      ...{ "cache-control": "private, no-cache", "x-content-type-options": "nosniff" },
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    const { entries } = await invoke(registry, "tree", { ref: id }, { store });
    expect(whole.headers.get("etag")).toBe(`"${entries.find(({ path }) => path === "big.bin")?.id}"`);
    expect((await bytes(server, "/api/files/work%2Fnotes/empty")).body.length).toBe(0);
    const named = await bytes(server, `/api/files/${id}/deep/${encodeURIComponent(odd)}`);
    expect(named.body.toString()).toBe("odd");
    expect(named.headers.get("cache-control")).toContain("immutable");
    expect(named.headers.get("content-disposition")).toContain(
      "filename*=UTF-8''100%25%3F%23%C3%A9%3A%26%20%27x%27.txt",
    );
  });

  it("is not sent to who has it, nor to who asks for its size", async () => {
    const server = await serve(storeFolder);
    const { headers } = await bytes(server, `/api/files/${id}/small.txt`);
    const etag = headers.get("etag") ?? "";
    for (const known of [etag, `"x", W/${etag}`, "*"]) {
      const { status, body } = await bytes(server, `/api/files/${id}/small.txt`, { "If-None-Match": known });
      expect([status, body.length]).toEqual([304, 0]);
    }
    expect((await bytes(server, `/api/files/${id}/small.txt`, { "If-None-Match": '"x"' })).status).toBe(200);
    const head = await bytes(server, `/api/files/${id}/small.txt`, {}, "HEAD");
    expect([head.status, head.headers.get("content-length"), head.body.length]).toEqual([200, "10", 0]);
  });

  it.each<[string, number, string, string | null]>([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-30", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
    ["bytes=0-0", 206, "0", "bytes 0-0/10"],
    ["bytes=4-2", 200, "0123456789", null],
    ["bytes=0-1,4-5", 200, "0123456789", null],
    ["lines=0-1", 200, "0123456789", null],
    ["bytes=-", 200, "0123456789", null],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=-0", 416, "", "bytes */10"],
  ])("gives the range %s", async (range, status, text, contentRange) => {
    const server = await serve(storeFolder);
    const part = await bytes(server, "/api/files/work%2Fnotes/small.txt", { Range: range });
    expect([part.status, part.headers.get("content-range")]).toEqual([status, contentRange]);
    if (status !== 416) expect(part.body.toString()).toBe(text);
    const changed = await bytes(server, "/api/files/work%2Fnotes/small.txt", {
      Range: range,
      "If-Range": '"other"',
    });
    expect([changed.status, changed.body.toString()]).toEqual([200, "0123456789"]);
  });

  it("gives a range across chunks", async () => {
    const server = await serve(storeFolder);
    const part = await bytes(server, `/api/files/${id}/big.bin`, { Range: "bytes=999999-4000001" });
    expect(part.body.equals(big.subarray(999_999, 4_000_002))).toBe(true);
  });

  it.each([
    ["work%2Fnotes/nope", 404, "ENOENT"],
    ["work%2Fnotes/deep", 400, "EISDIR"],
    ["work%2Fnotes/link", 400, "EINVAL"],
    ["work%2Fnotes/deep%2F..%2Fsmall.txt", 400, "EINVAL"],
    ["nope/small.txt", 400, "UnknownReference"],
    ["work%2Fnotes%3Adeep/x", 400, "BadInput"],
    ["work%2Fnotes/%00", 400, "EINVAL"],
  ])("is refused for %s", async (path, status, code) => {
    const { ask } = await serve(storeFolder);
    expect(await ask(`GET /api/files/${path}`)).toMatchObject({ status, body: { code } });
  });

  it("that is damaged gives no part of what is damaged", async () => {
    const damaged = join(temporaryFolder(), "store");
    execFileSync("cp", ["-r", storeFolder, damaged]);
    for (const name of readdirSync(join(damaged, "packs"))) {
      const path = join(damaged, "packs", name);
      const pack = readFileSync(path);
      if (name.startsWith("content")) writeFileSync(path, pack.fill(7, 3_000_000, 3_100_000));
    }
    const server = await serve(damaged);
    await expect(bytes(server, `/api/files/${id}/big.bin`)).rejects.toThrow();
    await expect(bytes(server, `/api/archives/${id}`)).rejects.toThrow();
    expect((await bytes(server, `/api/files/${id}/small.txt`)).status).toBe(200);
  });
});

describe("a tree", () => {
  it("is listed a page at a time, under the tag of its snapshot", async () => {
    const { ask } = await serve(storeFolder);
    const page = await ask("GET /api/trees/work%2Fnotes?recursive=true&offset=1&limit=2");
    expect(page).toMatchObject({
      status: 200,
      body: { ca_id: id, total: 6, entries: [{ path: "deep" }, { path: `deep/${odd}` }] },
    });
    expect(page.headers.get("etag")).toBe(`"${id}"`);
    expect(await ask("GET /api/trees/work%2Fnotes/deep")).toMatchObject({
      body: { entries: [{ path: `deep/${odd}` }] },
    });
    const again = await ask("GET /api/trees/work%2Fnotes", undefined, { "If-None-Match": `"${id}"` });
    expect(again.status).toBe(304);
  });

  it.each(["limit=10001", "limit=x", "recursive=1", "sort=age", "more=1", "limit=-1"])(
    "is refused with %s",
    async (query) => {
      const { ask } = await serve(storeFolder);
      expect(await ask(`GET /api/trees/${id}?${query}`)).toMatchObject({
        status: 400,
        body: { code: "BadInput" },
      });
    },
  );
});

describe("an archive", () => {
  it("is what an export writes", async () => {
    const server = await serve(storeFolder);
    for (const format of ["tar", "zip"] as const) {
      const to = join(root, `out.${format}`);
      await invoke(registry, "export", { ref: id, to, format, overwrite: "always" }, { store });
      const archive = await bytes(server, `/api/archives/work%2Fnotes?format=${format}`);
      expect(archive.body.equals(readFileSync(to))).toBe(true);
      expect(archive.headers.get("content-disposition")).toContain(`filename="notes.${format}"`);
    }
    const head = await bytes(server, `/api/archives/${id}`, {}, "HEAD");
    expect([head.status, head.headers.get("content-type"), head.body.length]).toEqual([
      200,
      "application/x-tar",
      0,
    ]);
  });

  it.runIf(spawnSync("tar", ["--version"]).status === 0)("of a folder has what lies in it", async () => {
    const server = await serve(storeFolder);
    const { body } = await bytes(server, `/api/archives/${id}/deep`);
    mkdirSync(join(root, "untar"), { recursive: true });
    expect(execFileSync("tar", ["-x", "-C", join(root, "untar")], { input: body }).toString()).toBe("");
    expect(readdirSync(join(root, "untar"))).toEqual([odd]);
  });

  it("is refused where there is nothing, and in other formats", async () => {
    const { ask } = await serve(storeFolder);
    expect(await ask(`GET /api/archives/${id}/nope`)).toMatchObject({ status: 404 });
    expect(await ask("GET /api/archives/nope")).toMatchObject({ status: 400 });
    expect(await ask(`GET /api/archives/${id}?format=rar`)).toMatchObject({ status: 400 });
    expect(await ask(`HEAD /api/archives/${id}/nope`)).toMatchObject({ status: 404 });
  });
});
