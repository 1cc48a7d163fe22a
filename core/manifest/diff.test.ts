import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SnapshotId } from "../ids.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import {
  CountingStore,
  changed,
  chunked,
  entries,
  type Model,
  models,
  paths,
  sorted,
  sourceTree,
  withoutClashes,
} from "../testing/manifests.ts";
import { buildManifest } from "./build.ts";
import { type Difference, diffManifests } from "./diff.ts";
import { editManifest } from "./edit.ts";
import { type Entry, sameEntry } from "./entry.ts";
import { encodeNode } from "./node-codec.ts";
import { NodeStore } from "./node-store.ts";

async function diff(nodes: NodeStore, a: SnapshotId | null, b: SnapshotId | null): Promise<Difference[]> {
  const differences: Difference[] = [];
  for await (const difference of diffManifests(nodes, a, b)) differences.push(difference);
  return differences;
}

/** Finds the differences by comparing every path. */
function differencesOf(a: Model, b: Model): Difference[] {
  const all = new Map<string, Difference>();
  for (const path of [...a.keys(), ...b.keys()]) {
    const before = a.get(path) ?? null;
    const after = b.get(path) ?? null;
    if (before === null || after === null || !sameEntry(before, after))
      all.set(path, { path, before, after });
  }
  return sorted(all).map(([, difference]) => difference);
}

describe("diffManifests", () => {
  test("agrees with comparing every path", async () => {
    const edits = fc.array(fc.tuple(paths, fc.option(entries, { freq: 2 })), { maxLength: 20 });
    const pairs = fc.oneof(
      fc.tuple(models, models),
      fc.tuple(models, edits).map(([a, changes]): [Model, Model] => [a, withoutClashes(changed(a, changes))]),
    );
    await fc.assert(
      fc.asyncProperty(pairs, async ([a, b]) => {
        const nodes = new NodeStore(new MemoryObjectStore());
        const [before, after] = await Promise.all([a, b].map(async (model) => await build(nodes, model)));
        expect(await diff(nodes, before ?? null, after ?? null)).toEqual(differencesOf(a, b));
      }),
    );
  });

  test("treats null as an empty tree on either side", async () => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const model = sourceTree(2000);
    const root = await build(nodes, model);
    const empty = await build(nodes, new Map());
    for (const nothing of [null, empty]) {
      expect(await diff(nodes, nothing, root)).toEqual(differencesOf(new Map(), model));
      expect(await diff(nodes, root, nothing)).toEqual(differencesOf(model, new Map()));
      expect(await diff(nodes, nothing, null)).toEqual([]);
    }
  });

  test("reads nothing to compare a tree with itself", async () => {
    const store = new CountingStore();
    const root = await build(new NodeStore(store), sourceTree(2000));
    const { result, gets } = await store.count(() => diff(new NodeStore(store), root, root));
    expect(result).toEqual([]);
    expect(gets).toBe(0);
  });

  test("reads only the differing nodes of two trees of 80,000 files and those above them", async () => {
    const store = new CountingStore();
    const model = sourceTree(80_000);
    const root = await build(new NodeStore(store), model);
    const keys = sorted(model).map(([path]) => path);
    for (const [step, most] of [
      [80_000, 10],
      [8000, 60],
      [800, 500],
    ] as const) {
      const changes = keys
        .filter((_, at) => at % step === step >> 1)
        .map((path, at): [string, Entry] => [path, chunked(at + 3, 2)]);
      const other = await editManifest(new NodeStore(store), root, changes);
      const { result, gets } = await store.count(() => diff(new NodeStore(store), root, other));
      expect(result.map(({ path }) => path)).toEqual(changes.map(([path]) => path));
      expect(gets).toBeLessThanOrEqual(most);
    }
  });

  test("skips what trees of different heights share", async () => {
    const store = new CountingStore();
    const nodes = new NodeStore(store);
    const detail = "long/".repeat(50);
    const large = sourceTree(6000, detail);
    const few = sorted(large).slice(0, 600);
    const small = await buildManifest(nodes, few);
    const root = await build(nodes, large);
    expect((await nodes.node(root)).level).toBeGreaterThan((await nodes.node(small)).level);
    const whole = await store.count(() => diff(new NodeStore(store), null, root));
    const { result, gets } = await store.count(() => diff(new NodeStore(store), small, root));
    expect(result.map(({ path }) => path)).toEqual(
      sorted(large)
        .slice(600)
        .map(([path]) => path),
    );
    const shared = await store.count(() => diff(new NodeStore(store), null, small));
    expect(gets).toBeLessThanOrEqual(whole.gets - shared.gets + 8);
  });

  test("fails for a child that does not match its branch", async () => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const leaf = await build(nodes, sourceTree(10));
    const children = ["y", "z"].map((key) => ({ key, id: leaf, entries: 10, bytes: 10 }));
    const branch = encodeNode({ level: 1, items: children });
    const root = (await nodes.objects.put("metadata", branch)) as SnapshotId;
    await expect(diff(nodes, null, root)).rejects.toMatchObject({
      code: "CorruptObject",
      data: { id: leaf },
    });
    const deep = encodeNode({ level: 9, items: children });
    const tooDeep = (await nodes.objects.put("metadata", deep)) as SnapshotId;
    await expect(diff(nodes, null, tooDeep)).rejects.toMatchObject({
      code: "CorruptObject",
      data: { id: leaf },
    });
  });
});

async function build(nodes: NodeStore, model: Model): Promise<SnapshotId> {
  return await buildManifest(nodes, sorted(model));
}
