import { lstatSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeFileWrites } from "../../files/node-file-writes.ts";
import { EMPTY_FOLDER } from "../../manifest/entry.ts";
import { exportEntries } from "./export.ts";
import { exportOf, file, temporaryFolder, tree } from "./export-suite.ts";
import { foldOf, probeFold } from "./name-folding.ts";
import { Names } from "./names.ts";

const folder = temporaryFolder();

describe("names on Windows", () => {
  it.each([
    "c:/x",
    "c:x",
    "a\\b",
    "..\\x",
    "a/nul",
    "NUL.txt",
    "Con ",
    "com1",
    "COM¹.log",
    "lpt9 .x",
    "conin$",
    "a.",
    "a /b",
    "a\nb",
    "a|b",
  ])("leaves out %j", (path) => {
    expect(new Names(undefined, true).claim(path)).toMatchObject({ code: "EINVAL" });
  });

  it.each(["a.b", ".hidden", "console", "com10", "nullable", "a b", "aux-x", "é"])(
    "lets %j through",
    (path) => {
      expect(new Names(undefined, true).claim(path)).toBeUndefined();
    },
  );
});

describe("names that a disk treats as one", () => {
  it.each<[paths: string[], left: Record<string, string>]>([
    [["README", "readme"], { readme: "README" }],
    [["Dir/a", "dir/b"], { "dir/b": "Dir" }],
    [["Dir/a", "dir/deep/b"], { "dir/deep/b": "Dir" }],
    [["A/x/1", "A/X/2", "a/y"], { "A/X/2": "A/x", "a/y": "A" }],
    [["NAME", "name/in"], { "name/in": "NAME" }],
    [["Name/in", "name"], { name: "Name" }],
    [["e\u0301", "\u00e9", "\u00c9"], { "\u00e9": "e\u0301", "\u00c9": "e\u0301" }],
    [["same", "same"], { same: "same" }],
    [["a/b", "a-b", "ab"], {}],
  ])("of %j leaves out %j", (paths, left) => {
    const names = new Names(foldOf(true, true), false);
    const found = paths.flatMap((path) => {
      const skip = names.claim(path);
      return skip === undefined ? [] : [[path, /^"(.*)" has/.exec(skip.reason)?.[1]]];
    });
    expect(Object.fromEntries(found)).toEqual(left);
  });

  it("distinguishes the names that the disk distinguishes", () => {
    const form = new Names(foldOf(false, true), false);
    expect(["A", "a", "\u00e9"].map((path) => form.claim(path))).toEqual([undefined, undefined, undefined]);
    expect(form.claim("e\u0301")).toMatchObject({ code: "NameCollision" });
    const letters = new Names(foldOf(true, false), false);
    expect(["\u00e9", "e\u0301"].map((path) => letters.claim(path))).toEqual([undefined, undefined]);
  });

  it("writes the first and reports the others, in both passes", async () => {
    const entries = [
      ["Dir", EMPTY_FOLDER],
      ["FILE", file("first")],
      ["dir/b", file("lost")],
      ["file", file("second")],
    ] as const;
    const into = exportOf(join(folder(), "t"), entries, { caseSensitive: false });
    for (const files of [1, 0]) {
      const report = await exportEntries(into);
      expect(report).toMatchObject({ files, unchanged: 1 - files });
      expect(report.skipped.map(({ path, code }) => [path, code])).toEqual([
        ["dir/b", "NameCollision"],
        ["file", "NameCollision"],
      ]);
    }
    expect(tree(join(folder(), "t"))).toEqual({ Dir: "folder", FILE: "first" });
  });
});

describe("a name that is skipped anyway", () => {
  // Other systems' disks do not distinguish the two names.
  it.runIf(process.platform === "linux")("has nothing in its way", async () => {
    writeFileSync(join(folder(), "file"), "other", { mode: 0o644 });
    const entries = [
      ["FILE", EMPTY_FOLDER],
      ["file", file("second")],
    ] as const;
    const report = await exportEntries(exportOf(folder(), entries, { caseSensitive: false }));
    expect(report.skipped).toMatchObject([{ path: "file", code: "NameCollision" }]);
  });
});

describe("a name that only the disk treats as another", () => {
  it("does not overwrite the file with its place in a new folder", async () => {
    async function* read() {
      writeFileSync(join(folder(), "\u017f"), "s");
      yield Buffer.from("s");
    }
    const entries = ["s", "\u017f"].map((name) => [name, file("s")] as const);
    const report = await exportEntries(exportOf(folder(), entries, { caseSensitive: false, read }));
    expect(report).toMatchObject({ files: 1, skipped: [{ path: "\u017f", code: "NameCollision" }] });
  });
});

describe("probeFold", () => {
  it("finds what the disk does, and leaves nothing behind", () => {
    const fold = probeFold(nodeFileWrites, folder()) ?? ((name: string) => name);
    expect(readdirSync(folder())).toEqual([]);
    for (const [name, other] of [
      ["a", "A"],
      ["\u00e9", "e\u0301"],
    ] as const) {
      writeFileSync(join(folder(), name), "");
      const isOne = lstatSync(join(folder(), other), { throwIfNoEntry: false }) !== undefined;
      expect(fold(name) === fold(other)).toBe(isOne);
    }
  });
});
