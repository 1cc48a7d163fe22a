import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ObjectId, SnapshotId } from "../ids.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import {
  builtAnew,
  CountingStore,
  changed,
  chunked,
  entries,
  hasClash,
  models,
  paths,
  sorted,
  sourceTree,
} from "../testing/manifests.ts";
import { runs } from "../testing/runs.ts";
import { inlineFile, seededBytes, snapshotOf, symlinkTo, type TreeSpec, tree } from "../testing/trees.ts";
import { buildManifest } from "./build.ts";
import type { Change } from "./changes.ts";
import { checkManifest } from "./check.ts";
import { editManifest } from "./edit.ts";
import type { Entry } from "./entry.ts";
import { NodeStore } from "./node-store.ts";

/** How often a large tree is changed at random; a campaign takes more. */
const RUNS = Number(process.env.STRATA_EDIT_RUNS ?? 12);

const changeSets = fc
  .array(fc.tuple(paths, fc.option(entries, { freq: 3 })), { maxLength: 30 })
  .map((changes) => sorted(new Map(changes)));

describe("editManifest", () => {
  test("gives the same root as building the result, or refuses clashing names", async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.array(changeSets, { maxLength: 5 }), async (model, sets) => {
        const nodes = new NodeStore(new MemoryObjectStore());
        let now: Map<string, Entry> = model;
        let root = await buildManifest(nodes, sorted(now));
        for (const changes of sets) {
          const next = changed(now, changes);
          const edit = editManifest(nodes, root, changes);
          if (hasClash(next)) {
            await expect(edit).rejects.toMatchObject({ code: expect.stringMatching(/^(ENOTDIR|EISDIR)$/) });
          } else {
            root = await edit;
            now = next;
            expect(root).toBe(await builtAnew(now));
          }
        }
      }),
      runs(60),
    );
  });

  test("gives the same root when changes are applied one by one in any order", async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.infiniteStream(fc.nat()), async (model, dice) => {
        const nodes = new NodeStore(new MemoryObjectStore());
        const shuffled = [...model]
          .map((item) => ({ item, die: dice.next().value }))
          .sort((a, b) => a.die - b.die);
        let root = await buildManifest(nodes, []);
        for (const { item } of shuffled) root = await editManifest(nodes, root, [item]);
        expect(root).toBe(await builtAnew(model));
        for (const { item } of shuffled) root = await editManifest(nodes, root, [[item[0], null]]);
        expect(root).toBe(await builtAnew(new Map()));
      }),
      runs(15),
    );
  });

  describe("in a tree of several levels", () => {
    const model = sourceTree(6000, "quite-a-long-name-of-a-folder/".repeat(12));
    const all = sorted(model);
    const edge = all.length - 1;
    const some = (from: number, to: number) => fc.integer({ min: from, max: to });

    /** Has the tree, to which each run adds its own nodes. */
    const store = new MemoryObjectStore();
    const built = buildManifest(new NodeStore(store), all);
    const ofTree = built.then(() => idsIn(store));

    /** Changes of all kinds: scattered, whole ranges, nearly all paths, at both ends. */
    const large: fc.Arbitrary<Map<string, Entry | null>> = fc
      .record({
        changed: fc.array(fc.tuple(some(0, edge), fc.option(entries, { freq: 2 })), { maxLength: 40 }),
        added: fc.array(fc.tuple(some(0, edge), entries), { maxLength: 40 }),
        gone: fc.array(fc.tuple(some(0, edge), fc.oneof(some(1, 400), some(1, edge))), { maxLength: 2 }),
        kept: fc.option(some(0, edge), { freq: 4 }),
      })
      .map(({ changed, added, gone, kept }) => {
        const changes = new Map<string, Entry | null>();
        const path = (at: number) => all[at]?.[0] ?? "";
        for (const [from, count] of gone)
          for (const [key] of all.slice(from, from + count)) changes.set(key, null);
        if (kept !== null) for (const [key] of all) if (key !== path(kept)) changes.set(key, null);
        for (const [at, entry] of changed) changes.set(path(at), entry);
        for (const [at, entry] of added) changes.set(`${path(at)}+`, entry);
        return changes;
      });

    test("gives the same root as building, writes no unused node, and can be reverted", async () => {
      await fc.assert(
        fc.asyncProperty(large, async (changes) => {
          const nodes = new NodeStore(store);
          const root = await built;
          const next = changed(model, changes);
          const edited = await editManifest(nodes, root, sorted(changes));
          expect(edited).toBe(await builtAnew(next));
          const used = new Set<ObjectId>();
          expect(await checkManifest(nodes, edited, { visit: { node: (id) => used.add(id) } })).toEqual([]);
          const before = await ofTree;
          const added = [...(await idsIn(store))].filter((id) => !before.has(id));
          expect(added.filter((id) => !used.has(id))).toEqual([]);
          const back = [...changes.keys()].map((path): [string, Entry | null] => [
            path,
            model.get(path) ?? null,
          ]);
          expect(await editManifest(nodes, edited, sorted(new Map(back)))).toBe(root);
          await store.delete(added);
        }),
        { numRuns: RUNS },
      );
    });
  });

  describe("in a tree of 80,000 files", () => {
    const store = new CountingStore();
    const model = sourceTree(80_000);
    const built = buildManifest(new NodeStore(store), sorted(model));
    const edit = async (root: SnapshotId, changes: Change[]) =>
      await store.count(() => editManifest(new NodeStore(store), root, changes));

    test("one change reads and writes a handful of nodes", async () => {
      const root = await built;
      const keys = sorted(model).map(([path]) => path);
      for (let at = 0; at < keys.length; at += 997) {
        const path = keys[at] ?? "";
        for (const change of [
          [path, chunked(at + 7, 1)],
          [path, null],
          [`${path}x`, chunked(at, 2)],
        ] as const) {
          const { gets, puts } = await edit(root, [change]);
          expect(gets).toBeLessThanOrEqual(12);
          expect(puts).toBeLessThanOrEqual(9);
        }
      }
    });

    test("a typical change writes one node per level", async () => {
      const root = await built;
      const keys = sorted(model).map(([path]) => path);
      const puts: number[] = [];
      for (let at = 5; at < keys.length; at += 1601) {
        puts.push((await edit(root, [[keys[at] ?? "", chunked(at + 9, 1)]])).puts);
      }
      expect(puts.sort((a, b) => a - b)[puts.length >> 1]).toBe(3);
    });

    test("changes without effect write nothing and return the same root", async () => {
      const root = await built;
      const [path, entry] = sorted(model)[40_000] ?? ["", inlineFile("")];
      for (const change of [
        [path, { ...entry }],
        ["net/absent", null],
        [`${path}/absent`, null],
      ] as const) {
        const { result, puts } = await edit(root, [change]);
        expect(result).toBe(root);
        expect(puts).toBe(0);
      }
    });

    test("a new file in a known folder is checked for clashes without another read", async () => {
      const root = await built;
      const [path] = sorted(model)[30_000] ?? [""];
      const changing = await edit(root, [[path, chunked(5, 2)]]);
      const adding = await edit(root, [[`${path}~`, chunked(5, 2)]]);
      expect(adding.gets).toBeLessThanOrEqual(changing.gets + 1);
    });
  });

  describe("judges clashing names by the result of all changes", () => {
    const file = inlineFile("new");
    const [[, folder] = ["", file]] = tree({ "d/": null });
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [`a-${at}`, symlinkTo(`t${at}`)]),
    );

    test.each<[string, TreeSpec, Change[], string | "ok"]>([
      [
        "a file becomes a folder",
        { a: "" },
        [
          ["a", null],
          ["a/x", file],
        ],
        "ok",
      ],
      [
        "a folder becomes a file",
        { "a/x": "", "a/y/z": "" },
        [
          ["a", file],
          ["a/x", null],
          ["a/y/z", null],
        ],
        "ok",
      ],
      [
        "the same, with names between",
        { ...many, "a/x": "" },
        [
          ["a", file],
          ["a/x", null],
        ],
        "ok",
      ],
      [
        "an empty folder is filled",
        { "a/": null },
        [
          ["a", null],
          ["a/x", file],
        ],
        "ok",
      ],
      [
        "a folder is emptied",
        { "a/x": "" },
        [
          ["a", folder],
          ["a/x", null],
        ],
        "ok",
      ],
      ["a path below a file that stays", { a: "" }, [["a/x", file]], "ENOTDIR"],
      ["the same, far away", { a: "", ...many }, [["a/x", file]], "ENOTDIR"],
      ["deep below a file that stays", { ...many, "a/b": "" }, [["a/b/c/d/e", file]], "ENOTDIR"],
      [
        "below a file that is changed",
        { a: "" },
        [
          ["a", file],
          ["a/x", file],
        ],
        "ENOTDIR",
      ],
      [
        "below a file that is written as it is",
        { a: "new" },
        [
          ["a", file],
          ["a/x", file],
        ],
        "ENOTDIR",
      ],
      ["below a link that stays", { a: symlinkTo("b") }, [["a/x", file]], "ENOTDIR"],
      ["below an empty folder that stays", { "a/": null, ...many }, [["a/x", file]], "ENOTDIR"],
      [
        "two new paths",
        { b: "" },
        [
          ["a", file],
          ["a-b", file],
          ["a/x", file],
        ],
        "ENOTDIR",
      ],
      [
        "a file over a folder that keeps something",
        { "a/x": "", "a/y": "" },
        [
          ["a", file],
          ["a/x", null],
        ],
        "EISDIR",
      ],
      ["the same, far away", { ...many, "a/y": "" }, [["a", file]], "EISDIR"],
      ["an empty folder over one that is not", { "a/x": "" }, [["a", folder]], "EISDIR"],
      [
        "a removed file, and what lies beside it",
        { a: "", "a-b": "" },
        [
          ["a", null],
          ["a-b/x", file],
        ],
        "ENOTDIR",
      ],
    ])("%s", async (_, spec, changes, expected) => {
      const nodes = new NodeStore(new MemoryObjectStore());
      const root = await snapshotOf(nodes, spec);
      const edit = editManifest(nodes, root, changes);
      if (expected !== "ok") {
        await expect(edit).rejects.toMatchObject({ code: expected });
      } else {
        expect(await edit).toBe(await builtAnew(changed(new Map(tree(spec)), changes)));
      }
    });
  });

  test.each<[string, string, Change[]]>([
    [
      "changes out of order",
      "Internal",
      [
        ["b", null],
        ["a", null],
      ],
    ],
    [
      "a path twice",
      "Internal",
      [
        ["a", null],
        ["a", inlineFile("")],
      ],
    ],
    ["a path that is none", "EINVAL", [["a//b", inlineFile("")]]],
    ["an entry that is none", "Internal", [["a", { ...inlineFile(""), size: 3 }]]],
  ])("refuses %s: %s", async (_, code, changes) => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const root = await snapshotOf(nodes, { x: "" });
    await expect(editManifest(nodes, root, changes)).rejects.toMatchObject({ code });
  });

  test("adds and removes big items", async () => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const model = sourceTree(500);
    const root = await buildManifest(nodes, sorted(model));
    for (const size of [4000, 20_000, 33_000, 90_000]) {
      const changes: Change[] = [["fs/m", inlineFile(seededBytes(size, size))]];
      const edited = await editManifest(nodes, root, changes);
      expect(edited).toBe(await builtAnew(changed(model, changes)));
      expect(await editManifest(nodes, edited, [["fs/m", null]])).toBe(root);
    }
  });
});

async function idsIn(store: MemoryObjectStore): Promise<Set<ObjectId>> {
  const ids = new Set<ObjectId>();
  for await (const id of store.list()) ids.add(id);
  return ids;
}
