// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { type Answers, connectFake, failure } from "../testing/fake-bridge.ts";
import { mountOf } from "../testing/samples.ts";
import { client } from "./client.ts";
import { existsQuery, mountsQuery, workingTreeQuery } from "./mounts.ts";
import type { ChangeItem, TreeItem } from "./queries.ts";

const NAME = { sort: "name", descending: false } as const;
const fileOf = (path: string): TreeItem => ({ path, type: "file", mode: 0, size: 1 });
const folderOf = (path: string): TreeItem => ({ path, type: "directory", mode: 0, size: 0 });
const changeOf = (
  path: string,
  change: ChangeItem["change"],
  more: Partial<ChangeItem> = {},
): ChangeItem => ({
  path,
  type: "file",
  ...(change && { change }),
  ...more,
});

/** A working copy: the listings of its base and of what it is now, and what changed in between. */
interface Sample {
  readonly base?: Readonly<Record<string, readonly TreeItem[]>>;
  readonly now: Readonly<Record<string, readonly TreeItem[]>>;
  readonly changes?: readonly ChangeItem[];
}

function connect({ base = {}, now, changes = [] }: Sample, more: Answers = {}) {
  const trees = { base, now };
  return connectFake({
    tree: ({ ref, offset = 0, limit = 1000 }) => {
      const [side, folder = ""] = ref.split(":");
      const listed = trees[side as "base" | "now"][folder];
      if (listed === undefined) throw failure("ENOENT");
      return { total: listed.length, entries: listed.slice(offset, offset + limit) };
    },
    changes: ({ offset = 0, limit = 1000 }) => ({
      total: changes.length,
      entries: changes.slice(offset, offset + limit),
    }),
    ...more,
  });
}

const page = (folder: string, no = 0) => client.fetchQuery(workingTreeQuery("base", "now", folder, NAME, no));
const briefly = ({ entries }: { readonly entries: readonly TreeItem[] }) =>
  entries.map((entry) => [entry.path, (entry as { change?: string }).change ?? null]);

test("discarded working copies are listed too", async () => {
  const bridge = connectFake({ "mount.list": () => ({ mounts: [mountOf({ discarded: 5 })] }) });
  expect(await client.fetchQuery(mountsQuery())).toHaveLength(1);
  expect(bridge.inputsOf("mount.list")).toEqual([{ discarded: true }]);
});

test("a folder has its entries marked by their changes, and what is gone stands at the end", async () => {
  const counts = { added: 1, modified: 2, removed: 0 };
  connect({
    now: { "": [folderOf("docs"), fileOf("new.txt"), fileOf("same.txt")] },
    changes: [
      changeOf("docs", undefined, { type: "directory", counts }),
      changeOf("gone.txt", "removed", { before: { type: "file", mode: 1, size: 7 } }),
      changeOf("new.txt", "added"),
    ],
  });
  const found = await page("");
  expect(found.total).toBe(4);
  expect(briefly(found)).toEqual([
    ["docs", null],
    ["new.txt", "added"],
    ["same.txt", null],
    ["gone.txt", "removed"],
  ]);
  expect(found.entries[0]).toMatchObject({ counts });
  expect(found.entries[3]).toEqual({ path: "gone.txt", type: "file", mode: 1, size: 7, change: "removed" });
});

test("everything in a new folder is new, and everything in a removed one removed", async () => {
  const bridge = connect({ now: { docs: [fileOf("docs/a.txt")] } });
  expect(briefly(await page("docs"))).toEqual([["docs/a.txt", "added"]]);
  expect(bridge.inputsOf("changes")).toEqual([]);
  connect({ base: { docs: [fileOf("docs/a.txt")] }, now: {} });
  expect(briefly(await page("docs"))).toEqual([["docs/a.txt", "removed"]]);
  // A file stands in the folder's place now, and lists itself.
  connect({ base: { docs: [fileOf("docs/a.txt")] }, now: { docs: [fileOf("docs")] } });
  expect(briefly(await page("docs"))).toEqual([["docs/a.txt", "removed"]]);
});

test("a change that lies deeper marks the child that leads to it: wholly new, wholly gone, or changed below", async () => {
  connect({
    base: { old: [folderOf("old/x")], kept: [folderOf("kept/x")] },
    now: { "": [folderOf("kept"), folderOf("new")], kept: [folderOf("kept/x")], new: [folderOf("new/x")] },
    changes: [
      changeOf("kept/x/a.txt", "removed"),
      changeOf("new/x/a.txt", "added"),
      changeOf("old/x/a.txt", "removed"),
    ],
  });
  const found = await page("");
  expect(briefly(found)).toEqual([
    ["kept", null],
    ["new", "added"],
    ["old", "removed"],
  ]);
  expect(found.entries[0]).toMatchObject({ counts: { added: 0, modified: 0, removed: 1 } });
  expect(found.entries[2]).toMatchObject({ type: "directory" });
});

test("removed children go over the pages after the others, each once", async () => {
  const now = { "": Array.from({ length: 199 }, (_, no) => fileOf(`a${no}`)) };
  const changes = ["x", "y", "z"].map((path) => changeOf(path, "removed"));
  connect({ now, changes });
  const [first, second] = [await page("", 0), await page("", 1)];
  expect([first.total, first.entries.length]).toEqual([202, 200]);
  expect(briefly(first).at(-1)).toEqual(["x", "removed"]);
  expect(briefly(second)).toEqual([
    ["y", "removed"],
    ["z", "removed"],
  ]);
});

test("many changes are read page by page, up to ten thousand", async () => {
  const changes = Array.from({ length: 10_001 }, (_, no) => changeOf(`gone${no}`, "removed"));
  const bridge = connect({ now: { "": [] }, changes });
  expect((await page("")).total).toBe(10_000);
  expect(bridge.inputsOf("changes").map(({ offset }) => offset)).toEqual([
    0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000,
  ]);
});

test("whether a path is there: a failure that says nothing about that is told", async () => {
  connect({ now: { "": [], docs: [] } });
  expect(await client.fetchQuery(existsQuery("now", "docs"))).toBe(true);
  expect(await client.fetchQuery(existsQuery("now", "other"))).toBe(false);
  connectFake({
    tree: () => {
      throw failure("DiskFull");
    },
  });
  await expect(client.fetchQuery(existsQuery("now", "docs"))).rejects.toMatchObject({ code: "DiskFull" });
});
