import { describe, expect, test } from "vitest";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { CountingStore, chunked, sorted, sourceTree } from "../testing/manifests.ts";
import { inlineFile } from "../testing/trees.ts";
import { buildManifest } from "./build.ts";
import { checkManifest, type SoundSubtrees } from "./check.ts";
import { editManifest } from "./edit.ts";
import { type Child, type Item, isLeaf, type Node, sumTallies } from "./node.ts";
import { encodeNode } from "./node-codec.ts";
import { NodeStore } from "./node-store.ts";

const model = sourceTree(6000, "long/".repeat(50));

/** Stores the nodes from a changed child up to a new root. */
async function damaged(
  nodes: NodeStore,
  root: ObjectId,
  way: readonly number[],
  change: (node: Node) => Node,
): Promise<ObjectId> {
  const node = await nodes.node(root);
  const [at, ...rest] = way;
  if (at === undefined || isLeaf(node)) return await put(nodes, change(node));
  const child = node.items.at(at);
  if (child === undefined) throw new Error("No such child");
  const id = await damaged(nodes, child.id, rest, change);
  const items = node.items.with(at, refTo(id, await nodes.node(id)));
  return await put(nodes, { level: node.level, items });
}

function refTo(id: ObjectId, { items }: Node): Child {
  return { key: items.at(-1)?.key ?? "", id, ...sumTallies(items) };
}

async function put(nodes: NodeStore, node: Node): Promise<ObjectId> {
  return await nodes.objects.put("metadata", encodeNode(node));
}

const withItems = (node: Node, items: readonly Item[]) => ({ ...node, items }) as Node;

describe("checkManifest", () => {
  test("finds no problem in a built manifest and visits all of it", async () => {
    const store = new MemoryObjectStore();
    const root = await buildManifest(new NodeStore(store), sorted(model));
    const ids = new Set<ObjectId>();
    const paths: string[] = [];
    const visit = { node: (id: ObjectId) => ids.add(id), entry: (path: string) => paths.push(path) };
    expect(await checkManifest(new NodeStore(store), root, { visit })).toEqual([]);
    expect(paths).toEqual(sorted(model).map(([path]) => path));
    for await (const id of store.list()) expect(ids.has(id)).toBe(true);
  });

  test("finds no problem in an empty tree", async () => {
    const nodes = new NodeStore(new MemoryObjectStore());
    expect(await checkManifest(nodes, await buildManifest(nodes, []))).toEqual([]);
  });

  describe("finds", () => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const built = buildManifest(nodes, sorted(model));
    const why = async (root: ObjectId) => (await checkManifest(nodes, root)).map(({ data }) => data?.why);

    test("a node that ends before its boundary", async () => {
      expect(
        await why(
          await damaged(nodes, await built, [0, 1], (node) => withItems(node, node.items.slice(0, -1))),
        ),
      ).toContain("it ends before a boundary");
    });

    test("a node that continues past a boundary", async () => {
      const branch = await nodes.node(await built);
      const [first, second] = isLeaf(branch) ? [] : branch.items;
      const both = await Promise.all(
        [first, second].map(async (child) => (child ? await nodes.node(child.id) : branch)),
      );
      const joined = withItems(
        both[0] ?? branch,
        both.flatMap(({ items }): readonly Item[] => items),
      );
      // As large as a node may be, so that it decodes.
      const small = withItems(joined, joined.items.slice(0, (both[0]?.items.length ?? 0) + 2));
      expect(await why(await damaged(nodes, await built, [0], () => small))).toContain(
        "it continues past a boundary",
      );
    });

    test.each([
      ["entries", "a child's sums are wrong"],
      ["bytes", "a child's sums are wrong"],
      ["key", "a child's last path is not its key"],
    ] as const)("wrong %s of a child", async (what, problem) => {
      const wrong = await damaged(nodes, await built, [], (node) => {
        if (isLeaf(node)) return node;
        const [child] = node.items;
        if (child === undefined) return node;
        const changed =
          what === "key" ? { ...child, key: `${child.key}+` } : { ...child, [what]: child[what] + 1 };
        return { ...node, items: node.items.with(0, changed) };
      });
      expect(await why(wrong)).toContain(problem);
    });

    test("a child of the wrong level", async () => {
      const leaf = await put(nodes, { level: 0, items: [{ key: "a", entry: inlineFile("") }] });
      const root = await put(nodes, { level: 2, items: [refTo(leaf, await nodes.node(leaf))] });
      expect(await why(root)).toEqual([
        "it is a root with only one child",
        expect.stringMatching(/is at level 0, not 1/),
      ]);
    });

    test("an empty node below a branch", async () => {
      const empty = await put(nodes, { level: 0, items: [] });
      const full = await put(nodes, { level: 0, items: [{ key: "b", entry: inlineFile("") }] });
      const items = [{ key: "a", id: empty, entries: 0, bytes: 0 }, refTo(full, await nodes.node(full))];
      expect(await why(await put(nodes, { level: 1, items }))).toContain(
        "a child's last path is not its key",
      );
    });

    test("overlapping leaves, and names in different leaves that are both a file and a folder", async () => {
      const leaf = async (...keys: string[]) => {
        const id = await put(nodes, { level: 0, items: keys.map((key) => ({ key, entry: inlineFile("") })) });
        return refTo(id, await nodes.node(id));
      };
      const overlap = await put(nodes, { level: 1, items: [await leaf("b", "c"), await leaf("a", "d")] });
      expect(await why(overlap)).toContain("paths of different leaves are out of order");
      const clash = await put(nodes, {
        level: 1,
        items: [await leaf("a", "a-b"), await leaf("a.txt"), await leaf("a/x")],
      });
      expect(await why(clash)).toContain("a/x is below an entry");
    });

    test("a missing node, and checks the others", async () => {
      const store = new MemoryObjectStore();
      const root = await buildManifest(new NodeStore(store), sorted(model));
      const top = await new NodeStore(store).node(root);
      const gone = isLeaf(top) ? [] : top.items.slice(0, 2).map(({ id }) => id);
      await store.delete(gone);
      const problems = await checkManifest(new NodeStore(store), root);
      expect(problems.map(({ code, data }) => [code, data?.id])).toEqual(
        gone.map((id) => ["MissingObject", id]),
      );
    });
  });

  describe("with subtrees that are known to be intact", () => {
    test("reads only new subtrees", async () => {
      const store = new CountingStore();
      const root = await buildManifest(new NodeStore(store), sorted(model));
      const sound: SoundSubtrees = new Map();
      await checkManifest(new NodeStore(store), root, { sound });
      const [path] = sorted(model)[3000] ?? [""];
      const other = await editManifest(new NodeStore(store), root, [[path, chunked(1, 3)]]);
      const { result, gets } = await store.count(() => checkManifest(new NodeStore(store), other, { sound }));
      expect(result).toEqual([]);
      expect(gets).toBeLessThanOrEqual(14);
    });

    test("finds the same problems between them", async () => {
      const nodes = new NodeStore(new MemoryObjectStore());
      const file = (key: string) => ({ key, entry: inlineFile("") });
      const leaf = async (...keys: string[]) => {
        // An entry that fills its node is followed by a boundary wherever it stands.
        const items = keys.map((key, at) =>
          at === keys.length - 1 ? { key, entry: inlineFile(new Uint8Array(20_000)) } : file(key),
        );
        const id = await put(nodes, { level: 0, items });
        return refTo(id, await nodes.node(id));
      };
      const branch = async (...children: Child[]) =>
        (await put(nodes, { level: 1, items: children })) as SnapshotId;
      const parts = {
        a: await leaf("a", "a-b"),
        far: await leaf("a.c", "a.txt"),
        hides: await leaf("a.v", "a/x", "b"),
        below: await leaf("a/y", "a0"),
        last: await leaf("z"),
      };
      const sound: SoundSubtrees = new Map();
      for (const part of Object.values(parts)) {
        if (part.key !== "z")
          expect(await checkManifest(nodes, await branch(part, parts.last), { sound })).toEqual([]);
      }
      expect(sound.size).toBe(4);
      const cases: Child[][] = [
        [parts.a, parts.far],
        [parts.a, parts.far, parts.hides],
        [parts.a, parts.below],
        [parts.far, parts.below],
        [parts.far, parts.a],
        [parts.a, parts.far, parts.below],
      ];
      const found: number[] = [];
      for (const children of cases) {
        const root = await branch(...children, parts.last);
        const anew = await checkManifest(nodes, root);
        const known = await checkManifest(nodes, root, { sound });
        expect(known.map(({ code }) => code)).toEqual(anew.map(({ code }) => code));
        found.push(known.length);
      }
      expect(found).toEqual([0, 1, 1, 0, 1, 1]);
    });
  });
});
