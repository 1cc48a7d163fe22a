import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/folders.ts";
import { historyOn, serve, TOKEN } from "../testing/http.ts";
import { tarOf } from "../testing/tars.ts";

const CLIENTS = 50;

it("fifty clients that push to one label make one chain, in which nothing is lost", async () => {
  const { store } = await historyOn();
  const { url, ask } = await serve(store);
  const upload = async (no: number) => {
    const body = Uint8Array.from(await tarOf([{ name: "who", data: `${no}` }]));
    const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/x-tar" };
    const response = await fetch(`${url}/api/uploads?detach=true`, { method: "POST", headers, body });
    return ((await response.json()) as { ca_id: string }).ca_id;
  };
  const work = async (no: number) => {
    const ca_id = await upload(no);
    let expected: unknown = null;
    for (;;) {
      const { status, body } = await ask("POST /api/fs/push", { ca_id, label: "race", expected });
      const answer = body as { status: string; current?: string };
      if (status === 200) return expect(answer.status).toBe("advanced");
      expect([status, answer.status]).toEqual([409, "rejected"]);
      expected = answer.current;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, no) => work(no)));
  const { log } = (await ask("GET /api/fs/labels/race/log")).body as {
    log: { from: string | null; to: string }[];
  };
  expect(log).toHaveLength(CLIENTS);
  for (const [no, move] of log.entries()) expect(move.from).toBe(log[no - 1]?.to ?? null);
  expect(new Set(log.map(({ to }) => to)).size).toBe(CLIENTS);
});

it("reads are answered while an import runs, which stops when its client goes", async () => {
  const { store } = await historyOn();
  const server = await serve(store);
  const folder = join(temporaryFolder(), "large");
  mkdirSync(folder);
  // Zeros take no room on the disk, but their time.
  for (let no = 0; no < 3; no++) {
    writeFileSync(join(folder, `${no}`), "");
    truncateSync(join(folder, `${no}`), 2_000_000_000);
  }
  const abort = new AbortController();
  const response = await fetch(`${server.url}/api/v1/import`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      "Content-Type": "application/json",
      Accept: "text/event-stream",
    },
    body: JSON.stringify({ paths: [folder], label: "large" }),
    signal: abort.signal,
  });
  const reader = response.body?.getReader();
  // It is under way.
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain("event: progress");
  expect(await server.ask("POST /api/v1/cat", { ref: "main:a.txt" })).toMatchObject({ status: 200 });
  expect(
    await server.ask("POST /api/fs/labels", { name: "meanwhile", ca_id: await headOf(server) }),
  ).toMatchObject({
    status: 200,
  });
  abort.abort();
  await expect.poll(() => server.calls.find(({ path }) => path === "/api/v1/import")).toBeDefined();
  expect(await server.ask("POST /api/v1/verify", {})).toMatchObject({ status: 200, body: { problems: [] } });
  expect(await server.ask("GET /api/fs/labels/large")).toMatchObject({ status: 404 });
});

async function headOf({ ask }: Awaited<ReturnType<typeof serve>>): Promise<unknown> {
  return ((await ask("GET /api/fs/labels/main")).body as { ca_id: string }).ca_id;
}
