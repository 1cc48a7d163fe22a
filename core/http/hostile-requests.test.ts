import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SEED, survived } from "../testing/campaign.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { BadRequests, type Description } from "../testing/fuzz/bad-requests.ts";
import { beat, casesOf, Random } from "../testing/fuzz/random.ts";
import { historyOn, serve, type TestServer, TOKEN } from "../testing/http.ts";

/** Requests that are under way at once. */
const SIDE_BY_SIDE = 8;
/** How long an answer may take, in ms, before the request counts as one that hangs. */
const HANG = 60_000;

it("no bad request is answered with more than an error, hangs, or changes anything", async () => {
  const { store } = await historyOn();
  const server = await serve(store, { limits: { rate: 1e6, burst: 1e6, strangers: 1e6 } });
  await server.ask("POST /api/v1/mount.open", { ref: "main", name: "copy" });
  await server.ask("POST /api/v1/label.set", { label: "side", ref: "main@{1}" });
  await server.ask("POST /api/v1/merge.start", { ours: "main", theirs: "side" });
  const before = await stateOf(server);
  const nowhere = join(temporaryFolder(), "nowhere");
  const description = (await server.ask("GET /openapi.json")).body as Description;
  const requests = new BadRequests(description, new Random(SEED), TOKEN, nowhere);
  const cases = casesOf(6 * requests.routes, 0.1);
  for (let no = 0; no < cases; no += SIDE_BY_SIDE) {
    beat(`requests, seed ${SEED}, case ${no}`);
    const some = Array.from({ length: Math.min(SIDE_BY_SIDE, cases - no) }, (_, each) =>
      requests.make(no + each),
    );
    await Promise.all(some.map((request, each) => send(server, request, `seed ${SEED}, case ${no + each}`)));
  }
  expect(await stateOf(server)).toEqual(before);
  expect(existsSync(nowhere)).toBe(false);
  survived("cases", "HTTP requests", cases);
});

async function send(
  { url }: TestServer,
  { method, path, headers, body }: ReturnType<BadRequests["make"]>,
  name: string,
): Promise<void> {
  const sent = { method, headers, ...(body !== undefined && { body }), signal: AbortSignal.timeout(HANG) };
  const response = await fetch(url + path, sent).catch((thrown: unknown) => {
    throw new Error(`${name}: ${method} ${path} ${body?.slice(0, 500)}: no answer`, { cause: thrown });
  });
  const text = await response.text();
  const about = `${name}: ${method} ${path.slice(0, 500)} ${body?.slice(0, 500)}: ${response.status} ${text.slice(0, 500)}`;
  // Reading what is there is no harm.
  expect(response.status < 500 && (response.status >= 400 || method === "GET"), about).toBe(true);
  if (response.status < 400) return;
  const { error, code, ...more } = JSON.parse(text) as Record<string, unknown>;
  expect([typeof error, typeof code, Object.keys(more).filter((key) => key !== "hint")], about).toEqual([
    "string",
    "string",
    [],
  ]);
  expect(text, about).not.toMatch(/ {4}at |node_modules|\.ts:\d/);
}

/** Returns everything in the store that a request could change. */
async function stateOf({ ask }: TestServer): Promise<unknown> {
  const { body: labels } = await ask("POST /api/v1/labels", { deleted: true });
  const names = (labels as { labels: { name: string }[] }).labels.map(({ name }) => name);
  const logs = await Promise.all(names.map(async (label) => (await ask("POST /api/v1/log", { label })).body));
  const others = ["mount.list", "merge.list", "retention.show", "mount.ls"].map(
    async (command) =>
      (await ask(`POST /api/v1/${command}`, command === "mount.ls" ? { mount: "copy" } : {})).body,
  );
  return { labels, logs, others: await Promise.all(others) };
}
