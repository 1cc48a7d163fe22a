import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Label, Op } from "../labels/label-store.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore } from "../testing/stores.ts";
import { snapshotOf } from "../testing/trees.ts";
import type { CommandOutput } from "./registry/invoke.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = `${temporaryFolder()}/store`;
const writer = openTestStore(folder);
const store = new StoreHandle(folder, { surface: "app" });

const call = callerOf(store);

/** Moves a label to a snapshot with one file that holds this text. */
async function move(label: string, op: Op, text: string | null, message = ""): Promise<void> {
  const objects = writer.stage();
  const to = text === null ? null : await snapshotOf(new NodeStore(objects), { file: text });
  objects.flushWith(() => writer.labels.forceSync({ label, op, to, message }));
}

const indices = ({ entries }: CommandOutput<"history">) => entries.map(({ index }) => index);

beforeAll(async () => {
  await move("main", "create", "one", "The first");
  await move("main", "push", "two two", "bug fixed");
  await move("main", "push", "three");
  await move("main", "reset", "one");
  await move("main", "push", "two two", "BUG again");
  await move("main", "delete", null);
  await move("main", "restore", "two two");
});

afterAll(async () => {
  await store.close();
  writer.close();
});

describe("history", () => {
  it("is of all moves, newest first, with where they jump back to", async () => {
    const { entries, ...page } = await call("history", { label: "main" });
    expect(page).toMatchObject({
      label: "main",
      moves: 7,
      total: 7,
      jumps: [
        { from: 6, to: 4 },
        { from: 3, to: 0 },
      ],
    });
    expect(page.head).toBe(entries[0]?.to);
    expect(entries.map(({ index, op, returns_to }) => [index, op, returns_to])).toEqual([
      [6, "restore", 4],
      [5, "delete", undefined],
      [4, "push", undefined],
      [3, "reset", 0],
      [2, "push", undefined],
      [1, "push", undefined],
      [0, "create", undefined],
    ]);
    const { log } = await call("log", { label: "main" });
    expect(entries.map(({ index: _, returns_to: __, ...move }) => move)).toEqual(log.toReversed());
  });

  it("comes in pages", async () => {
    const page = (offset: number) => call("history", { label: "main", offset, limit: 3 });
    expect(indices(await page(0))).toEqual([6, 5, 4]);
    expect(indices(await page(3))).toEqual([3, 2, 1]);
    expect(indices(await page(6))).toEqual([0]);
    expect(await page(7)).toMatchObject({ total: 7, entries: [] });
    expect((await page(0)).jumps).toHaveLength(2);
    expect((await page(3)).jumps).toEqual([]);
  });

  it.each([
    [{ ops: ["push"] }, [4, 2, 1]],
    [{ ops: [] }, [6, 5, 4, 3, 2, 1, 0]],
    [{ text: "bug" }, [4, 1]],
    [{ text: "BUG", ops: ["push", "reset"], offset: 1 }, [1]],
    [{ text: "tester@HOST" }, [6, 5, 4, 3, 2, 1, 0]],
    [{ text: "nobody" }, []],
  ])("can be of the moves that match %j", async (filter, expected) => {
    const page = await call("history", { label: "main", ...filter });
    expect(indices(page)).toEqual(expected);
    expect(page).toMatchObject({ moves: 7, total: expected.length + ("offset" in filter ? 1 : 0) });
    expect(page.jumps).toHaveLength("offset" in filter ? 0 : 2);
  });

  it("can be of the moves from and to a snapshot", async () => {
    const head = String((await call("history", { label: "main" })).head);
    expect(indices(await call("history", { label: "main", text: head.slice(0, 12).toUpperCase() }))).toEqual([
      ...[6, 5, 4, 2, 1],
    ]);
  });

  it("finds out what the moves of a page changed, and of no others", async () => {
    await call("history", { label: "main", offset: 5, stat: true });
    const { entries } = await call("history", { label: "main" });
    expect(entries.map(({ changes }) => changes)).toEqual([
      ...[undefined, undefined],
      // The same as the one at the end: it is between the same snapshots.
      { added: 0, modified: 1, removed: 0, bytes: 7 },
      ...[undefined, undefined],
      { added: 0, modified: 1, removed: 0, bytes: 7 },
      { added: 1, modified: 0, removed: 0, bytes: 3 },
    ]);
    const all = await call("history", { label: "main", stat: true });
    expect(all.entries.map(({ changes }) => changes?.bytes)).toEqual([7, undefined, 7, 3, 5, 7, 3]);
  });

  it("has a move that was made since", async () => {
    await move("main", "reset", "three");
    const { entries, jumps, moves } = await call("history", { label: "main", limit: 1 });
    expect({ entries, jumps, moves }).toMatchObject({
      entries: [{ index: 7, returns_to: 2 }],
      jumps: [{ from: 7, to: 2 }, {}, {}],
      moves: 8,
    });
  });

  it("counts from the oldest move that is kept, and goes back to none that is not", async () => {
    writer.db.prepare("DELETE FROM reflog WHERE seq = 1").run();
    const { entries, jumps, moves } = await call("history", { label: "main" });
    expect(moves).toBe(7);
    expect(entries.map(({ index, returns_to }) => [index, returns_to])).toEqual([
      ...[
        [6, 1],
        [5, 3],
        [4, undefined],
        [3, undefined],
        [2, undefined],
        [1, undefined],
        [0, undefined],
      ],
    ]);
    expect(jumps).toEqual([
      { from: 6, to: 1 },
      { from: 5, to: 3 },
    ]);
  });

  it("refuses a label that never was", async () => {
    await expect(call("history", { label: "nope" })).rejects.toMatchObject({ code: "UnknownLabel" });
  });
});

describe("a page of labels", () => {
  beforeAll(async () => {
    for (const name of ["b", "a/x", "c", "d"]) await move(name, "create", name);
    writer.labels.amendSync("c", { description: "Über ALLES", settings: { folder: "/home/ann/c" } });
    writer.labels.amendSync("b", { pinned: true });
    await move("d", "delete", null);
    await move("b", "push", "bb");
  });

  const names = ({ labels }: CommandOutput<"labels">) => labels.map(({ name }) => name);

  it.each([
    [{}, ["a/x", "b", "c", "main"]],
    [{ deleted: true }, ["a/x", "b", "c", "d", "main"]],
    [{ sort: "recent" }, ["b", "c", "a/x", "main"]],
    [{ sort: "recent", deleted: true }, ["b", "d", "c", "a/x", "main"]],
    [{ filter: "A" }, ["a/x", "c", "main"]],
    [{ filter: "über all" }, ["c"]],
    [{ filter: "%" }, []],
    [{ filter: "d", deleted: true }, ["d"]],
  ])("is of those that %j asks for", async (input, expected) => {
    expect(names(await call("labels", input))).toEqual(expected);
    for (const limit of [1, 2, 4]) {
      const pages = [];
      for (let offset = 0; offset <= expected.length; offset += limit) {
        const page = await call("labels", { ...input, offset, limit });
        expect(page.total).toBe(expected.length);
        pages.push(...names(page));
      }
      expect(pages).toEqual(expected);
    }
    expect(await call("labels", { ...input, limit: 0 })).toEqual({ total: expected.length, labels: [] });
  });

  it("tells how much each holds, and of which folder it is", async () => {
    const { labels } = await call("labels", { stat: true, deleted: true });
    expect(labels.map(({ name, files, bytes, folder }) => [name, files, bytes, folder])).toEqual([
      ["a/x", 1, 3, null],
      ["b", 1, 2, null],
      ["c", 1, 1, "/home/ann/c"],
      ["d", undefined, undefined, null],
      ["main", 1, 5, null],
    ]);
  });

  it("leaves out how much a damaged one holds", async () => {
    const id = "ab".repeat(32);
    writer.labels.forceSync({ label: "lost", op: "create", to: id as NonNullable<Label["head"]> });
    const { labels } = await call("labels", { stat: true, filter: "lost" });
    expect(labels).toMatchObject([{ name: "lost", ca_id: id }]);
    expect(labels[0]).not.toHaveProperty("files");
  });
});

describe("the history of a path", () => {
  it("H11: has the moves in which it appeared, changed or went, whoever entered them", async () => {
    const write = async (files: Record<string, string>, op: Op = "push") => {
      const objects = writer.stage();
      const to = await snapshotOf(new NodeStore(objects), files);
      objects.flushWith(() => writer.labels.forceSync({ label: "path", op, to, message: "" }));
    };
    await write({ "a/b/c": "1", "a/d": "1" }, "create");
    await write({ "a/b/c": "2", "a/d": "1" });
    await write({ "a/b/c": "2", "a/d": "2", "a/b-not": "1" });
    await write({ "a/d": "2", "a/b-not": "1" });
    await write({ "a/d": "2", "a/b-not": "1", "a/b/e/f": "1" });
    const of = async (path: string, more = {}) =>
      indices(await call("history", { label: "path", path, ...more }));
    expect(await of("a/b/c")).toEqual([3, 1, 0]);
    expect(await of("a/b")).toEqual([4, 3, 1, 0]);
    expect(await of("/a/d/")).toEqual([2, 0]);
    expect(await of("a/b/e")).toEqual([4]);
    expect(await of("")).toEqual([4, 3, 2, 1, 0]);
    expect(await of("nowhere")).toEqual([]);
    expect(await of("a/b/c", { up_to: 2 })).toEqual([1, 0]);
    expect(await of("a/b", { offset: 1, limit: 2 })).toEqual([3, 1]);
    const { total, moves } = await call("history", { label: "path", path: "a/b", up_to: 3, limit: 1 });
    expect({ total, moves }).toEqual({ total: 3, moves: 5 });
    await write({ "a/b/c": "2" });
    expect(await of("a/b/c")).toEqual([5, 3, 1, 0]);
  });

  it("has what ended and began with the label", async () => {
    expect(indices(await call("history", { label: "main", path: "file" }))).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });
});
