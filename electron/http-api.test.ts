import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Repository } from "../core/index.ts";
import { HttpApi } from "./http-api.ts";

let root: string;
let store: string;
let api: HttpApi;
let told: number;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "strata-test-"));
  store = join(root, "store");
  await (await Repository.open(store, { surface: "app", create: true })).close();
  told = 0;
  api = new HttpApi(join(root, "http-token"), () => {
    told++;
  });
});
afterEach(async () => {
  await api.close();
  rmSync(root, { recursive: true });
});

/** Answers programs on any free port; returns the address. */
async function listening(): Promise<string> {
  api.follow({ on: true, port: 0 }, store);
  await expect.poll(() => api.state.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  return api.state.url ?? "";
}

const labels = (url: string, token: string | null) =>
  fetch(`${url}/api/fs/labels`, { headers: { Authorization: `Bearer ${token}`, Connection: "close" } });

describe("the HTTP API of the app", () => {
  it("is off until it is turned on", () => {
    api.follow({ on: false, port: 0 }, store);
    expect(api.state).toMatchObject({ url: null, error: null, calls: [] });
  });

  it("answers who has the token, and keeps what was asked", async () => {
    const url = await listening();
    expect((await labels(url, api.state.token)).status).toBe(200);
    expect((await labels(url, "not-the-token-not-the-token")).status).toBe(401);
    await expect
      .poll(() => api.state.calls)
      .toMatchObject([
        { method: "GET", path: "/api/fs/labels", status: 200 },
        { method: "GET", path: "/api/fs/labels", status: 401 },
      ]);
    expect(JSON.stringify(api.state.calls)).not.toContain(api.state.token);
    await expect.poll(() => told).toBeGreaterThan(0);
  });

  it("refuses the old token once there is a new one", async () => {
    const url = await listening();
    const { token: old } = api.state;
    const { token } = api.rotate();
    expect(token).not.toBe(old);
    expect((await labels(url, old)).status).toBe(401);
    expect((await labels(url, token)).status).toBe(200);
  });

  it("stops when it is turned off, or when no store is open, and begins again", async () => {
    for (const off of [
      () => api.follow({ on: false, port: 0 }, store),
      () => api.follow({ on: true, port: 0 }, null),
    ]) {
      const url = await listening();
      off();
      await expect.poll(() => api.state.url).toBeNull();
      await expect
        .poll(() =>
          labels(url, "x").then(
            () => "answered",
            () => "gone",
          ),
        )
        .toBe("gone");
    }
  });

  it("says that another program has the port, and takes another port then", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    api.follow({ on: true, port }, store);
    await expect.poll(() => api.state.error).toMatchObject({ code: "PortInUse" });
    expect(api.state.url).toBeNull();
    await listening();
    expect(api.state.error).toBeNull();
    await new Promise((resolve) => other.close(resolve));
  });

  it("says that the token cannot be read", () => {
    writeFileSync(join(root, "http-token"), "short");
    expect(api.state).toMatchObject({ token: null, error: { code: "BadInput" } });
  });
});
