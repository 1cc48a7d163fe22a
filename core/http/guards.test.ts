import { request } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { historyOn, type Reply, serve, TOKEN } from "../testing/http.ts";

let store = "";
beforeAll(async () => {
  store = (await historyOn()).store;
});

/** Sends a request with just these headers, which `fetch` would not all send. */
function raw(
  url: string,
  path: string,
  headers: Record<string, string>,
): Promise<Pick<Reply, "status" | "body">> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { headers, setHost: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text && JSON.parse(text) }));
    });
    sent.on("error", reject).end();
  });
}

const bearer = { Authorization: `Bearer ${TOKEN}` };

describe("a request", () => {
  it.each<[string, Record<string, string>]>([
    ["no token", { Authorization: "" }],
    ["a wrong token", { Authorization: "Bearer not-the-token-of-this-server" }],
    ["a part of the token", { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ["a token of another kind", { Authorization: `Basic ${TOKEN}` }],
  ])("is refused with %s", async (_, headers) => {
    const { ask } = await serve(store);
    const refused = await ask("GET /api/fs/labels", undefined, headers);
    expect(refused).toMatchObject({ status: 401, body: { code: "Unauthorized", hint: expect.any(String) } });
    expect(refused.headers.get("www-authenticate")).toContain("Bearer");
  });

  it.each([
    ["evil.example"],
    ["evil.example:80"],
    ["localhost.evil.example"],
    ["127.0.0.1.evil.example"],
    [""],
  ])("is refused for the host %j, with the token too", async (host) => {
    const { url } = await serve(store);
    expect(await raw(url, "/api/fs/labels", { ...bearer, Host: host })).toMatchObject({
      status: host === "" ? 400 : 403,
    });
  });

  it("is refused without a host", async () => {
    const { url } = await serve(store);
    expect((await raw(url, "/api/fs/labels", bearer)).status).toBe(400);
  });

  it.each([["localhost"], ["127.0.0.1"], ["[::1]:9"], ["LOCALHOST:1234"]])(
    "is taken for the host %s",
    async (host) => {
      const { url } = await serve(store);
      expect((await raw(url, "/api/fs/labels", { ...bearer, Host: host })).status).toBe(200);
    },
  );

  it.each<[string, Record<string, string>]>([
    ["another origin", { Origin: "https://evil.example" }],
    ["the origin of another port", { Origin: "http://127.0.0.1:1" }],
    ["an origin without a name", { Origin: "null" }],
    ["another site", { "Sec-Fetch-Site": "cross-site" }],
    ["another port of this machine", { "Sec-Fetch-Site": "same-site" }],
  ])("of %s is refused, on the open pages too", async (_, headers) => {
    const { ask } = await serve(store);
    for (const path of ["/api/fs/labels", "/openapi.json", "/docs"]) {
      const refused = await ask(`GET ${path}`, undefined, headers);
      expect(refused).toMatchObject({ status: 403, body: { code: "Forbidden" } });
      expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it("of the server's own pages is taken", async () => {
    const { ask, url } = await serve(store);
    const own = { Origin: url, "Sec-Fetch-Site": "same-origin" };
    expect(await ask("GET /api/fs/labels", undefined, own)).toMatchObject({ status: 200 });
  });

  it("is told to wait when there are too many, but not because of those without the token", async () => {
    const { ask } = await serve(store, {
      limits: { strangers: 2, strangerPause: 1e9, burst: 3, rate: 1e-9 },
    });
    const statuses = async (count: number, headers?: Record<string, string>) => {
      const all: number[] = [];
      for (let no = 0; no < count; no++)
        all.push((await ask("GET /api/fs/labels", undefined, headers)).status);
      return all;
    };
    expect(await statuses(4, { Authorization: "Bearer guess" })).toEqual([401, 401, 429, 429]);
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    const { headers } = await ask("GET /api/fs/labels");
    expect(headers.get("retry-after")).toBe("1");
  });
});

it("answers nothing that a browser would show, keep or guess at", async () => {
  const { ask } = await serve(store);
  for (const path of ["/api/fs/labels", "/nope"]) {
    const { headers } = await ask(`GET ${path}`);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

it("takes the token of the moment", async () => {
  let token = "the-first-token-of-them-all";
  const { ask } = await serve(store, { token: () => token });
  const first = { Authorization: `Bearer ${token}` };
  expect(await ask("GET /api/fs/labels", undefined, first)).toMatchObject({ status: 200 });
  token = "the-second-token-of-them-all";
  expect(await ask("GET /api/fs/labels", undefined, first)).toMatchObject({ status: 401 });
});

it("tells of every call, without its token", async () => {
  const { ask, calls } = await serve(store);
  await ask("GET /api/fs/labels/main/log?limit=1");
  await ask("GET /nope", undefined, { Authorization: "Bearer secret-secret-secret" });
  await expect.poll(() => calls).toHaveLength(2);
  expect(calls).toMatchObject([
    { method: "GET", path: "/api/fs/labels/main/log?limit=1", status: 200 },
    { method: "GET", path: "/nope", status: 401, error: { code: "Unauthorized" } },
  ]);
  expect(JSON.stringify(calls)).not.toMatch(/secret-secret|that-only-tests-have/);
});
