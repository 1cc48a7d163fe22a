import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildManifest } from "../../manifest/build.ts";
import { type Entry, entryType } from "../../manifest/entry.ts";
import type { NodeStore } from "../../manifest/node-store.ts";
import { rangeEntries } from "../../manifest/read.ts";
import { type Model, sorted } from "../../testing/manifests.ts";
import { inlineFile, type TreeSpec, tree } from "../../testing/trees.ts";
import type { Preference } from "../merger.ts";
import { mergeIntoBase, mergeTrees, type TreeMerge } from "./merge-trees.ts";
import { sameOrNone } from "./paths.ts";
import { allEntries, conflictsOf, diceMerge, forks, fresh, plusMerge, readTree } from "./tree-suite.ts";
import { type BasePlan, type MergeBase, settleBase } from "./virtual-base.ts";

const build = async (nodes: NodeStore, model: Model) => await buildManifest(nodes, sorted(model));
const contentOf = (text: string) => inlineFile(text);

/** Merges two bases. Returns the entries of the result and the unsettled paths. */
async function baseOf(nodes: NodeStore, spec: { base?: TreeSpec; ours: TreeSpec; theirs: TreeSpec }) {
  const made = async (spec: TreeSpec): Promise<MergeBase> => ({
    id: await build(nodes, new Map(tree(spec))),
    unsettled: new Set(),
  });
  const sides = { ours: await made(spec.ours), theirs: await made(spec.theirs) };
  const base = spec.base === undefined ? null : await made(spec.base);
  const merged = await mergeIntoBase(nodes, { base, ...sides }, async (files) => plusMerge(files, "none"), {
    renames: true,
  });
  const entries: string[] = [];
  for await (const [path] of rangeEntries(nodes, merged.id)) entries.push(path);
  return { merged, entries, unsettled: [...merged.unsettled].sort() };
}

async function mergeBy(
  nodes: NodeStore,
  base: MergeBase,
  { ours, theirs, prefer = "none" }: { ours: TreeSpec; theirs: TreeSpec; prefer?: Preference },
): Promise<TreeMerge> {
  const side = async (spec: TreeSpec) => await build(nodes, new Map(tree(spec)));
  const request = {
    base: base.id,
    unsettled: base.unsettled,
    ours: await side(ours),
    theirs: await side(theirs),
  };
  return await mergeTrees(nodes, { ...request, prefer, renames: true }, async (files) =>
    plusMerge(files, prefer),
  );
}

/** Prints conflicts as `path kind`. */
const told = (merge: TreeMerge) => conflictsOf(merge).map(({ path, kind }) => `${path} ${kind}`);

describe("a virtual base", () => {
  it("MV3: has the paths on which the bases agree, and leaves the others unsettled", async () => {
    const { entries, unsettled } = await baseOf(fresh(), {
      base: { same: "0", text: "0", loud: "0", gone: "0", one: "0", d: "0" },
      ours: { same: "0", text: "a", loud: "a!", one: "1", d: "0", "new/x": "n" },
      theirs: { same: "0", text: "b", loud: "b!", gone: "changed", one: "0", "d/x": "1", "d/y": "2" },
    });
    expect(entries).toEqual(["d/x", "d/y", "new/x", "one", "same", "text"]);
    expect(unsettled).toEqual(["gone", "loud"]);
  });

  it("leaves a clash of a file and a folder unsettled, with all that is in the folder", async () => {
    const { entries, unsettled } = await baseOf(fresh(), {
      base: { d: "0" },
      ours: { d: "1" },
      theirs: { "d/x": "1", "d/y": "2" },
    });
    expect([entries, unsettled]).toEqual([[], ["d", "d/x", "d/y"]]);
  });

  it("leaves all paths of conflicting moves unsettled", async () => {
    const nodes = fresh();
    const { merged, entries, unsettled } = await baseOf(nodes, {
      base: { f: "file", k: "0" },
      ours: { g: "file", k: "0" },
      theirs: { h: "file", k: "0" },
    });
    expect([entries, unsettled]).toEqual([["k"], ["f", "g", "h"]]);
    const merge = (ours: TreeSpec, theirs: TreeSpec) => mergeBy(nodes, merged, { ours, theirs });
    expect(told(await merge({ g: "file", k: "1" }, { g: "file", k: "0" }))).toEqual([]);
    expect(told(await merge({ g: "file", k: "1" }, { h: "file", k: "0" }))).toEqual([
      "g modify/delete",
      "h modify/delete",
    ]);
  });

  it("is one of the bases if the other changed nothing", async () => {
    const nodes = fresh();
    const { merged } = await baseOf(nodes, { base: { a: "0" }, ours: { a: "0" }, theirs: { a: "1" } });
    expect(merged).toEqual({ id: await build(nodes, new Map(tree({ a: "1" }))), unsettled: new Set() });
  });

  it("MV6: keeps the unsettled paths of both bases", async () => {
    const nodes = fresh();
    const first = await baseOf(nodes, { base: { f: "0" }, ours: { f: "a!" }, theirs: { f: "b!" } });
    const third = { id: await build(nodes, new Map(tree({ f: "0", g: "1" }))), unsettled: new Set<string>() };
    const base = { id: await build(nodes, new Map(tree({ f: "0" }))), unsettled: new Set<string>() };
    for (const sides of [
      { ours: first.merged, theirs: third },
      { ours: third, theirs: first.merged },
    ]) {
      const merged = await mergeIntoBase(
        nodes,
        { base, ...sides },
        async (files) => plusMerge(files, "none"),
        {
          renames: true,
        },
      );
      expect([...merged.unsettled]).toEqual(["f"]);
    }
  });

  it("is made after the bases of its bases", async () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((digit) => digit.repeat(64)) as [
      never,
      never,
      never,
      never,
    ];
    const plan: BasePlan = { base: { base: null, ours: a, theirs: b }, ours: c, theirs: d };
    const merges: string[] = [];
    const base = await settleBase(plan, async (sides) => {
      const names = [sides.base, sides.ours, sides.theirs].map((each) => each?.id.slice(0, 3) ?? "none");
      merges.push(names.join(" "));
      return { id: "e".repeat(64) as never, unsettled: new Set() };
    });
    expect(merges).toEqual(["none aaa bbb", "eee ccc ddd"]);
    expect(base?.id).toMatch(/^e/);
    expect(await settleBase(null, () => Promise.reject(new Error("there is nothing to merge")))).toBeNull();
  });
});

describe("an unsettled path", () => {
  const disputed = { base: { f: "0", k: "0" }, ours: { f: "a!", k: "0" }, theirs: { f: "b!", k: "0" } };

  it.each<[string, TreeSpec, TreeSpec, string[]]>([
    ["the same in both", { f: "b!", k: "1" }, { f: "b!", k: "0" }, []],
    ["gone in both", { k: "1" }, { k: "0" }, []],
    [
      "one base's in one side and the other's in the other",
      { f: "a!", k: "0" },
      { f: "b!", k: "0" },
      ["f text"],
    ],
    ["what could be merged", { f: "a", k: "0" }, { f: "b", k: "0" }, ["f text"]],
    ["empty in one", { f: "", k: "0" }, { f: "b", k: "0" }, ["f text"]],
    ["gone in one", { f: "a!", k: "0" }, { k: "0" }, ["f modify/delete"]],
    ["gone in the other", { k: "0" }, { f: "0", k: "0" }, ["f modify/delete"]],
    ["a folder in one", { "f/x": "1", k: "0" }, { f: "b!", k: "0" }, ["f type"]],
  ])("MV4: is in conflict exactly where the sides differ: %s", async (_, ours, theirs, expected) => {
    const nodes = fresh();
    const { merged } = await baseOf(nodes, disputed);
    const merge = await mergeBy(nodes, merged, { ours, theirs });
    expect(told(merge)).toEqual(expected);
    expect(told(await mergeBy(nodes, merged, { ours: theirs, theirs: ours }))).toEqual(expected);
    for (const { kind, reason, base } of conflictsOf(merge)) {
      expect(base).toBeNull();
      if (kind !== "type") expect(reason).toMatch(/do not agree/);
    }
  });

  it("MV5: is the preferred side's as a whole", async () => {
    const nodes = fresh();
    const { merged } = await baseOf(nodes, disputed);
    for (const [prefer, text] of [
      ["ours", ""],
      ["theirs", "b"],
    ] as const) {
      const merge = await mergeBy(nodes, merged, {
        ours: { f: "", k: "0" },
        theirs: { f: "b", k: "0" },
        prefer,
      });
      expect(merge.preferred).toEqual(["f"]);
      expect(new Map(await readTree(nodes, merge)).get("f")).toEqual(contentOf(text));
    }
  });

  it("MV7: takes no edit along from the old path of a file that one side moved there", async () => {
    const nodes = fresh();
    const { merged } = await baseOf(nodes, {
      base: { f: "0", from: "moved" },
      ours: { f: "a!", from: "moved" },
      theirs: { f: "b!", from: "moved" },
    });
    const sides = { ours: { f: "moved" }, theirs: { from: "edited" } };
    expect(told(await mergeBy(nodes, merged, sides))).toEqual(["f modify/delete", "from modify/delete"]);
  });
});

it("for any two bases, an unsettled path is in conflict exactly if the sides differ at it", async () => {
  const file = (model: Model, path: string): Entry | null => {
    const entry = model.get(path);
    return entry === undefined || entryType(entry) === "directory" ? null : entry;
  };
  await fc.assert(
    fc.asyncProperty(forks(allEntries), forks(allEntries), fc.boolean(), async (bases, sides, renames) => {
      const nodes = fresh();
      const plain = async (model: Model) => ({ id: await build(nodes, model), unsettled: new Set<string>() });
      const contents = async (files: Parameters<typeof diceMerge>[0]) => diceMerge(files, "none");
      const given = {
        base: await plain(bases.base),
        ours: await plain(bases.ours),
        theirs: await plain(bases.theirs),
      };
      const base = await mergeIntoBase(nodes, given, contents, { renames });
      const mirrored = { ...given, ours: given.theirs, theirs: given.ours };
      const back = await mergeIntoBase(nodes, mirrored, contents, { renames });
      expect([back.id, [...back.unsettled].sort()]).toEqual([base.id, [...base.unsettled].sort()]);
      const ids = { ours: await build(nodes, sides.ours), theirs: await build(nodes, sides.theirs) };
      const request = { base: base.id, unsettled: base.unsettled, ...ids, prefer: "none" as const, renames };
      const conflicts = conflictsOf(await mergeTrees(nodes, request, contents));
      for (const path of base.unsettled) {
        const differ = !sameOrNone(file(sides.ours, path), file(sides.theirs, path));
        const asked = conflicts.some((each) => each.path === path || path.startsWith(`${each.path}/`));
        const only = conflicts.some((each) => each.path === path && each.kind !== "type");
        expect(differ ? asked : !only, path).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});
