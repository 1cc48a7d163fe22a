import { join } from "node:path";
import { expect, it } from "vitest";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { StoreHandle } from "../api/store-handle.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { historyOn, serve } from "../testing/http.ts";

it("lists the labels and what each points at", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  expect(await ask("GET /api/fs/labels")).toMatchObject({
    status: 200,
    body: { labels: [{ name: "main", ca_id: ids[2] }] },
  });
});

it("makes a label, and points it elsewhere", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  for (const ca_id of [ids[0], ids[1]]) {
    const made = await ask("POST /api/fs/labels", { name: "work/notes", ca_id, message: "hello" });
    expect(made).toMatchObject({ status: 200 });
    expect(made.body).toEqual({ label: "work/notes", ca_id });
    expect((await ask("GET /api/fs/labels/work%2Fnotes")).body).toEqual({ label: "work/notes", ca_id });
  }
});

it("says that there is no such label", async () => {
  const { ask } = await serve((await historyOn()).store);
  for (const path of ["nope", "nope/log", "not%20a%20name", "%ff"]) {
    expect(await ask(`GET /api/fs/labels/${path}`)).toMatchObject({
      status: 404,
      body: { error: expect.stringMatching(/^There is no label/), code: "UnknownLabel" },
    });
  }
});

it("gives the latest moves of a label, oldest first, with a message where there is one", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  await ask("POST /api/fs/reset", { label: "main", ca_id: ids[0], message: "back" });
  const { body } = await ask("GET /api/fs/labels/main/log?limit=2");
  expect(body).toEqual({
    label: "main",
    log: [
      { at: expect.any(Number), from: ids[1], to: ids[2], op: "push" },
      { at: expect.any(Number), from: ids[2], to: ids[0], op: "reset", message: "back" },
    ],
  });
  expect((await ask("GET /api/fs/labels/main/log")).body).toMatchObject({ log: { length: 4 } });
  expect(await ask("GET /api/fs/labels/main/log?limit=x")).toMatchObject({ status: 400 });
  expect(await ask("GET /api/fs/labels/main/log?limit=-1")).toMatchObject({ status: 400 });
});

it("pushes by compare-and-set", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  const push = (body: object) => ask("POST /api/fs/push", body);
  const [first, , third] = ids;
  const advanced = await push({ ca_id: first, label: "main", expected: third });
  expect(advanced).toMatchObject({ status: 200, body: { status: "advanced", label: "main", ca_id: first } });
  expect(await push({ ca_id: third, label: "main", expected: third })).toMatchObject({
    status: 409,
    body: { status: "rejected", label: "main", current: first },
  });
  expect(await push({ ca_id: third, label: "main", expected: null })).toMatchObject({ status: 409 });
  expect((await push({ ca_id: first, label: "main", expected: first })).body).toEqual({
    ...{ status: "unchanged", label: "main", ca_id: first },
  });
  expect((await push({ ca_id: third, label: "main", force: true })).body).toMatchObject({
    status: "advanced",
  });
  expect((await push({ ca_id: third, label: "new", expected: null })).body).toMatchObject({
    status: "advanced",
  });
  expect((await push({ ca_id: first, detach: true })).body).toEqual({ status: "detached", ca_id: first });
  expect((await push({ ca_id: first, label: "gone", expected: third })).body).toEqual({
    ...{ status: "rejected", label: "gone", current: null },
  });
});

it("refuses a push without a label, and one of no snapshot", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  const bad = [
    { ca_id: ids[0] },
    { ca_id: "main", label: "x" },
    { ca_id: "ab".repeat(32), label: "x" },
    { ca_id: ids[0].toUpperCase(), label: "x" },
    { ca_id: ids[0], label: "no name" },
    { ca_id: ids[0], label: "x", more: 1 },
    { label: "x" },
  ];
  for (const body of bad) expect(await ask("POST /api/fs/push", body)).toMatchObject({ status: 400 });
  expect(await ask("GET /api/fs/labels")).toMatchObject({ body: { total: 1 } });
});

it("moves a label back to what it held, and elsewhere only when that is allowed", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  await ask("POST /api/fs/labels", { name: "other", ca_id: ids[0] });
  const refused = await ask("POST /api/fs/reset", { label: "other", ca_id: ids[1] });
  expect(refused).toMatchObject({ status: 400, body: { code: "NotInHistory" } });
  const moved = await ask("POST /api/fs/reset", { label: "other", ca_id: ids[1], allow_unlogged: true });
  expect(moved).toMatchObject({ status: 200 });
  expect(moved.body).toEqual({ label: "other", ca_id: ids[1] });
  expect(await ask("POST /api/fs/reset", { label: "nope", ca_id: ids[1] })).toMatchObject({ status: 404 });
});

it("merges, lists conflicts, and takes a side", async () => {
  const { store, tips } = await forked();
  const { ask } = await serve(store);
  const [base, ours, theirs] = tips;
  const conflict = await ask("POST /api/fs/merge", { ours, theirs, base });
  expect(conflict).toMatchObject({ status: 200 });
  expect(conflict.body).toEqual({
    status: "conflict",
    conflicts: [
      {
        ...{
          path: "both.txt",
          base: expect.any(String),
          ours: expect.any(String),
          theirs: expect.any(String),
        },
        kind: "text",
        markers: expect.stringContaining("<<<<<<<"),
        diff_ours: expect.stringContaining("+ours"),
        diff_theirs: expect.stringContaining("+theirs"),
      },
    ],
  });
  const merged = await ask("POST /api/fs/merge", { ours, theirs, base, prefer: "theirs", renames: false });
  expect(merged.body).toEqual({ status: "merged", ca_id: expect.stringMatching(/^[0-9a-f]{64}$/) });
  for (const wrong of [
    { prefer: "mine" },
    { base: "zz" },
    { ours: "ab".repeat(32) },
    { theirs: "" },
    { details: false },
  ])
    expect(await ask("POST /api/fs/merge", { ours, theirs, base, ...wrong })).toMatchObject({ status: 400 });
});

it("writes into the reflog that it came over HTTP", async () => {
  const { store, ids } = await historyOn();
  const { ask } = await serve(store);
  await ask("POST /api/fs/labels", { name: "x", ca_id: ids[0] });
  expect(await ask("POST /api/v1/log", { label: "x" })).toMatchObject({
    body: { log: [{ op: "create", actor: expect.stringMatching(/ \(http\)$/) }] },
  });
});

/** Makes a store with a base and two snapshots that change the same line. */
async function forked(): Promise<{ store: string; tips: [string, string, string] }> {
  const root = temporaryFolder();
  const handle = new StoreHandle(join(root, "store"), { surface: "cli" });
  const tips: string[] = [];
  for (const side of ["base", "ours", "theirs"]) {
    writeTree(join(root, side), { "both.txt": `${side}\n`, "same.txt": "same\n" });
    const input = { paths: [join(root, side)], label: side };
    tips.push((await invoke(registry, "import", input, { store: handle })).ca_id);
  }
  await handle.close();
  const [base = "", ours = "", theirs = ""] = tips;
  return { store: join(root, "store"), tips: [base, ours, theirs] };
}
