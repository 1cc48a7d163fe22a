import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import { buildManifest } from "../manifest/build.ts";
import { type Entry, entryType } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { isUnder } from "../manifest/path.ts";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { entries, type Model, models, paths, sorted, withoutClashes } from "../testing/manifests.ts";
import { openTestStore } from "../testing/stores.ts";
import { type TreeSpec, tree } from "../testing/trees.ts";
import type { CommandOutput } from "./registry/invoke.ts";
import { StoreHandle } from "./store-handle.ts";

type ChangeEntry = CommandOutput<"changes">["entries"][number];

const folder = `${temporaryFolder()}/store`;
const writer = openTestStore(folder);
const store = new StoreHandle(folder, { surface: "app" });

afterAll(async () => {
  await store.close();
  writer.close();
});

const call = callerOf(store);

async function keep(label: string, entries: Iterable<readonly [string, Entry]>): Promise<SnapshotId> {
  const objects = writer.stage();
  const id = await buildManifest(new NodeStore(objects), entries);
  const op = writer.labels.resolveSync(label) === undefined ? "create" : "force";
  objects.flushWith(() => writer.labels.forceSync({ label, op, to: id }));
  return id;
}

async function trees(before: TreeSpec, after: TreeSpec): Promise<{ from: SnapshotId; to: SnapshotId }> {
  return { from: await keep("before", tree(before)), to: await keep("after", tree(after)) };
}

/** Reads all pages of a folder, and of the folders in it. */
async function walk(pair: object, limit: number, folder = ""): Promise<ChangeEntry[]> {
  const all: ChangeEntry[] = [];
  for (let offset = 0, total = 1; offset < total; offset += limit) {
    const page = await call("changes", { ...pair, folder, offset, limit });
    total = page.total;
    for (const entry of page.entries) {
      all.push(entry);
      if (entry.counts !== undefined) all.push(...(await walk(pair, limit, entry.path)));
    }
  }
  return all;
}

const isLeaf = ({ counts }: ChangeEntry) => counts === undefined;
const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);

function count(changes: readonly { change?: string | undefined }[]) {
  const of = (kind: string) => changes.filter(({ change }) => change === kind).length;
  return { added: of("added"), modified: of("modified"), removed: of("removed") };
}

function hasFolder(model: Model, folder: string): boolean {
  const own = model.get(folder);
  if (own !== undefined) return entryType(own) === "directory";
  return [...model.keys()].some((path) => isUnder(path, folder));
}

/** A tree, and what became of it: most of it stays. */
const pairs = fc
  .tuple(models, fc.array(fc.tuple(paths, entries), { maxLength: 20 }), fc.infiniteStream(fc.nat(9)))
  .map(([before, more, dice]): [Model, Model] => {
    const kept = [...before].filter(() => dice.next().value > 1);
    return [before, withoutClashes(new Map([...kept, ...more]))];
  });

describe("changes", () => {
  it("rolled up are those of diff, folder by folder and page by page", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.integer({ min: 1, max: 7 }), async ([before, after], limit) => {
        const pair = { from: await keep("before", sorted(before)), to: await keep("after", sorted(after)) };
        const told = (await call("diff", { a: pair.from, b: pair.to })).changes;
        const changes = told.map(({ path, change }) => ({ path, change }));
        const walked = await walk(pair, limit);
        const leaves = walked.filter(isLeaf).map(({ path, change }) => ({ path, change }));
        expect(leaves.sort(byPath)).toEqual([...changes].sort(byPath));
        expect((await call("changes", pair)).counts).toEqual(count(changes));
        for (const row of walked.filter((row) => !isLeaf(row))) {
          expect(row.counts).toEqual(count(changes.filter(({ path }) => isUnder(path, row.path))));
          const [was, is] = [hasFolder(before, row.path), hasFolder(after, row.path)];
          expect(row.change).toBe(was === is ? undefined : is ? "added" : "removed");
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are of both sides, folders first and names as people order them", async () => {
    const pair = await trees(
      { "10": "x", "2": "x", "a/b/one": "1", "a/b/two": "2", "gone/all": "x", hollow: "file", "same/x": "x" },
      { "10": "y", "a/b/one": "!", "hollow/": null, "new/er/file": "n", "same/x": "x", "same/y/z": "" },
    );
    const { entries, counts, total } = await call("changes", pair);
    expect({ counts, total }).toEqual({ counts: { added: 2, modified: 3, removed: 3 }, total: 7 });
    expect(entries.map(({ path, type, change }) => [path, type, change])).toEqual([
      ["a/b", "directory", undefined],
      ["gone", "directory", "removed"],
      ["hollow", "directory", "modified"],
      ["new/er", "directory", "added"],
      ["same/y", "directory", "added"],
      ["2", "file", "removed"],
      ["10", "file", "modified"],
    ]);
    expect(entries[0]).toMatchObject({ counts: { added: 0, modified: 1, removed: 1 } });
    expect(entries[2]).toMatchObject({ before: { type: "file", size: 4 }, after: { type: "directory" } });
    expect(entries[5]).toMatchObject({ before: { size: 1, id: expect.any(String) } });
    expect(entries[5]).not.toHaveProperty("after");
    expect((await call("changes", { ...pair, folder: "a" })).entries).toMatchObject([{ path: "a/b" }]);
    expect((await call("changes", { ...pair, folder: "nowhere" })).entries).toEqual([]);
  });

  it("are all additions where there was nothing", async () => {
    const { to } = await trees({}, { "a/x": "x", "a/y": "y", z: "z", "e/": null });
    const { entries, counts, from } = await call("changes", { from: null, to: "after" });
    expect({ from, counts }).toEqual({ from: null, counts: { added: 4, modified: 0, removed: 0 } });
    expect(entries.map(({ path, change }) => [path, change])).toEqual([
      ["a", "added"],
      ["e", "added"],
      ["z", "added"],
    ]);
    expect((await call("changes", { from: to, to })).total).toBe(0);
  });

  it("can be of some kinds only, and of paths that match", async () => {
    const pair = await trees(
      { "a/x.ts": "x", "a/y.md": "y", "b/z.ts": "z" },
      { "a/x.ts": "X", "a/n.ts": "n", "b/z.ts": "z", "c/n.md": "n" },
    );
    const counts = { added: 2, modified: 1, removed: 1 };
    const added = await call("changes", { ...pair, kinds: ["added"] });
    expect(added).toMatchObject({
      counts,
      entries: [
        { path: "a", counts: { added: 1, modified: 0, removed: 0 } },
        { path: "c", change: "added" },
      ],
    });
    const matching = await call("changes", { ...pair, pattern: "*.ts", folder: "c", offset: 1, limit: 5 });
    expect(matching).toMatchObject({ counts, total: 2, entries: [{ path: "a/x.ts", change: "modified" }] });
    const both = await call("changes", { ...pair, pattern: "N", kinds: ["added", "removed"] });
    expect(both.entries.map(({ path }) => path)).toEqual(["a/n.ts", "c/n.md"]);
    await expect(call("changes", { ...pair, pattern: "" })).rejects.toMatchObject({ code: "BadInput" });
  });
});
