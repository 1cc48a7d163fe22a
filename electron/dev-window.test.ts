import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { servedWindow } from "./dev-window.ts";
import { WINDOW_POLICY } from "./security.ts";

const server = createServer((request, response) => {
  if (request.url === "/missing.ts") response.writeHead(404);
  else response.setHeader("Content-Type", "text/javascript");
  response.end(request.url);
});

afterEach(() => {
  server.close();
});

test("the built app holds no way to a development server", () => {
  const main = readFileSync(new URL("../dist/main.js", import.meta.url), "utf8");
  expect(main).toContain("app://strata");
  expect(main).not.toContain("strata-dev");
  expect(main).not.toContain("STRATA_WINDOW_SERVER");
});

test("a served window asks the server for its files and changes the policy only by a nonce and one socket", async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const source = servedWindow(`http://127.0.0.1:${port}`);
  const file = await source.read("app://strata/main.tsx?t=1");
  expect(file?.type).toBe("text/javascript");
  expect(new TextDecoder().decode(file?.bytes)).toBe("/main.tsx?t=1");
  expect(await source.read("app://strata/missing.ts")).toBeUndefined();
  const changed = (policy: string) => policy.split("; ").filter((each) => !WINDOW_POLICY.includes(each));
  expect(changed(source.policy)).toEqual([
    "script-src 'self' 'nonce-strata-dev'",
    `connect-src 'self' ws://127.0.0.1:${port}`,
  ]);
});
