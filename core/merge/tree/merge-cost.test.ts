import { describe, expect, test } from "vitest";
import { buildManifest } from "../../manifest/build.ts";
import type { Change } from "../../manifest/changes.ts";
import { editManifest } from "../../manifest/edit.ts";
import { NodeStore } from "../../manifest/node-store.ts";
import { builtAnew, CountingStore, changed, chunked, sorted, sourceTree } from "../../testing/manifests.ts";
import { inlineFile } from "../../testing/trees.ts";
import { mergeTrees, type TreeMergeRequest } from "./merge-trees.ts";

async function merge(nodes: NodeStore, request: Pick<TreeMergeRequest, "base" | "ours" | "theirs">) {
  return await mergeTrees(nodes, { ...request, prefer: "none", renames: true }, () => {
    throw new Error("no file was changed by both");
  });
}

describe("for trees of 80,000 files", async () => {
  const store = new CountingStore();
  const model = sourceTree(80_000);
  const keys = sorted(model).map(([path]) => path);
  const base = await buildManifest(new NodeStore(store), sorted(model));
  const changes = (step: number, from: number): Change[] =>
    keys.filter((_, at) => at % step === from).map((path, at) => [path, chunked(at + from, 2)]);
  const edit = async (list: Change[]) => await editManifest(new NodeStore(store), base, list);

  test("a merge reads the differing paths with the nodes above them, and stores the new ones", async () => {
    for (const [step, reads, writes] of [
      [40_000, 40, 12],
      [1600, 500, 80],
    ] as const) {
      const [mine, yours] = [changes(step, 100), changes(step, 900)];
      const sides = { base, ours: await edit(mine), theirs: await edit(yours) };
      const { result, gets, puts } = await store.count(() => merge(new NodeStore(store), sides));
      const id = await builtAnew(changed(changed(model, mine), yours));
      expect(result).toEqual({
        status: "merged",
        id,
        autoMerged: [],
        preferred: [],
        renames: [],
        renamesLimited: false,
      });
      expect(gets).toBeLessThanOrEqual(reads);
      expect(puts).toBeLessThanOrEqual(writes);
    }
  });

  test("a merge in which one side changed nothing reads and stores nothing", async () => {
    const other = await edit(changes(800, 1));
    for (const [sides, id] of [
      [{ base, ours: base, theirs: other }, other],
      [{ base, ours: other, theirs: base }, other],
      [{ base, ours: other, theirs: other }, other],
      [{ base: null, ours: other, theirs: other }, other],
    ] as const) {
      const { result, gets, puts } = await store.count(() => merge(new NodeStore(store), sides));
      expect(result).toMatchObject({ status: "merged", id });
      expect([gets, puts]).toEqual([0, 0]);
    }
  });

  test("a small change on top of a large one is applied to the large one", async () => {
    const [few, many] = [changes(40_000, 6), changes(8, 1)];
    const [small, large] = [await edit(few), await edit(many)];
    for (const [ours, theirs] of [
      [small, large],
      [large, small],
    ] as const) {
      const { result, puts } = await store.count(() => merge(new NodeStore(store), { base, ours, theirs }));
      expect(result).toMatchObject({ status: "merged" });
      expect(puts).toBeLessThanOrEqual(12);
    }
  });

  test("edits of one side follow a whole tree that the other moved", async () => {
    const nodes = new NodeStore(store);
    const model = sourceTree(20_000);
    const base = await buildManifest(nodes, sorted(model));
    const moved = new Map([...model].map(([path, entry]) => [`moved/${path}`, entry]));
    const edits = sorted(model).flatMap(([path], at): Change[] =>
      at % 2000 === 7 ? [[path, chunked(at, 2)]] : [],
    );
    const ours = await buildManifest(nodes, sorted(moved));
    const result = await merge(nodes, { base, ours, theirs: await editManifest(nodes, base, edits) });
    const expected = changed(
      moved,
      edits.map(([path, entry]): Change => [`moved/${path}`, entry]),
    );
    expect(result).toMatchObject({ status: "merged", id: await builtAnew(expected) });
    expect(result.renames).toHaveLength(20_000);
  });
});

test("a merge of trees with nothing in common holds both", async () => {
  const nodes = new NodeStore(new CountingStore());
  const model = sourceTree(8000);
  const other = new Map([...model].map(([path, entry]) => [`other/${path}`, entry]));
  const [ours, theirs] = [
    await buildManifest(nodes, sorted(model)),
    await buildManifest(nodes, sorted(other)),
  ];
  const result = await merge(nodes, { base: null, ours, theirs });
  expect(result).toMatchObject({ status: "merged", id: await builtAnew(new Map([...model, ...other])) });
});

describe("a merge fails", () => {
  const model = sourceTree(2000);

  async function sides(store: CountingStore) {
    const nodes = new NodeStore(store);
    const base = await buildManifest(nodes, sorted(model));
    const [first = "", last = ""] = [sorted(model)[0]?.[0], sorted(model).at(-1)?.[0]];
    const ours = await editManifest(nodes, base, [[first, inlineFile("ours")]]);
    const theirs = await editManifest(nodes, base, [[last, inlineFile("theirs")]]);
    return { base, ours, theirs };
  }

  test.each(["base", "ours", "theirs"] as const)("if nodes of %s are missing", async (which) => {
    const store = new CountingStore();
    const request = await sides(store);
    const gone = request[which];
    await store.delete([gone]);
    const failed = merge(new NodeStore(store), request);
    await expect(failed).rejects.toMatchObject({ code: "MissingObject", data: { id: gone } });
  });

  test("when it is cancelled", async () => {
    const store = new CountingStore();
    const request = { ...(await sides(store)), prefer: "none", renames: true } as const;
    const nothing = () => Promise.reject(new Error("not to be asked"));
    const failed = mergeTrees(new NodeStore(store), request, nothing, {
      signal: AbortSignal.abort(),
    });
    await expect(failed).rejects.toMatchObject({ code: "Cancelled" });
  });
});
