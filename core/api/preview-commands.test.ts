import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const live = join(folder, "live");
const store = new StoreHandle(join(folder, "store"), { surface: "app" });
const big = seededBytes(1, 3_000_000);

const call = callerOf(store);

const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;

beforeAll(async () => {
  const db = new SQLite(":memory:");
  db.exec("CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, photo BLOB)");
  db.exec("INSERT INTO people VALUES (1, 'Ada', x'0102'), (2, NULL, NULL)");
  writeTree(live, {
    "big.bin": big,
    "data.db": db.serialize(),
    "broken.db": Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(5000, 7)]),
    "dir/in": "x",
    empty: "",
    "icon.svg": "<svg></svg>",
    "latin.txt": Buffer.from("gr\xfc\xdfe", "latin1"),
    link: { link: "big.bin" },
    "long.txt": "äöü".repeat(100_000),
    "pic.png": Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(100)]),
  });
  writeFileSync(join(live, "huge.db"), Buffer.alloc(64 * 1024 * 1024 + 1));
  await call("import", { paths: [live], label: "x" });
});

afterAll(() => store.close());

describe("preview", () => {
  it.each([
    ["big.bin", { kind: "binary", size: 3_000_000, type: "file" }],
    ["data.db", { kind: "sqlite" }],
    ["empty", { kind: "text", text: "", truncated: false, encoding: "utf-8", lossy: false }],
    ["icon.svg", { kind: "image", media_type: "image/svg+xml", text: "<svg></svg>" }],
    ["latin.txt", { kind: "text", text: "gr\ufffd\ufffde", lossy: true }],
    ["link", { kind: "link", type: "symlink", target: "big.bin" }],
    ["pic.png", { kind: "image", media_type: "image/png" }],
  ])("tells what %s is", async (path, expected) => {
    const told = await call("preview", { ref: `x:${path}` });
    expect(told).toMatchObject({ path, ...expected });
    expect("text" in told).toBe("text" in expected);
  });

  it("cuts long text between characters", async () => {
    const { text, truncated, lossy } = await call("preview", { ref: "x:long.txt", most: 100_001 });
    expect(text).toBe("äöü".repeat(100_000).slice(0, 50_000));
    expect({ truncated, lossy }).toEqual({ truncated: true, lossy: false });
    expect(await call("preview", { ref: "x:long.txt" })).toMatchObject({ truncated: false });
    expect(await call("preview", { ref: "x:long.txt", most: 0 })).toMatchObject({
      text: "",
      truncated: true,
    });
  });

  it("refuses folders", async () => {
    await rejection("preview", { ref: "x:dir" }).toMatchObject({ code: "EISDIR", hint: expect.any(String) });
    await rejection("preview", { ref: "x:nope" }).toMatchObject({ code: "ENOENT" });
  });
});

describe("read", () => {
  it.each([
    [0, 10],
    [1_234_567, 1_000_000],
    [2_999_990, 100],
    [4_000_000, 100],
    [5, 0],
  ])("gives the bytes from %d on, %d of them", async (offset, length) => {
    const { bytes, size } = await call("read", { ref: "x:big.bin", offset, length });
    expect(Buffer.from(bytes, "base64").equals(big.subarray(offset, offset + length))).toBe(true);
    expect(size).toBe(3_000_000);
  });

  it("refuses what has no bytes, and too many at once", async () => {
    await rejection("read", { ref: "x:link", offset: 0, length: 1 }).toMatchObject({ code: "EINVAL" });
    await rejection("read", { ref: "x:dir", offset: 0, length: 1 }).toMatchObject({ code: "EISDIR" });
    await rejection("read", { ref: "x:big.bin", offset: 0, length: 5_000_000 }).toMatchObject({
      code: "BadInput",
    });
  });
});

describe("a database", () => {
  const columns = [
    { name: "id", type: "INTEGER", primary_key: true },
    { name: "name", type: "TEXT", primary_key: false },
    { name: "photo", type: "BLOB", primary_key: false },
  ];

  it("is shown as tables", async () => {
    expect(await call("sqlite.tables", { ref: "x:data.db" })).toMatchObject({
      path: "data.db",
      tables: [{ name: "people", columns, rows: 2 }],
    });
    expect(await call("sqlite.rows", { ref: "x:data.db", table: "people" })).toEqual({
      columns,
      rows: [
        [1, { text: "Ada", truncated: false }, { blob: 2, hex: "0102" }],
        [2, null, null],
      ],
    });
    expect(
      await call("sqlite.rows", { ref: "x:data.db", table: "people", offset: 1, limit: 1 }),
    ).toMatchObject({
      rows: [[2, null, null]],
    });
  });

  it.each([
    ["broken.db", "CannotPreview"],
    ["big.bin", "CannotPreview"],
    ["empty", "CannotPreview"],
    ["huge.db", "CannotPreview"],
    ["dir", "EISDIR"],
    ["link", "EINVAL"],
  ])("is refused for %s as %s", async (path, code) => {
    await rejection("sqlite.tables", { ref: `x:${path}` }).toMatchObject({ code, hint: expect.any(String) });
    await rejection("sqlite.rows", { ref: `x:${path}`, table: "t" }).toMatchObject({ code });
  });
});

describe("an archive", () => {
  it.each(["zip", "tar"])("is exported as %s, of a snapshot, a folder or a file", async (format) => {
    const to = join(folder, `a.${format}`);
    expect(await call("export", { ref: "x", to, format })).toMatchObject({ to, files: 11, skipped: [] });
    await call("export", { ref: "x:dir", to, format, overwrite: "always" });
    const list = (file: string) =>
      format === "zip" ? execFileSync("unzip", ["-Z1", file]) : execFileSync("tar", ["tf", file]);
    expect(String(list(to))).toBe("in\n");
    await call("export", { ref: "x:dir/in", to, format, overwrite: "always" });
    expect(String(list(to))).toBe("in\n");
    await rejection("export", { ref: "x", to, format }).toMatchObject({ code: "FilesInTheWay" });
    await rejection("export", { ref: "x", to, format, overwrite: "newer" }).toMatchObject({
      code: "BadInput",
    });
  });

  it("is never written into the store", async () => {
    const to = join(store.folder, "packs/a.zip");
    await rejection("export", { ref: "x", to, format: "zip" }).toMatchObject({ code: "StoreInFolder" });
    expect(existsSync(to)).toBe(false);
  });

  it("is not there when it is cancelled", async () => {
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    const input = { ref: "x", to: join(folder, "cancelled.zip"), format: "zip" };
    const exporting = invoke(registry, "export", input, { store, signal: abort.signal, onProgress });
    await expect(exporting).rejects.toMatchObject({ code: "Cancelled" });
    expect(readdirSync(folder).filter((name) => /cancelled|strata-tmp/.test(name))).toEqual([]);
  });
});

describe("sqlite.compare and sqlite.changes", () => {
  const databases = { from: "x:data.db", to: "y:data.db" };

  beforeAll(async () => {
    const db = new SQLite(":memory:");
    db.exec("CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT, photo BLOB); CREATE TABLE pets(name)");
    db.exec("INSERT INTO people VALUES (1, 'Ada', x'0102'), (2, 'Bob', NULL), (3, 'Cy', NULL)");
    const other = join(folder, "other");
    writeTree(other, { "data.db": db.serialize() });
    await call("import", { paths: [other], label: "y" });
  });

  it("tell what became of each table, and of its rows", async () => {
    expect(await call("sqlite.compare", databases)).toEqual({
      tables: [
        { name: "people", counts: { added: 1, modified: 1, removed: 0 } },
        { name: "pets", change: "added", counts: { added: 0, modified: 0, removed: 0 } },
      ],
    });
    const { rows, total, keyed } = await call("sqlite.changes", { ...databases, table: "people", limit: 1 });
    expect({ total, keyed, rows: rows.length }).toEqual({ total: 2, keyed: true, rows: 1 });
    expect(rows[0]).toMatchObject({ change: "modified", changed: [1] });
    const next = await call("sqlite.changes", { ...databases, table: "people", offset: 1 });
    expect(next.rows).toEqual([
      { change: "added", after: [3, { text: "Cy", truncated: false }, null], changed: [] },
    ]);
  });

  it("refuse what is no database, too large or not there", async () => {
    await rejection("sqlite.compare", { ...databases, to: "x:big.bin" }).toMatchObject({
      code: "CannotPreview",
    });
    await rejection("sqlite.compare", { ...databases, to: "x:huge.db" }).toMatchObject({
      code: "CannotPreview",
    });
    await rejection("sqlite.changes", { ...databases, table: "nope" }).toMatchObject({ code: "ENOENT" });
  });
});
