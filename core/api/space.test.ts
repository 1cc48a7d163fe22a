import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const MIB = 1024 * 1024;
const root = temporaryFolder();
const store = new StoreHandle(join(root, "store"), { surface: "app" });
const call = callerOf(store);
const near = (mib: number) => expect.closeTo(mib, 1);
const both = randomBytes(MIB);

beforeAll(async () => {
  for (const label of ["work", "work", "work", "small"]) {
    const size = label === "small" ? 1000 : 2 * MIB;
    writeTree(join(root, "live"), { "a/own": randomBytes(size), "b/both": both });
    const { ca_id } = await call("capture", { paths: [join(root, "live")] });
    await call("push", { ref: ca_id, label, force: true });
  }
});
afterAll(() => store.close());

describe("space", () => {
  it("S1: tells what only each label needs and what several need, those that hold the most first", async () => {
    const { labels, total, shared, raw, snapshots, bytes, stored } = await call("space", {});
    expect(total).toBe(2);
    expect(labels).toMatchObject([
      { label: "work", deleted: false, moves: 3, retention: { keep: "everything" }, own_retention: false },
      { label: "small", moves: 1, size: MIB + 1000 },
    ]);
    expect(labels.map(({ only_here, shared }) => [only_here / MIB, shared / MIB])).toEqual([
      [near(6), near(1)],
      [near(0), near(1)],
    ]);
    expect([shared / MIB, raw / MIB, snapshots / MIB]).toEqual([near(1), near(7), near(10)]);
    expect(bytes).toBeGreaterThanOrEqual(stored);
    expect(await call("space", { offset: 1, limit: 1 })).toMatchObject({
      total: 2,
      labels: [{ label: "small" }],
    });
  });

  it("S2: tells what each move holds alone and what each folder takes", async () => {
    const { moves, total } = await call("space.moves", { label: "work" });
    expect([total, ...moves.map(({ only_here }) => only_here / MIB)]).toEqual([3, near(2), near(2), near(2)]);
    const { folders } = await call("space.folders", { label: "work", path: "" });
    expect(folders.map(({ path, stored, only_here }) => [path, stored / MIB, only_here / MIB])).toEqual([
      ["a", near(2), near(2)],
      ["b", near(1), near(0)],
    ]);
    expect(await call("space", { label: "small" })).toMatchObject({
      total: 1,
      moves: [{}],
      folders: [{ path: "b" }, { path: "a" }],
    });
    for (const name of ["space", "space.moves", "space.folders"]) {
      await expect(invoke(registry, name, { label: "nope" }, { store })).rejects.toMatchObject({
        code: "UnknownLabel",
      });
    }
    await expect(
      invoke(registry, "space.folders", { label: "work", path: "nope" }, { store }),
    ).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("S3: frees what a simulated retention said, for a label and for the store", async () => {
    const keep = (moves: number) => ({ keep: "last" as const, moves });
    const one = await call("space.simulate", { label: "work", retention: keep(2) });
    expect([one.moves, one.dropped, one.freed_bytes / MIB, one.freed_now]).toEqual([3, 1, near(2), 0]);
    expect(one.gone).toMatchObject([{ label: "work", seq: 1 }]);
    const sums = one.timeline.map(({ kept, gone }) => [kept, gone]);
    expect(sums.reduce(([a = 0, b = 0], [c = 0, d = 0]) => [a + c, b + d], [0, 0])).toEqual([2, 1]);
    const all = await call("space.simulate", { retention: keep(1) });
    expect([all.moves, all.dropped, all.freed_bytes / MIB]).toEqual([4, 2, near(4)]);
    await call("retention.set", { retention: keep(1) });
    const { reclaimable } = await call("space", {});
    expect(reclaimable).toBe(all.freed_bytes);
    expect((await call("gc", { dry_run: true })).freed_bytes).toBe(all.freed_bytes);
    const { freed_bytes } = await call("gc", {});
    expect(Math.abs(freed_bytes - all.freed_bytes)).toBeLessThan(MIB);
    const { last_collection, reclaimable: left } = await call("space", {});
    expect(left).toBe(0);
    expect(last_collection).toMatchObject({ automatic: false, freed_bytes, moves: 2 });
    expect(await call("space.simulate", { retention: keep(1) })).toMatchObject({
      dropped: 0,
      freed_bytes: 0,
      gone: [],
    });
  });
});
