import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const store = new StoreHandle(`${folder}/store`, { surface: "app" });

const call = callerOf(store);

const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;
const pathsOf = ({ entries }: { entries: readonly { path: string }[] }) => entries.map(({ path }) => path);

beforeAll(async () => {
  writeTree(`${folder}/live`, {
    "10.txt": "ten",
    "2.TXT": "two two",
    "a-b/x": "x",
    "a/b/c/one": "1",
    "a/b/c/two.ts": "22",
    "alone/in/here": "it",
    "B.md": "bee",
    "bare/nothing/": null,
    "both/folder/file": "in",
    "both/file": "beside",
    "empty/": null,
    link: { link: "10.txt" },
    ".hidden": "",
  });
  await call("import", { paths: [`${folder}/live`], label: "work" });
});

afterAll(() => store.close());

describe("a tree's page", () => {
  const folders = ["a", "a-b", "alone", "bare", "both", "empty"];

  it.each([
    [
      "path",
      false,
      [".hidden", "10.txt", "2.TXT", "B.md", "a", "a-b", "alone", "bare", "both", "empty", "link"],
    ],
    [
      "path",
      true,
      ["link", "empty", "both", "bare", "alone", "a-b", "a", "B.md", "2.TXT", "10.txt", ".hidden"],
    ],
    ["name", false, [...folders, ".hidden", "2.TXT", "10.txt", "B.md", "link"]],
    ["name", true, [...folders.toReversed(), "link", "B.md", "10.txt", "2.TXT", ".hidden"]],
    ["kind", false, [...folders, ".hidden", "link", "B.md", "2.TXT", "10.txt"]],
    [
      "size",
      false,
      ["bare", "empty", "a-b", "alone", "a", "both", ".hidden", "link", "10.txt", "B.md", "2.TXT"],
    ],
  ])("is of the listing sorted by %s (descending: %s)", async (sort, descending, expected) => {
    const whole = await call("tree", { ref: "work", sort, descending });
    expect(whole.total).toBe(expected.length);
    expect(pathsOf(whole)).toEqual(expected);
    for (const limit of [1, 4, 11, 100]) {
      const pages = [];
      for (let offset = 0; offset <= whole.total; offset += limit) {
        const page = await call("tree", { ref: "work", sort, descending, offset, limit });
        expect(page.total).toBe(whole.total);
        pages.push(...page.entries);
      }
      expect(pages).toEqual(whole.entries);
    }
  });

  it("has what is asked for of everything below", async () => {
    for (const sort of ["path", "name", "kind", "size"]) {
      const whole = await call("tree", { ref: "work", recursive: true, content: true, sort });
      const [first, rest] = [
        { offset: 0, limit: 7 },
        { offset: 7, limit: 1000 },
      ];
      const page = (part: object) =>
        call("tree", { ref: "work", recursive: true, content: true, sort, ...part });
      expect([...(await page(first)).entries, ...(await page(rest)).entries]).toEqual(whole.entries);
    }
  });

  it("passes through folders that hold nothing but a folder", async () => {
    const { entries } = await call("tree", { ref: "work", sort: "name", compact: true, limit: 6 });
    expect(pathsOf({ entries })).toEqual(["a/b/c", "a-b", "alone/in", "bare/nothing", "both", "empty"]);
    expect(entries[0]).toMatchObject({ files: 2, size: 3 });
    expect(pathsOf(await call("tree", { ref: "work:a", compact: true }))).toEqual(["a/b/c"]);
    await rejection("tree", { ref: "work", compact: true, recursive: true }).toMatchObject({
      code: "BadInput",
    });
  });

  it("is empty behind the end, and of a file the file", async () => {
    expect(await call("tree", { ref: "work", offset: 11, limit: 5 })).toMatchObject({
      total: 11,
      entries: [],
    });
    expect(await call("tree", { ref: "work:a/b/c/one", limit: 5 })).toMatchObject({
      total: 1,
      entries: [{ path: "a/b/c/one", id: expect.any(String) }],
    });
    await rejection("tree", { ref: "work:nope", limit: 1 }).toMatchObject({ code: "ENOENT" });
  });

  it("is given up when nobody waits for it", async () => {
    const abort = new AbortController();
    abort.abort();
    const input = { ref: "work", sort: "size", descending: true, recursive: true, limit: 1 };
    const listing = invoke(registry, "tree", input, { store, signal: abort.signal });
    await expect(listing).rejects.toMatchObject({ code: "Cancelled" });
    expect((await call("tree", input)).entries).toHaveLength(1);
  });
});

describe("find", () => {
  it.each([
    ["TXT", ["10.txt", "2.TXT"]],
    ["*.txt", ["10.txt"]],
    ["*.[tT][xX][tT]", ["10.txt", "2.TXT"]],
    ["IN", ["link"]],
    ["a/**", ["a/b/c/one", "a/b/c/two.ts"]],
    ["a/", ["a/b/c/one", "a/b/c/two.ts"]],
    ["/both/*", ["both/file", "both/folder/file"]],
    ["file", ["both/file", "both/folder/file"]],
    ["nothing", []],
    ["?.md", ["B.md"]],
  ])("finds the files and links that match %s", async (pattern, expected) => {
    const whole = await call("find", { ref: "work", pattern });
    expect(pathsOf(whole)).toEqual(expected);
    expect(whole.total).toBe(expected.length);
    const page = await call("find", { ref: "work", pattern, offset: 1, limit: 1 });
    expect(page).toMatchObject({ total: whole.total, entries: whole.entries.slice(1, 2) });
  });

  it("ties a pattern to the root only by a slash in front", async () => {
    expect(pathsOf(await call("find", { ref: "work", pattern: "c/*.ts" }))).toEqual(["a/b/c/two.ts"]);
    expect(pathsOf(await call("find", { ref: "work", pattern: "/c/*.ts" }))).toEqual([]);
  });

  it("looks below a folder, from which a pattern then counts", async () => {
    expect(pathsOf(await call("find", { ref: "work:a/b", pattern: "/c/*.ts" }))).toEqual(["a/b/c/two.ts"]);
    expect(pathsOf(await call("find", { ref: "work:link", pattern: "LIN" }))).toEqual(["link"]);
    expect((await call("find", { ref: "work:empty", pattern: "*" })).total).toBe(0);
    await rejection("find", { ref: "work:nope", pattern: "*" }).toMatchObject({ code: "ENOENT" });
  });

  it.each(["", "  ", "/", "*.[ab", "*\\", "!*.ts", "#*", "*\nx"])("refuses %j", async (pattern) => {
    await rejection("find", { ref: "work", pattern }).toMatchObject({
      code: "BadInput",
      message: expect.stringContaining("is no pattern"),
    });
  });

  it.each(["*.[]]", "[[:alpha:]]*", "\\[*", "\\#*", "\\!*", "[!a]*"])("takes %j", async (pattern) => {
    await call("find", { ref: "work", pattern });
  });
});

describe("status", () => {
  it("tells where the store is and how it is", async () => {
    const { bytes, ...status } = await call("status", {});
    expect(status).toEqual({
      store: store.folder,
      writable: true,
      labels: 1,
      problems: [],
      scrub: expect.objectContaining({ last: null, findings: [] }),
    });
    expect(bytes).toBeGreaterThan(10_000);
  });
});
