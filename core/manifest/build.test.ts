import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { CountingStore, models, sorted, sourceTree } from "../testing/manifests.ts";
import { inlineFile, seededBytes, symlinkTo, tree } from "../testing/trees.ts";
import { Boundary } from "./boundary.ts";
import { buildManifest } from "./build.ts";
import type { Entry } from "./entry.ts";
import type { Item } from "./node.ts";
import { encodeNode } from "./node-codec.ts";
import { NodeStore } from "./node-store.ts";
import { rangeEntries } from "./read.ts";

const newNodes = () => new NodeStore(new MemoryObjectStore());

describe("buildManifest", () => {
  test("stores every entry", async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const nodes = newNodes();
        const root = await buildManifest(nodes, sorted(model));
        const stored: unknown[] = [];
        for await (const entry of rangeEntries(nodes, root)) stored.push(entry);
        expect(stored).toEqual(sorted(model));
      }),
    );
  });

  test("cuts every level as the rule says, which this test states on its own", async () => {
    const model = sourceTree(20_000, `${"detail/".repeat(20)}`);
    for (let at = 0; at < 30; at++) model.set(`net/big-${at}`, inlineFile(seededBytes(at, 700 * at)));
    const store = new CountingStore();
    const root = await buildManifest(new NodeStore(store), sorted(model));
    let items: Item[] = sorted(model).map(([key, entry]) => ({ key, entry }));
    let level = 0;
    let written = 0;
    for (;;) {
      const above = await Promise.all(
        cut(level, items).map(
          async (node) => await store.put("metadata", encodeNode({ level, items: node } as never)),
        ),
      );
      written += above.length;
      if (above.length === 1) break;
      items = cut(level, items).map((node, at) => ({
        key: node.at(-1)?.key ?? "",
        id: above[at] ?? root,
        entries: node.reduce((sum, item) => sum + ("entries" in item ? item.entries : 1), 0),
        bytes: node.reduce((sum, item) => sum + ("entry" in item ? item.entry.size : item.bytes), 0),
      }));
      level += 1;
      expect(items.length).toBe(above.length);
    }
    expect(level).toBeGreaterThanOrEqual(2);
    let objects = 0;
    for await (const _ of store.list()) objects++;
    expect(objects).toBe(written);
    expect(await store.has([root])).toEqual([true]);
  });

  test("accepts an asynchronous sequence of entries", async () => {
    const entries = tree({ a: "1", "b/c": "2", "d/": null });
    const slowly = async function* () {
      yield* entries;
    };
    expect(await buildManifest(newNodes(), slowly())).toBe(await buildManifest(newNodes(), entries));
  });

  const file = inlineFile("");
  test.each<[string, string, [string, Entry][]]>([
    [
      "a path below a file",
      "ENOTDIR",
      [
        ["a", file],
        ["a/x", file],
      ],
    ],
    [
      "a path below a link, not next to it",
      "ENOTDIR",
      [
        ["a", symlinkTo("b")],
        ["a-b", file],
        ["a.txt", file],
        ["a/x", file],
      ],
    ],
    ["a path below an empty folder", "ENOTDIR", [...tree({ "a/": null }), ["a/x", file]]],
    ["a path that is none", "EINVAL", [["a/../b", file]]],
    ["a link to what is not text", "EINVAL", [["a", symlinkTo("\ud800")]]],
    [
      "entries out of order",
      "Internal",
      [
        ["b", file],
        ["a", file],
      ],
    ],
    [
      "entries in the order of UTF-16",
      "Internal",
      [
        ["\u{10000}", file],
        ["\uffff", file],
      ],
    ],
    [
      "a path twice",
      "Internal",
      [
        ["a", file],
        ["a", file],
      ],
    ],
    ["an entry whose size is wrong", "Internal", [["a", { ...file, size: 1 }]]],
    [
      "an entry whose size is no size",
      "Internal",
      [["a", { ...file, size: 0.5, content: { kind: "list", id: "0".repeat(64) as never } }]],
    ],
  ])("refuses %s: %s", async (_, code, entries) => {
    await expect(buildManifest(newNodes(), entries)).rejects.toMatchObject({ code });
  });

  test("names both sides of a clash", async () => {
    const clash = buildManifest(newNodes(), tree({ "dir/a": "", "dir/a-b": "", "dir/a/x/y": "" }));
    await expect(clash).rejects.toMatchObject({ data: { above: "dir/a", path: "dir/a/x/y" } });
    await expect(clash).rejects.toThrow(/dir\/a is .* dir\/a\/x\/y/);
  });
});

function cut(level: number, items: readonly Item[]): Item[][] {
  const boundary = new Boundary(level);
  const header = encodeNode({ level, items: [] }).length;
  const nodes: Item[][] = [[]];
  for (const item of items) {
    nodes.at(-1)?.push(item);
    const itemBytes = encodeNode({ level, items: [item] } as never).length - header;
    if (boundary.endsAfter(item.key, itemBytes)) nodes.push([]);
  }
  return nodes.filter((node) => node.length > 0);
}
