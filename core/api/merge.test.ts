import { rmSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { runStrata } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const storeFolder = join(folder, "store");
const store = new StoreHandle(storeFolder, { surface: "app" });

const call = callerOf(store);

type Tree = Parameters<typeof writeTree>[1];

/** Imports a tree under a label. */
async function put(label: string, tree: Tree): Promise<string> {
  const live = join(folder, "live");
  rmSync(live, { recursive: true, force: true });
  writeTree(live, tree);
  return (await call("import", { paths: [live], label })).ca_id;
}

/** Makes two labels of one origin, and gives what each holds. */
async function part(name: string, base: Tree, ours: Tree, theirs: Tree) {
  const origin = await put(name, base);
  await call("label.create", { label: `${name}-2`, ref: origin });
  return { base: origin, ours: await put(name, ours), theirs: await put(`${name}-2`, theirs) };
}

async function textOf(id: string, path: string): Promise<string> {
  const repository = await store.repository();
  const entry = await repository.stat(repository.resolve(id).id, path);
  if (!("content" in entry)) throw new Error(`${path} is no file`);
  const pieces: Uint8Array[] = [];
  for await (const piece of repository.content(entry)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}

const lines = (...changed: string[]) =>
  Array.from({ length: 40 }, (_, no) => changed.find((each) => each.startsWith(`${no}:`)) ?? `${no}: line`)
    .join("\n")
    .concat("\n");

afterAll(() => store.close());

describe("a merge without conflicts", () => {
  it("M1: gives a snapshot that can be used, tells where the base was, and moves no label", async () => {
    const { base, ours, theirs } = await part(
      "clean",
      { "a.txt": lines(), gone: "x", kept: "k" },
      { "a.txt": lines("3: ours"), gone: "x", kept: "k", "new/ours": "1" },
      { "a.txt": lines("30: theirs"), kept: "k", "new/theirs": "2" },
    );
    const merge = await call("merge", { ours: "clean", theirs: "clean-2" });
    expect(merge).toMatchObject({
      status: "merged",
      base,
      base_found: { label: "clean" },
      auto_merged: ["a.txt"],
      renames: [],
    });
    if (merge.status !== "merged") return;
    expect(await textOf(merge.ca_id, "a.txt")).toBe(lines("3: ours", "30: theirs"));
    const { entries } = await call("tree", { ref: merge.ca_id, recursive: true });
    const files = entries.filter(({ type }) => type === "file");
    expect(files.map(({ path }) => path)).toEqual(["a.txt", "kept", "new/ours", "new/theirs"]);
    const heads = (await call("labels", {})).labels.filter(({ name }) => name.startsWith("clean"));
    expect(heads.map(({ ca_id }) => ca_id)).toEqual([ours, theirs]);
    // From the other side it is the same snapshot.
    expect(await call("merge", { ours: "clean-2", theirs: "clean" })).toMatchObject({ ca_id: merge.ca_id });
    expect(await call("label.create", { label: "clean-merged", ref: merge.ca_id.slice(0, 12) })).toBeTruthy();
  });

  it("of what one side has already is that side", async () => {
    const { base, ours } = await part("ahead", { a: "1" }, { a: "2", b: "3" }, { a: "1" });
    expect(await call("merge", { ours: "ahead", theirs: "ahead-2" })).toMatchObject({ ca_id: ours, base });
    expect(await call("merge", { ours: base, theirs: base })).toMatchObject({ ca_id: base, base });
  });

  it("MR1: carries an edit to where the other side moved the file, unless it is told not to", async () => {
    await part("moved", { "old.txt": lines() }, { "new.txt": lines() }, { "old.txt": lines("5: edited") });
    const merge = await call("merge", { ours: "moved", theirs: "moved-2" });
    expect(merge).toMatchObject({
      status: "merged",
      renames: [{ from: "old.txt", to: "new.txt", by: "ours", similarity: 100 }],
      renames_limited: false,
    });
    if (merge.status === "merged") expect(await textOf(merge.ca_id, "new.txt")).toBe(lines("5: edited"));
    expect(await call("merge", { ours: "moved", theirs: "moved-2", renames: false })).toMatchObject({
      status: "conflict",
      conflicts: [{ path: "old.txt", kind: "modify/delete", ours: null }],
    });
  });

  it("MR2: carries an edit to where the other side moved the file and changed it", async () => {
    const moved = { "new.txt": lines("20: moved") };
    await part("edited", { "old.txt": lines() }, moved, { "old.txt": lines("5: edited") });
    const merge = await call("merge", { ours: "edited", theirs: "edited-2" });
    expect(merge).toMatchObject({
      status: "merged",
      renames: [{ from: "old.txt", to: "new.txt", by: "ours" }],
    });
    if (merge.status !== "merged") return;
    expect(merge.renames[0]?.similarity).toBeGreaterThan(90);
    expect(merge.renames[0]?.similarity).toBeLessThan(100);
    expect(await textOf(merge.ca_id, "new.txt")).toBe(lines("5: edited", "20: moved"));
    const told = await runStrata(["--store", storeFolder, "fs", "merge", "edited", "edited-2"], {
      cwd: folder,
    });
    expect(told.stdout).toMatch(/^renamed +old\.txt -> new\.txt \(ours, 9\d % alike\)$/m);
    expect(await call("merge", { ours: "edited", theirs: "edited-2", renames: false })).toMatchObject({
      status: "conflict",
      conflicts: [{ path: "old.txt", kind: "modify/delete", ours: null }],
    });
  });

  it("takes rows from both sides of a database", async () => {
    const database = (...changes: string[]) => {
      const db = new SQLite(":memory:");
      db.exec(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO t VALUES (1, 'x', 'y'), (2, 'x', 'y')",
      );
      for (const change of changes) db.exec(change);
      return db.serialize();
    };
    await part(
      "db",
      { "a.db": database() },
      { "a.db": database("UPDATE t SET a = 'ours' WHERE id = 1") },
      { "a.db": database("UPDATE t SET b = 'theirs' WHERE id = 1", "DELETE FROM t WHERE id = 2") },
    );
    const merge = await call("merge", { ours: "db", theirs: "db-2" });
    expect(merge).toMatchObject({ status: "merged", auto_merged: ["a.db"] });
    if (merge.status !== "merged") return;
    expect(await call("sqlite.rows", { ref: `${merge.ca_id}:a.db`, table: "t" })).toMatchObject({
      rows: [[1, { text: "ours" }, { text: "theirs" }]],
    });
  });
});

it("MC14: a database whose last changes are in a file beside it is not merged", async () => {
  const file = (row: string) => {
    const db = new SQLite(":memory:");
    db.exec(`CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (${row})`);
    return db.serialize();
  };
  const beside = { "a.db-wal": seededBytes(5, 100) };
  await part("log", { "a.db": file("1, 1") }, { "a.db": file("2, 2") }, { "a.db": file("3, 3"), ...beside });
  expect(await call("merge", { ours: "log", theirs: "log-2" })).toMatchObject({
    status: "conflict",
    conflicts: [{ path: "a.db", kind: "sqlite", reason: expect.stringContaining("a.db-wal") }],
  });
});

it("MC15: a database of one side never comes with the other side's log", async () => {
  const file = (row: string) => {
    const db = new SQLite(":memory:");
    db.exec(`CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (${row})`);
    return db.serialize();
  };
  const [log, other] = [seededBytes(5, 100), seededBytes(6, 100)];
  const torn = { "a.db": file("1, 1"), "a.db-wal": log, notes: "1", "notes-wal": "1" };
  await part(
    "torn-db",
    torn,
    { ...torn, "a.db": file("2, 2"), notes: "2" },
    { ...torn, "a.db-wal": other, "notes-wal": "2" },
  );
  const merge = await call("merge", { ours: "torn-db", theirs: "torn-db-2" });
  expect(merge).toMatchObject({
    status: "conflict",
    conflicts: [
      { path: "a.db", kind: "sqlite", reason: expect.stringContaining("a.db-wal") },
      { path: "a.db-wal", kind: "binary", reason: expect.stringContaining("a.db") },
    ],
  });
  // Decided for one side, both are that side's.
  const decided = await call("merge", { ours: "torn-db", theirs: "torn-db-2", prefer: "ours" });
  expect(decided).toMatchObject({ status: "merged", preferred: ["a.db", "a.db-wal"] });
  if (decided.status !== "merged") return;
  const { changes } = await call("diff", { a: "torn-db", b: decided.ca_id });
  expect(changes.map(({ path }) => path)).toEqual(["notes-wal"]);
});

it("MC1: a file that is text on one side and binary on the other is not merged", async () => {
  const nul = (at: number) => `${"x".repeat(at)}\0\n`;
  await part(
    "kinds",
    { early: "a\nb\nc\n", late: `${nul(8000)}a\nb\nc\n` },
    { early: "A\nb\nc\n", late: `${nul(8000)}A\nb\nc\n` },
    { early: `${nul(7999)}a\nb\nc\n`, late: `${nul(8000)}a\nb\nC\n` },
  );
  expect(await call("merge", { ours: "kinds", theirs: "kinds-2" })).toMatchObject({
    status: "conflict",
    auto_merged: ["late"],
    conflicts: [{ path: "early", kind: "binary", reason: "The versions hold different kinds of content." }],
  });
});

describe("a merge with conflicts", () => {
  beforeAll(async () => {
    await part(
      "torn",
      { "a.txt": lines(), "b.bin": seededBytes(1, 900), "d.txt": "d\n" },
      { "a.txt": lines("3: ours", "30: mine"), "b.bin": seededBytes(2, 900) },
      { "a.txt": lines("3: theirs"), "b.bin": seededBytes(3, 900), "d.txt": "changed\n" },
    );
  });

  it("M2: tells each by its kind, with what there is to see, and stores nothing", async () => {
    const { bytes } = await (await store.repository()).footprint();
    const merge = await call("merge", { ours: "torn", theirs: "torn-2" });
    if (merge.status !== "conflict") throw new Error("it merged");
    expect(merge.conflicts.map(({ path, kind }) => [path, kind])).toEqual([
      ["a.txt", "text"],
      ["b.bin", "binary"],
      ["d.txt", "modify/delete"],
    ]);
    const [text, , deleted] = merge.conflicts;
    expect(text?.markers).toContain(
      "<<<<<<< torn\n3: ours\n||||||| " +
        merge.base?.slice(0, 10) +
        "\n3: line\n=======\n3: theirs\n>>>>>>> torn-2\n",
    );
    expect(text?.markers).toContain("30: mine");
    expect(text?.hunks).toEqual({ conflicts: 1, suggestions: 0, merged: 1 });
    expect(text?.diff_ours).toContain("-3: line\n+3: ours\n");
    expect(text?.diff_theirs).toContain("-3: line\n+3: theirs\n");
    expect(text?.reason).toBeUndefined();
    expect(deleted).toMatchObject({ ours: null, base: expect.any(String), theirs: expect.any(String) });
    expect((await (await store.repository()).footprint()).bytes).toBe(bytes);
  });

  it("MR6: tells of a file that both sides moved, and a preference decides all its paths", async () => {
    await part(
      "apart",
      { "a.txt": lines("1: a"), "b.txt": lines("1: b") },
      { "a-1.txt": lines("1: a"), "c.txt": lines("1: b") },
      { "a-2.txt": lines("1: a"), kept: "k" },
    );
    const merge = await call("merge", { ours: "apart", theirs: "apart-2" });
    if (merge.status !== "conflict") throw new Error("it merged");
    expect(merge.renames).toEqual([]);
    const [both, one] = merge.conflicts;
    const id = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(both).toEqual({
      path: "a.txt",
      kind: "rename/rename",
      base: id,
      ours: both?.base,
      theirs: both?.base,
      reason: "Ours moved it to a-1.txt, theirs to a-2.txt.",
      moved: [{ base: "a.txt", ours: "a-1.txt", theirs: "a-2.txt" }],
    });
    expect(one).toMatchObject({
      path: "b.txt",
      kind: "rename/delete",
      theirs: null,
      moved: [{ base: "b.txt", ours: "c.txt", theirs: null }],
    });
    const { stdout, code } = await runStrata(["--store", storeFolder, "fs", "merge", "apart", "apart-2"], {
      cwd: folder,
    });
    expect(code).toBe(4);
    expect(stdout).toMatch(
      /^rename\/rename +a\.txt: Ours moved it to a-1\.txt, theirs to a-2\.txt\.\nrename\/delete +b\.txt: Ours moved it to c\.txt, theirs deleted it\.\n2 conflicts, /,
    );
    for (const [prefer, paths] of [
      ["ours", ["a-1.txt", "c.txt", "kept"]],
      ["theirs", ["a-2.txt", "kept"]],
    ] as const) {
      const decided = await call("merge", { ours: "apart", theirs: "apart-2", prefer });
      expect(decided).toMatchObject({ status: "merged", preferred: ["a.txt", "b.txt"] });
      if (decided.status !== "merged") return;
      const { entries } = await call("tree", { ref: decided.ca_id, recursive: true });
      expect(entries.map(({ path }) => path)).toEqual(paths);
    }
  });

  it("is decided by the side that is preferred", async () => {
    const merge = await call("merge", { ours: "torn", theirs: "torn-2", prefer: "theirs" });
    expect(merge).toMatchObject({ status: "merged", preferred: ["a.txt", "b.bin", "d.txt"] });
    if (merge.status !== "merged") return;
    expect(await textOf(merge.ca_id, "a.txt")).toBe(lines("3: theirs", "30: mine"));
    expect(await textOf(merge.ca_id, "d.txt")).toBe("changed\n");
  });

  it("exits with 4 on the command line, and tells a person what is the matter", async () => {
    const strata = (...args: string[]) =>
      runStrata(["--store", storeFolder, "fs", "merge", ...args], { cwd: folder });
    const { code, stdout, stderr } = await strata("torn", "torn-2");
    expect([code, stderr]).toEqual([4, ""]);
    expect(stdout).toMatch(/^text +a\.txt\nbinary +b\.bin\nmodify\/delete +d\.txt.*\n3 conflicts, /m);
    const json = await strata("torn", "torn-2", "--json");
    expect(json.code).toBe(4);
    expect(registry.merge.output.parse(JSON.parse(json.stdout))).toMatchObject({ status: "conflict" });
    expect(await strata("torn", "torn-2", "--prefer", "ours", "--no-renames", "--json")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"merged"'),
    });
    expect(await strata("torn", "nobody")).toMatchObject({ code: 1 });
    expect(await strata("torn")).toMatchObject({ code: 2 });
    expect(await strata("torn", "torn-2", "--prefer", "both")).toMatchObject({ code: 2 });
  });
});

describe("what is merged badly or strangely", () => {
  it("MB3: snapshots without a common history are merged as if they came from nothing", async () => {
    await put("one", { both: "same", text: "a\n", one: "1" });
    await put("two", { both: "same", text: "b\n", two: "2" });
    expect(await call("merge", { ours: "one", theirs: "two" })).toMatchObject({
      status: "conflict",
      base: null,
      conflicts: [{ path: "text", kind: "text", base: null }],
    });
  });

  it("MB2: a base may be any snapshot, also one that neither side came from", async () => {
    const base = await put("base", { text: "a\n", one: "1", two: "2" });
    const merge = await call("merge", { ours: "one", theirs: "two", base: "base" });
    // Against this base one side only changed the text, and each removed a file.
    expect(merge).toMatchObject({ status: "merged", base });
    expect(merge).not.toHaveProperty("base_found");
  });

  it("MC7: a text of more than 16 MiB is not merged line by line, and a line of 9 MB is", async () => {
    const large = (mark: string) => `${mark}\n${"0123456789abcde\n".repeat(1_100_000)}${mark}\n`;
    const long = (before: string, after: string) => `${before}\n${"x".repeat(9_000_000)}\n${after}\n`;
    await part(
      "large",
      { "large.txt": large("base"), "long.txt": long("a", "b") },
      { "large.txt": large("ours"), "long.txt": long("ours", "b") },
      { "large.txt": large("theirs"), "long.txt": long("a", "theirs") },
    );
    const merge = await call("merge", { ours: "large", theirs: "large-2" });
    expect(merge).toMatchObject({
      status: "conflict",
      auto_merged: ["long.txt"],
      conflicts: [{ path: "large.txt", kind: "text", reason: expect.stringContaining("16 MiB") }],
    });
  });

  it("a reference that is none is told before anything is merged", async () => {
    const rejection = (input: object) => expect(invoke(registry, "merge", input, { store })).rejects;
    await rejection({ ours: "one", theirs: "nobody" }).toMatchObject({ code: "UnknownReference" });
    await rejection({ ours: "one", theirs: "two", base: "0".repeat(64) }).toMatchObject({
      code: "NotASnapshot",
    });
    await rejection({ ours: "one:text", theirs: "two" }).toMatchObject({ code: "BadInput" });
    await rejection({ ours: "one", theirs: "two", prefer: "both" }).toMatchObject({ code: "BadInput" });
  });

  it("is given up when it is cancelled", async () => {
    const signal = AbortSignal.abort();
    await expect(
      invoke(registry, "merge", { ours: "torn", theirs: "torn-2" }, { store, signal }),
    ).rejects.toMatchObject({ code: "Cancelled" });
  });
});
