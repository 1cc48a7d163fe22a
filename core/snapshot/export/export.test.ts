import { chmodSync, lstatSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { StrataError } from "../../errors.ts";
import { EMPTY_FOLDER, type Entry, symlinkEntry } from "../../manifest/entry.ts";
import { type ExportProgress, exportEntries } from "./export.ts";
import { exportOf, file, readInline, temporaryFolder, tree } from "./export-suite.ts";

const folder = temporaryFolder();
const at = (path: string) => join(folder(), path);
const modeOf = (path: string) => lstatSync(at(path)).mode & 0o777;
const isWindows = process.platform === "win32";

const SOME: readonly (readonly [string, Entry])[] = [
  ["a-b", file("minus")],
  ["a/deep/er", file("er")],
  ["a/x", file("x")],
  ["empty", file("")],
  ["hollow", EMPTY_FOLDER],
  ["link", symlinkEntry("../out/side")],
];
const SOME_TREE = {
  "a-b": "minus",
  "a/deep/er": "er",
  "a/x": "x",
  empty: "",
  hollow: "folder",
  link: "→ ../out/side",
};

describe("exporting into nothing", () => {
  it("writes files, links with their targets unchanged, and empty folders", async () => {
    const report = await exportEntries(exportOf(at("new/target"), SOME));
    expect(report).toEqual({ files: 5, bytes: 8, unchanged: 0, skipped: [] });
    expect(tree(at("new/target"))).toEqual(SOME_TREE);
  });

  it.skipIf(isWindows)("gives files exactly their permissions, whatever the umask", async () => {
    const modes = [0o000, 0o200, 0o444, 0o600, 0o644, 0o666, 0o755, 0o777];
    const entries = modes.map((mode) => [`${mode}`, file("text", mode)] as const);
    await exportEntries(exportOf(folder(), entries));
    expect(modes.map((mode) => modeOf(`${mode}`))).toEqual(modes);
  });

  it("goes to the folder that a link given as target stands for", async () => {
    mkdirSync(at("real"));
    symlinkSync(at("real"), at("alias"));
    await exportEntries(exportOf(at("alias"), SOME));
    expect(tree(at("real"))).toEqual(SOME_TREE);
  });

  it("refuses a target that is a file", async () => {
    writeFileSync(at("taken"), "");
    await expect(exportEntries(exportOf(at("taken"), SOME))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  it("skips a damaged, missing or short file and writes the rest", async () => {
    async function* read(entry: Entry) {
      let text = "";
      for await (const bytes of readInline(entry)) text += bytes;
      yield Buffer.from(text.slice(0, 2));
      if (text === "corrupt") throw new StrataError("CorruptObject", "Object 12 is damaged.");
      if (text === "missing") throw new StrataError("MissingObject", "Object 34 is missing.");
      if (text !== "short") yield Buffer.from(text.slice(2));
    }
    const entries = ["corrupt", "fine", "missing", "short"].map((text) => [text, file(text)] as const);
    const report = await exportEntries(exportOf(folder(), entries, { read }));
    expect(report).toMatchObject({ files: 1, bytes: 4 });
    expect(report.skipped).toEqual([
      { path: "corrupt", code: "CorruptObject", reason: "Object 12 is damaged." },
      { path: "missing", code: "MissingObject", reason: "Object 34 is missing." },
      { path: "short", code: "CorruptObject", reason: "Its content has 2 bytes where 5 belong." },
    ]);
    expect(tree(folder())).toEqual({ fine: "fine" });
  });

  it("reports its progress, and leaves nothing half-written when cancelled", async () => {
    const entries = Array.from({ length: 500 }, (_, i) => [`f${1000 + i}`, file("some text")] as const);
    const told: ExportProgress[] = [];
    await exportEntries(exportOf(at("all"), entries, { onProgress: (progress) => told.push(progress) }));
    expect(told[0]).toEqual({ files: 0, bytes: 0 });
    expect(told.at(-1)).toEqual({ files: 500, bytes: 4500 });

    const abort = new AbortController();
    let count = 0;
    async function* read(entry: Entry) {
      if (++count === 100) abort.abort();
      yield* readInline(entry);
    }
    const stopped = exportEntries(exportOf(at("some"), entries, { read, signal: abort.signal }));
    await expect(stopped).rejects.toMatchObject({ code: "Cancelled" });
    const written = Object.entries(tree(at("some")));
    expect(written.length).toBe(99);
    expect(written.filter(([path, text]) => !path.startsWith("f1") || text !== "some text")).toEqual([]);
  });

  it("removes the file that it was writing when cancelled", async () => {
    const abort = new AbortController();
    async function* read() {
      yield Buffer.from("half");
      abort.abort();
      yield Buffer.from("rest");
    }
    const stopped = exportEntries(
      exportOf(folder(), [["f", file("halfrest")]], { read, signal: abort.signal }),
    );
    await expect(stopped).rejects.toMatchObject({ code: "Cancelled" });
    expect(tree(folder())).toEqual({});
  });
});

describe("exporting over what is there", () => {
  const entries = [
    ["dir/inner", file("new")],
    ["gone", file("new")],
    ["link", symlinkEntry("new")],
    ["same", file("same")],
    ["text", file("new")],
  ] as const;

  function lay(): void {
    mkdirSync(at("dir"));
    writeFileSync(at("dir/inner"), "old");
    symlinkSync("old", at("link"));
    writeFileSync(at("same"), "same");
    chmodSync(at("same"), 0o644);
    writeFileSync(at("text"), "old");
    writeFileSync(at("other"), "mine");
  }
  const OLD = { "dir/inner": "old", link: "→ old", same: "same", text: "old", other: "mine" };
  const NEW = { "dir/inner": "new", gone: "new", link: "→ new", same: "same", text: "new", other: "mine" };

  it("refuse: names everything in the way and writes nothing", async () => {
    lay();
    const { hint, ...error } = await exportEntries(exportOf(folder(), entries)).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: "FilesInTheWay",
      data: { count: 3, paths: ["dir/inner", "link", "text"] },
    });
    expect(hint).toContain("--overwrite never");
    expect(tree(folder())).toEqual(OLD);
  });

  it("refuse: does not count equal files as in the way", async () => {
    const into = exportOf(at("t"), SOME);
    await exportEntries(into);
    writeFileSync(at("t/other"), "mine");
    const read: string[] = [];
    const reading = (entry: Entry) => {
      read.push(`${entry.size}`);
      return readInline(entry);
    };
    const report = await exportEntries({ ...into, read: reading });
    expect(report).toEqual({ files: 0, bytes: 0, unchanged: 5, skipped: [] });
    expect(read).toEqual(["5", "2", "1", "0"]);
  });

  it("does not treat a file as equal if its content is damaged in the store", async () => {
    writeFileSync(at("f"), "short");
    chmodSync(at("f"), 0o644);
    const read = () => readInline(file("sh"));
    const report = await exportEntries(
      exportOf(folder(), [["f", file("short")]], { read, overwrite: "always" }),
    );
    expect(report).toMatchObject({ unchanged: 0, skipped: [{ path: "f", code: "CorruptObject" }] });
    expect(tree(folder())).toEqual({ f: "short" });
  });

  it("refuse: another size, type or mode is in the way, and so is what a folder would replace", async () => {
    mkdirSync(at("a"));
    mkdirSync(at("real"));
    symlinkSync("real", at("b"));
    writeFileSync(at("c"), "longer");
    writeFileSync(at("d"), "text");
    chmodSync(at("d"), 0o600);
    writeFileSync(at("e"), "");
    writeFileSync(at("f"), "");
    const names = ["a", "b/1", "b/2", "c", "d", "e"];
    const wanted = [...names.map((name) => [name, file("text")] as const), ["f", EMPTY_FOLDER] as const];
    const error = await exportEntries(exportOf(folder(), wanted)).catch((thrown) => thrown);
    const inTheWay = isWindows ? ["a", "b", "c", "e", "f"] : ["a", "b", "c", "d", "e", "f"];
    expect(error.data).toEqual({ count: inTheWay.length, paths: inTheWay });
  });

  it("never: keeps and lists them, and writes the rest", async () => {
    lay();
    const report = await exportEntries(exportOf(folder(), entries, { overwrite: "never" }));
    expect(report).toMatchObject({ files: 1, unchanged: 1 });
    expect(report.skipped.map(({ path, code }) => [path, code])).toEqual([
      ["dir/inner", "EEXIST"],
      ["link", "EEXIST"],
      ["text", "EEXIST"],
    ]);
    expect(tree(folder())).toEqual({ ...OLD, gone: "new" });
  });

  it("always: replaces them, a link itself and not what it leads to", async () => {
    lay();
    writeFileSync(at("old"), "led to");
    const report = await exportEntries(
      exportOf(folder(), [...entries, ["z", file("z")]], { overwrite: "always" }),
    );
    expect(report).toMatchObject({ files: 5, unchanged: 1, skipped: [] });
    expect(tree(folder())).toEqual({ ...NEW, z: "z", old: "led to" });
  });

  it("newer: replaces those that are older than the snapshot", async () => {
    lay();
    utimesSync(at("text"), 1000, 1000);
    utimesSync(at("dir/inner"), 2000, 2000);
    const rule = { overwrite: "newer", newerThan: 2_000_000 } as const;
    const report = await exportEntries(exportOf(folder(), entries, rule));
    expect(report.skipped.map(({ path }) => path)).toEqual(["dir/inner", "link"]);
    expect(tree(folder())).toEqual({ ...OLD, text: "new", gone: "new" });
    const timeless = await exportEntries(exportOf(folder(), entries, { overwrite: "newer" }));
    expect(timeless.skipped.map(({ path }) => path)).toEqual(["dir/inner", "link"]);
  });

  it("always: never removes a folder for a file, nor a link for a folder; a file makes room", async () => {
    mkdirSync(at("full/of"), { recursive: true });
    mkdirSync(at("real"));
    symlinkSync("real", at("link"));
    writeFileSync(at("flat"), "old");
    writeFileSync(at("hollow"), "old");
    const wanted = [
      ["flat/in", file("in")],
      ["full", file("text")],
      ["hollow", EMPTY_FOLDER],
      ["link", EMPTY_FOLDER],
    ] as const;
    const report = await exportEntries(exportOf(folder(), wanted, { overwrite: "always" }));
    expect(report.skipped.map(({ path, code }) => [path, code])).toEqual([
      ["full", "EISDIR"],
      ["link", "ELOOP"],
    ]);
    expect(tree(folder())).toEqual({
      "flat/in": "in",
      "full/of": "folder",
      hollow: "folder",
      link: "→ real",
      real: "folder",
    });
  });
});
