import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import type { Repository } from "../repository/repository.ts";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import type { Progress } from "./command.ts";
import { invoke, invokeStream } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const live = join(folder, "live");
const store = new StoreHandle(join(folder, "store"), { surface: "cli" });

const call = callerOf(store);

const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;

beforeAll(async () => {
  writeTree(live, {
    "a.txt": "first",
    "a-b/x": "x",
    "a/deep/one": "1",
    "a/deep/two": "22",
    "a/z": "333",
    "becomes-folder": "text",
    "becomes-link": "text",
    "big.bin": seededBytes(1, 5_000_000),
    "drained/only": "gone soon",
    "empty/": null,
    "filled/": null,
    link: { link: "a.txt" },
    "mid.bin": seededBytes(2, 2_000),
  });
  await call("import", { paths: [live], label: "work", message: "one" });
  rmSync(join(live, "becomes-folder"));
  rmSync(join(live, "becomes-link"));
  rmSync(join(live, "drained/only"));
  rmSync(join(live, "empty"), { recursive: true });
  writeTree(live, {
    "a.txt": "second",
    "becomes-folder/in": "it",
    "becomes-link": { link: "a.txt" },
    "filled/now": "full",
    "hollow/": null,
  });
  await call("import", { paths: [live], label: "work", message: "two" });
});

afterAll(() => store.close());

describe("tree", () => {
  it("lists a folder with what is below each folder in it", async () => {
    const { entries } = await call("tree", { ref: "work@{1}" });
    expect(entries.map(({ path, type, size, files }) => [path, type, size, files])).toEqual([
      ["a", "directory", 6, 3],
      ["a-b", "directory", 1, 1],
      ["a.txt", "file", 5, undefined],
      ["becomes-folder", "file", 4, undefined],
      ["becomes-link", "file", 4, undefined],
      ["big.bin", "file", 5_000_000, undefined],
      ["drained", "directory", 9, 1],
      ["empty", "directory", 0, 0],
      ["filled", "directory", 0, 0],
      ["link", "symlink", 0, undefined],
      ["mid.bin", "file", 2_000, undefined],
    ]);
    expect(entries.find(({ path }) => path === "a")?.mode).toBe(0o040755);
    expect(entries.find(({ path }) => path === "link")).toMatchObject({ mode: 0o120777, target: "a.txt" });
  });

  it("lists everything below, each folder before what is in it and with the same sums", async () => {
    const { entries } = await call("tree", { ref: "work@{1}:a", recursive: true });
    expect(entries.map(({ path, size, files }) => [path, size, files])).toEqual([
      ["a/deep", 3, 2],
      ["a/deep/one", 1, undefined],
      ["a/deep/two", 2, undefined],
      ["a/z", 3, undefined],
    ]);
    const all = await call("tree", { ref: "work@{1}", recursive: true });
    const top = await call("tree", { ref: "work@{1}" });
    expect(all.entries).toEqual(expect.arrayContaining(top.entries));
    expect(all.entries.map(({ path }) => path)).toEqual([
      ...["a-b", "a-b/x", "a.txt", "a", "a/deep", "a/deep/one", "a/deep/two", "a/z"],
      ...["becomes-folder", "becomes-link", "big.bin", "drained", "drained/only"],
      ...["empty", "filled", "link", "mid.bin"],
    ]);
  });

  it("tells where contents are when asked", async () => {
    const { entries } = await call("tree", { ref: "work", content: true });
    const contentOf = (name: string) => entries.find(({ path }) => path === name)?.content;
    expect(contentOf("a.txt")).toEqual({ inline: true });
    const big = contentOf("big.bin");
    if (big === undefined || !("chunks" in big)) throw new Error("it has no chunks");
    expect(big.chunks.length).toBeGreaterThan(1);
    expect(big.chunks.reduce((sum, { len }) => sum + len, 0)).toBe(5_000_000);
    const mid = entries.find(({ path }) => path === "mid.bin");
    expect(mid?.content).toEqual({ chunks: [{ id: mid?.id, len: 2_000 }] });
    expect(contentOf("link")).toBeUndefined();
  });

  it.each([true, false])(
    "lists a file as itself, and an empty folder as nothing (recursive: %s)",
    async (recursive) => {
      const file = await call("tree", { ref: "work@{1}:a/z", recursive });
      expect(file.entries).toMatchObject([{ path: "a/z", size: 3 }]);
      expect((await call("tree", { ref: "work@{1}:empty/", recursive })).entries).toEqual([]);
      await rejection("tree", { ref: "work:nope", recursive }).toMatchObject({ code: "ENOENT" });
    },
  );
});

describe("diff", () => {
  it("tells what changed, and not that a folder is no longer or newly empty", async () => {
    const { changes } = await call("diff", { a: "work@{1}", b: "work" });
    expect(changes.map(({ path, change }) => `${change} ${path}`)).toEqual([
      "modified a.txt",
      "removed becomes-folder",
      "added becomes-folder/in",
      "modified becomes-link",
      "removed drained/only",
      "removed empty",
      "added filled/now",
      "added hollow",
    ]);
  });

  it("is the same backwards", async () => {
    const there = await call("diff", { a: "work@{1}", b: "work" });
    const back = await call("diff", { a: "work", b: "work@{1}" });
    const turned = { added: "removed", removed: "added", modified: "modified" };
    expect(back.changes.map(({ path, change }) => ({ path, change }))).toEqual(
      there.changes.map(({ path, change }) => ({ path, change: turned[change] })),
    );
    expect((await call("diff", { a: "work", b: "work" })).changes).toEqual([]);
  });

  it("compares no file with a folder", async () => {
    await rejection("diff", { a: "work:a.txt", b: "work" }).toMatchObject({
      code: "BadInput",
      message: '"work" is a folder, and "work:a.txt" is not.',
    });
  });
});

describe("cat", () => {
  it("gives text as it is and other bytes as base64", async () => {
    expect(await call("cat", { ref: "work:a.txt" })).toMatchObject({
      path: "a.txt",
      size: 6,
      encoding: "utf8",
      content: "second",
    });
    const { encoding, content } = await call("cat", { ref: "work:mid.bin" });
    expect(encoding).toBe("base64");
    expect(Buffer.from(content, "base64")).toEqual(Buffer.from(seededBytes(2, 2_000)));
  });

  it("gives a large file as bytes", async () => {
    const { size, bytes } = await invokeStream(registry, "cat", { ref: "work:big.bin" }, { store });
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    expect(size).toBe(5_000_000);
    expect(Buffer.concat(pieces).equals(seededBytes(1, 5_000_000))).toBe(true);
  });

  it.each([
    ["work", "EISDIR"],
    ["work:", "EISDIR"],
    ["work:a", "EISDIR"],
    ["work:hollow", "EISDIR"],
    ["work:link", "EINVAL"],
    ["work:nope", "ENOENT"],
    ["work:a.txt/under", "ENOENT"],
    ["work:../a.txt", "EINVAL"],
    ["work:a//z", "EINVAL"],
    ["nope:a.txt", "UnknownReference"],
  ])("refuses %s as %s", async (ref, code) => {
    await rejection("cat", { ref }).toMatchObject({ code });
  });
});

describe("log", () => {
  it("H10: gives moves oldest first, with counts when asked", async () => {
    const { log } = await call("log", { label: "work", stat: true });
    expect(
      log.map(({ op, message, from, changes }) => [op, message, from === null, changes?.modified]),
    ).toEqual([
      ["create", "one", true, 0],
      ["push", "two", false, 2],
    ]);
    expect((await call("log", { label: "work" })).log[1]).not.toHaveProperty("changes");
  });

  it("gives the most recent ones, and none for 0", async () => {
    expect((await call("log", { label: "work", limit: 1 })).log).toMatchObject([{ message: "two" }]);
    expect((await call("log", { label: "work", limit: 0 })).log).toEqual([]);
  });

  it("gives the moves that touched a path", async () => {
    const messages = async (path: string) =>
      (await call("log", { label: "work", path })).log.map(({ message }) => message);
    expect(await messages("a.txt")).toEqual(["one", "two"]);
    expect(await messages("a/")).toEqual(["one"]);
    expect(await messages("filled")).toEqual(["one", "two"]);
    await rejection("log", { label: "work", path: "nope" }).toMatchObject({ code: "ENOENT" });
  });
});

describe("labels", () => {
  it("D1: are made, renamed, described, pinned, deleted and brought back", async () => {
    const { ca_id } = await call("label.create", { label: "first", ref: "work@{1}" });
    await call("label.rename", { label: "first", to: "kept/first" });
    await call("label.describe", { label: "kept/first", description: "The first one" });
    await call("label.pin", { label: "kept/first" });
    expect((await call("labels", { label: "nothing" })).total).toBe(0);
    const { labels } = await call("labels", {});
    expect(labels).toMatchObject([
      { name: "kept/first", ca_id, description: "The first one", pinned: true, moves: 2, op: "rename" },
      { name: "work", moves: 2, op: "push", message: "two" },
    ]);
    await call("label.delete", { label: "kept/first" });
    expect((await call("labels", {})).labels.map(({ name }) => name)).toEqual(["work"]);
    expect((await call("labels", { deleted: true })).labels[0]).toMatchObject({
      name: "kept/first",
      ca_id: null,
    });
    expect(await call("label.restore", { label: "kept/first" })).toEqual({ label: "kept/first", ca_id });
    const { log } = await call("log", { label: "kept/first" });
    expect(log.map(({ op }) => op)).toEqual(["create", "rename", "delete", "restore"]);
    expect(log[1]).toMatchObject({ renamed_from: "first" });
  });

  it.each<[string, object, string]>([
    ["label.create", { label: "work", ref: "work" }, "LabelExists"],
    ["label.create", { label: "new", ref: "work:a" }, "BadInput"],
    ["label.create", { label: "no name", ref: "work" }, "BadLabelName"],
    ["label.rename", { label: "work", to: "kept/first" }, "LabelExists"],
    ["label.rename", { label: "nope", to: "other" }, "UnknownLabel"],
    ["label.delete", { label: "nope" }, "UnknownLabel"],
    ["label.restore", { label: "work" }, "LabelExists"],
    ["label.describe", { label: "nope", description: "" }, "UnknownLabel"],
    ["label.ignore", { label: "nope" }, "UnknownLabel"],
    ["log", { label: "nope" }, "UnknownLabel"],
  ])("refuse %s with %j as %s", async (name, input, code) => {
    await rejection(name, input).toMatchObject({ code });
  });

  it("keep what imports leave out", async () => {
    await call("label.ignore", { label: "work", patterns: ["*.bin"] });
    expect(await call("label.ignore", { label: "work", gitignore: true })).toEqual({
      label: "work",
      ignore: ["*.bin"],
      gitignore: true,
    });
    const { files } = await call("import", { paths: [live], label: "work" });
    expect(files).toBe(9);
    expect(await call("label.ignore", { label: "work", patterns: [] })).toMatchObject({
      ignore: [],
      gitignore: true,
    });
  });

  it("D7: tell of a move that came in between", async () => {
    const id = "ab".repeat(32) as SnapshotId;
    const overtaken = {
      label: async () => ({ name: "work", head: id, last: {} }),
      run: async () => ({ status: "rejected", current: null }),
    } as unknown as Repository;
    const handle = { repository: async () => overtaken } as unknown as StoreHandle;
    const deleting = invoke(registry, "label.delete", { label: "work" }, { store: handle });
    await expect(deleting).rejects.toMatchObject({ code: "LabelMoved", hint: expect.any(String) });
  });
});

describe("import and export", () => {
  it("bring back what was there, and say how far they are", async () => {
    const to = join(folder, "back");
    const told: Progress[] = [];
    const context = { store, onProgress: (progress: Progress) => void told.push(progress) };
    const report = await invoke(registry, "export", { ref: "work@{1}", to }, context);
    expect(report).toMatchObject({ to, skipped: [] });
    expect(told.at(-1)).toMatchObject({ command: "export", files: expect.any(Number) });
    const again = await call("import", { paths: [to], label: "copy" });
    expect(again.ca_id).toBe(report.ca_id);
  });

  it("I24: stop when they are cancelled, and the label stays", async () => {
    const abort = new AbortController();
    abort.abort();
    writeFileSync(join(live, "late"), "too late");
    const input = { paths: [live], label: "work" };
    const cancelled = invoke(registry, "import", input, { store, signal: abort.signal });
    await expect(cancelled).rejects.toMatchObject({ code: "Cancelled" });
    await rejection("cat", { ref: "work:late" }).toMatchObject({ code: "ENOENT" });
  });
});

describe("the store", () => {
  it("is told apart by how it cuts files", async () => {
    expect(await call("init", {})).toMatchObject({
      store: store.folder,
      created: false,
      profile: { inline_max: 512 },
    });
    expect(await call("init", { inline_max: 512 })).toMatchObject({ created: false });
    await rejection("init", { inline_max: 65_536 }).toMatchObject({ code: "ProfileMismatch" });
    await rejection("init", { inline_max: 70_000 }).toMatchObject({ code: "BadInput" });
  });

  it("is verified", async () => {
    expect(await call("verify", {})).toMatchObject({ ok: true, problems: [] });
  });

  it("is recovered while nothing is wrong, and opens again", async () => {
    expect(await call("recover", {})).toMatchObject({ store: store.folder, database: "sound" });
    expect((await call("labels", {})).labels).not.toEqual([]);
  });
});
