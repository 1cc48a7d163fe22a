import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import type { MountPushRequest } from "./mount-push.ts";
import { operations } from "./table.ts";

let runner: TestRunner;
let base: SnapshotId;
let mine: number;
let theirs: number;

beforeEach(async () => {
  const folder = temporaryFolder();
  writeTree(join(folder, "live"), { "a.txt": "a" });
  runner = new TestRunner(join(folder, "store"));
  base = (await runner.run(operations.import, { paths: [join(folder, "live")], label: "main" })).id;
  mine = (await runner.run(operations.openMount, { base, label: "main" })).id;
  theirs = (await runner.run(operations.openMount, { base, label: "main" })).id;
});

afterEach(() => runner.close());

const write = (id: number, text: string) =>
  runner.run(operations.changeMount, {
    id,
    change: { do: "write", path: "a.txt", bytes: Buffer.from(text) },
  });
const push = (id: number, request: Partial<MountPushRequest> = {}) =>
  runner.run(operations.pushMount, { id, message: "", force: false, override: false, ...request });

it("W15: has nothing to do where its label came to hold the same by another way", async () => {
  for (const id of [mine, theirs]) await write(id, "the same");
  const pushed = await push(theirs);
  if (pushed.status !== "advanced") throw new Error("it did not move");
  expect(await push(mine, { expected: base })).toEqual({
    status: "rejected",
    label: "main",
    current: pushed.id,
  });
  expect(await push(mine)).toEqual({ status: "unchanged", label: "main", id: pushed.id });
  // It is pinned on that, with nothing written.
  expect(await runner.run(operations.flushMount, mine)).toMatchObject({ base: pushed.id, id: pushed.id });
});

it("W20: goes to its label by whatever name, and to no other that took it", async () => {
  await write(mine, "mine");
  await runner.run(operations.moveLabel, {
    move: { label: "main", op: "rename", to: base, rename: "new" },
    expected: base,
  });
  await runner.run(operations.moveLabel, { move: { label: "main", op: "create", to: base }, expected: null });
  expect(await push(mine)).toMatchObject({ status: "advanced", label: "new" });
  await write(theirs, "theirs");
  expect(await push(theirs, { label: "main" })).toMatchObject({ status: "rejected", current: base });
});
