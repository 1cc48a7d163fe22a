import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { CountingStore, type Model, models, paths, sorted, sourceTree } from "../testing/manifests.ts";
import { runs } from "../testing/runs.ts";
import { inlineFile, snapshotOf, symlinkTo } from "../testing/trees.ts";
import { buildManifest } from "./build.ts";
import { entryType } from "./entry.ts";
import { type Listed, listFolder } from "./list.ts";
import { sumTallies } from "./node.ts";
import { NodeStore } from "./node-store.ts";
import { comparePaths, isUnder } from "./path.ts";
import { getEntry, rangeEntries, statFolder } from "./read.ts";

const newNodes = () => new NodeStore(new MemoryObjectStore());

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function statOf(model: Model, folder: string) {
  return sumTallies(
    [...model].filter(([path]) => isUnder(path, folder)).map(([key, entry]) => ({ key, entry })),
  );
}

/** Lists a folder by looking at every path. */
function listOf(model: Model, folder: string): Listed[] {
  const start = folder === "" ? 0 : folder.length + 1;
  const listed = new Map<string, Listed>();
  for (const [path, entry] of model) {
    if (!isUnder(path, folder)) continue;
    const [name = "", ...rest] = path.slice(start).split("/");
    if (listed.has(name)) continue;
    const type = rest.length > 0 ? "directory" : entryType(entry);
    const where = { name, path: path.slice(0, start) + name };
    const item: Listed =
      type === "directory" ? { type, ...where, ...statOf(model, where.path) } : { type, ...where, entry };
    listed.set(name, item);
  }
  return [...listed.values()].sort((a, b) => comparePaths(a.name, b.name));
}

describe("reading a manifest", () => {
  test("finds existing paths and no others", async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.array(paths), async (model, others) => {
        const nodes = newNodes();
        const root = await buildManifest(nodes, sorted(model));
        for (const path of [...model.keys(), ...others, ""]) {
          expect(await getEntry(nodes, root, path)).toEqual(model.get(path));
        }
      }),
      runs(30),
    );
  });

  test("lists and sums every folder as a scan of all paths does", async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const nodes = newNodes();
        const root = await buildManifest(nodes, sorted(model));
        for (const folder of foldersOf(model)) {
          expect(await listFolder(nodes, root, folder)).toEqual(listOf(model, folder));
          expect(await statFolder(nodes, root, folder)).toEqual(statOf(model, folder));
          expect(await all(rangeEntries(nodes, root, { under: folder }))).toEqual(
            sorted(model).filter(([path]) => isUnder(path, folder)),
          );
        }
      }),
      runs(30),
    );
  });

  test("yields entries from any path on", async () => {
    await fc.assert(
      fc.asyncProperty(models, paths, fc.constantFrom("", "a", "a/b", "b"), async (model, from, under) => {
        const nodes = newNodes();
        const root = await buildManifest(nodes, sorted(model));
        const expected = sorted(model).filter(
          ([path]) => isUnder(path, under) && comparePaths(path, from) >= 0,
        );
        expect(await all(rangeEntries(nodes, root, { under, from }))).toEqual(expected);
      }),
    );
  });

  test("distinguishes folders, empty folders, files and missing paths", async () => {
    const nodes = newNodes();
    const root = await snapshotOf(nodes, {
      "a-b": "1",
      "a/x": "22",
      "a/l": symlinkTo("x"),
      "a.txt": "3",
      "e/": null,
    });
    expect(await listFolder(nodes, root, "")).toEqual([
      { type: "directory", name: "a", path: "a", entries: 2, bytes: 2 },
      { type: "file", name: "a-b", path: "a-b", entry: inlineFile("1") },
      { type: "file", name: "a.txt", path: "a.txt", entry: inlineFile("3") },
      { type: "directory", name: "e", path: "e", entries: 0, bytes: 0 },
    ]);
    expect(await listFolder(nodes, root, "e")).toEqual([]);
    expect(await statFolder(nodes, root, "e")).toEqual({ entries: 0, bytes: 0 });
    expect(await statFolder(nodes, root, "")).toEqual({ entries: 4, bytes: 4 });
    expect(await statFolder(nodes, root, "a-b")).toBeUndefined();
    expect(await statFolder(nodes, root, "absent")).toBeUndefined();
    expect(await getEntry(nodes, root, "a")).toBeUndefined();
    await expect(listFolder(nodes, root, "absent")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(listFolder(nodes, root, "a/x/y")).rejects.toMatchObject({ code: "ENOENT" });
    for (const path of ["a-b", "a/x", "a/l"]) {
      await expect(listFolder(nodes, root, path)).rejects.toMatchObject({ code: "ENOTDIR" });
    }
  });

  test("reads an empty tree", async () => {
    const nodes = newNodes();
    const root = await buildManifest(nodes, []);
    expect(await listFolder(nodes, root, "")).toEqual([]);
    expect(await statFolder(nodes, root, "")).toEqual({ entries: 0, bytes: 0 });
    expect(await all(rangeEntries(nodes, root))).toEqual([]);
    await expect(listFolder(nodes, root, "a")).rejects.toMatchObject({ code: "ENOENT" });
  });

  describe("in a tree of 80,000 files", () => {
    const store = new CountingStore();
    const model = sourceTree(80_000);
    const built = buildManifest(new NodeStore(store), sorted(model));
    const reads = async <T>(read: (nodes: NodeStore) => Promise<T>) =>
      await store.count(() => read(new NodeStore(store)));

    test("reads one node per level to get a path", async () => {
      const root = await built;
      for (const path of ["arch/part-0/deep/er/file-0.c", "net/part-3/file-3.c", "absent", "zzz"]) {
        const { result, gets } = await reads((nodes) => getEntry(nodes, root, path));
        expect(result).toEqual(model.get(path));
        expect(gets).toBeLessThanOrEqual(3);
      }
    });

    test("reads two nodes per level to sum a folder, and one to sum the whole tree", async () => {
      const root = await built;
      const { result, gets } = await reads((nodes) => statFolder(nodes, root, "drivers"));
      expect(result).toEqual(statOf(model, "drivers"));
      expect(gets).toBeLessThanOrEqual(5);
      expect((await reads((nodes) => statFolder(nodes, root, ""))).gets).toBe(1);
    });

    test("lists folders by seeking from child to child", async () => {
      const root = await built;
      const top = await reads((nodes) => listFolder(nodes, root, ""));
      expect(top.result).toEqual(listOf(model, ""));
      expect(top.gets).toBeLessThanOrEqual(4 * 3);
      const drivers = await reads((nodes) => listFolder(nodes, root, "drivers"));
      expect(drivers.result.length).toBe(37);
      expect(drivers.gets).toBeLessThanOrEqual(37 + 6);
      const leaves = await reads((nodes) => listFolder(nodes, root, "drivers/part-7"));
      expect(leaves.result.length).toBeGreaterThan(400);
      expect(leaves.gets).toBeLessThanOrEqual(9);
    });
  });
});

function foldersOf(model: Model): Set<string> {
  const folders = new Set([""]);
  for (const path of model.keys()) {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
      folders.add(path.slice(0, slash));
  }
  return folders;
}
