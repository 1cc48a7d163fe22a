import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import { type Entry, entryType, sameEntry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { hasClash, type Model, models, sorted } from "../testing/manifests.ts";
import { snapshotOf, type TreeSpec } from "../testing/trees.ts";
import { type Foreign, ForeignSince, findUndone } from "./undone.ts";

const noForeign: Foreign = { instead: async () => undefined };
const isFolder = (entry: Entry | undefined) => entry !== undefined && entryType(entry) === "directory";
const same = (a: Entry | undefined, b: Entry | undefined) =>
  a === b || (a !== undefined && b !== undefined && sameEntry(a, b));

/** Returns what would be undone, by comparing every path. */
function undoneOf(base: Model, head: Model, after: Model): string[] {
  const isBelow = (model: Model, path: string) =>
    [...model.keys()].some((each) => each.startsWith(`${path}/`));
  const all = new Map([...base, ...head, ...after].map(([path]) => [path, path]));
  return sorted(all)
    .map(([path]) => path)
    .filter((path) => {
      const [was, is, comes] = [base.get(path), head.get(path), after.get(path)];
      if (same(was, is) || same(is, comes)) return false;
      // An empty folder is not removed if it now has contents, and not returned if it has contents.
      if (isFolder(is) && comes === undefined) return !isBelow(after, path);
      if (isFolder(comes) && is === undefined) return !isBelow(head, path);
      return true;
    });
}

describe("what an import would undo", () => {
  const nodes = new NodeStore(new MemoryObjectStore());
  const build = (model: Model): Promise<SnapshotId> => buildManifest(nodes, sorted(model));
  const undone = (head: SnapshotId, after: SnapshotId, base: SnapshotId | null) =>
    findUndone(nodes, { head, after, foreign: new ForeignSince(nodes, base, head, noForeign) });
  const ofSpecs = async (base: TreeSpec, head: TreeSpec, after: TreeSpec) => {
    const [a, b, c] = await Promise.all([base, head, after].map((each) => snapshotOf(nodes, each)));
    return a && b && c ? await undone(b, c, a) : undefined;
  };

  it("is every path that changed since the base and that the import changes again", async () => {
    await fc.assert(
      fc.asyncProperty(models, models, models, fc.array(fc.boolean()), async (base, one, other, picks) => {
        // Three states with common entries.
        const head = new Map([...base].filter((_, at) => picks[at] !== false));
        for (const [at, [path, entry]] of [...one].entries()) if (picks[at] !== true) head.set(path, entry);
        const after = new Map([...head].filter((_, at) => picks[at + 1] !== false));
        for (const [at, [path, entry]] of [...other].entries())
          if (picks[at] === true) after.set(path, entry);
        const clean = [base, head, after].every((model) => !hasClash(model));
        fc.pre(clean);
        const [baseId, headId, afterId] = [await build(base), await build(head), await build(after)];
        const found = await undone(headId, afterId, baseId);
        expect(found?.changes.map(({ path }) => path) ?? []).toEqual(undoneOf(base, head, after));
      }),
      { numRuns: 300 },
    );
  });

  it("I8: is described by its effect on each path", async () => {
    expect(
      await ofSpecs(
        { again: "0", back: "0", gone: "0", mine: "0", same: "0" },
        { again: "1", back: "1", mine: "0", new: "1", same: "1" },
        { again: "2", back: "0", gone: "0", mine: "2", same: "1" },
      ),
    ).toEqual({
      counts: { removed: 1, returned: 1, reverted: 1, changed: 1 },
      changes: [
        { path: "again", effect: "changed" },
        { path: "back", effect: "reverted" },
        { path: "gone", effect: "returned" },
        { path: "new", effect: "removed" },
      ],
    });
  });

  it("is nothing if the folder has the others' changes, whatever else it has", async () => {
    expect(await ofSpecs({ a: "0", b: "0" }, { a: "1" }, { a: "1", c: "2" })).toBeUndefined();
  });

  it("I9: includes empty folders, except those that now have contents", async () => {
    expect(await ofSpecs({ a: "0" }, { a: "0", "new/": null }, { a: "0" })).toMatchObject({
      counts: { removed: 1 },
    });
    expect(await ofSpecs({ a: "0" }, { a: "0", "new/": null }, { a: "0", "new/mine": "1" })).toBeUndefined();
  });

  it("counts all and names the first", async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, no) => [`f${1000 + no}`, "1"]));
    const found = await ofSpecs({ a: "0" }, { a: "0", ...many }, { a: "0" });
    expect(found?.counts.removed).toBe(300);
    expect(found?.changes).toHaveLength(200);
    expect(found?.changes[0]).toEqual({ path: "f1000", effect: "removed" });
  });

  it("I21: is decided in another way if the base is damaged", async () => {
    const head = await snapshotOf(nodes, { a: "1", b: "1" });
    const after = await snapshotOf(nodes, { c: "1" });
    const asked: string[] = [];
    const otherwise: Foreign = {
      instead: async (path) => {
        asked.push(path);
        return path === "a" ? null : undefined;
      },
    };
    const missing = "0".repeat(64) as SnapshotId;
    const foreign = new ForeignSince(nodes, missing, head, otherwise);
    expect(await findUndone(nodes, { head, after, foreign })).toMatchObject({
      changes: [{ path: "a", effect: "removed" }],
    });
    expect(asked).toEqual(["a", "b", "c"]);
  });
});
