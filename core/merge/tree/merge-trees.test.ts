import { describe, expect, test } from "vitest";
import type { Entry } from "../../manifest/entry.ts";
import { entryType } from "../../manifest/entry.ts";
import { inlineFile, symlinkTo, type TreeSpec, tree } from "../../testing/trees.ts";
import type { TreeConflict } from "./conflict.ts";
import { conflictsOf, fresh, mergeSpecs as merge, mergeModels, plusMerge, type Specs } from "./tree-suite.ts";

const exec = (text: string) => inlineFile(text, 0o755);

describe("mergeTrees takes", () => {
  test("MP1: what one side changed, added or removed", async () => {
    const { tree: result } = await merge({
      base: { "a/1": "1", "a/2": "2", "a/3": "3", both: "b" },
      ours: { "a/1": "changed", "a/2": "2", "a/3": "3", "new/ours": "o" },
      theirs: { "a/1": "1", "a/3": symlinkTo("1"), "new/theirs": "t" },
    });
    const expected = { "a/1": "changed", "a/3": symlinkTo("1"), "new/ours": "o", "new/theirs": "t" };
    expect(result).toEqual(tree(expected));
  });

  test("MP10: without a base: paths that only one has, and equal ones", async () => {
    const { tree: result } = await merge({ ours: { a: "a", o: "o" }, theirs: { a: "a", t: "t" } });
    expect(result).toEqual(tree({ a: "a", o: "o", t: "t" }));
  });

  test("MP2: one side's permissions and the other's content", async () => {
    const { tree: result, ...told } = await merge({
      base: { a: "1", b: "1" },
      ours: { a: exec("1"), b: "2" },
      theirs: { a: "2", b: exec("1") },
    });
    expect(result).toEqual(tree({ a: exec("2"), b: exec("2") }));
    expect(told).toMatchObject({ autoMerged: [], preferred: [] });
  });

  test("merged contents, with the permissions that one side changed", async () => {
    const { tree: result, autoMerged } = await merge({
      base: { a: "0", b: "0" },
      ours: { a: exec("1"), b: "1" },
      theirs: { a: "2", b: "1" },
    });
    expect(result).toEqual(tree({ a: exec("1+2"), b: "1" }));
    expect(autoMerged).toEqual(["a"]);
  });

  test("contents merged without a base, of a file that both added or that replaces something else", async () => {
    const bases: (Entry | null)[] = [];
    const spec = (text: string) => new Map(tree({ added: text, link: text, folder: text, file: text }));
    const base = new Map(tree({ link: symlinkTo("x"), "folder/": null, file: "0" }));
    await mergeModels(fresh(), { base, ours: spec("1"), theirs: spec("2") }, (sides) => {
      bases.push(sides.base);
      return plusMerge(sides, "none");
    });
    expect(bases).toEqual([null, inlineFile("0"), null, null]);
  });
});

describe("mergeTrees reports a conflict for", () => {
  const examples: [string, Partial<TreeConflict>, Specs][] = [
    [
      "MP3: a file changed here and deleted there",
      { kind: "modify/delete", reason: "Ours changed it, theirs deleted it.", theirs: null },
      { base: { p: "0" }, ours: { p: "1" }, theirs: {} },
    ],
    [
      "a file deleted in favour of an empty folder, and changed",
      { kind: "modify/delete", reason: "Ours deleted it, theirs changed it.", ours: null },
      { base: { p: "0" }, ours: { "p/": null }, theirs: { p: exec("0") } },
    ],
    [
      "MP4: a file and a link",
      { kind: "type", reason: "Ours has a file, theirs a link." },
      { base: { p: "0" }, ours: { p: "1" }, theirs: { p: symlinkTo("x") } },
    ],
    [
      "MP7: two links",
      { kind: "binary", reason: "Ours links to x, theirs to y." },
      { ours: { p: symlinkTo("x") }, theirs: { p: symlinkTo("y") } },
    ],
    [
      "MP8: permissions",
      { kind: "mode", reason: "Ours has the permissions 755, theirs 600." },
      { base: { p: "0" }, ours: { p: exec("0") }, theirs: { p: inlineFile("0", 0o600) } },
    ],
    [
      "the permissions of a file whose content merges",
      { kind: "mode", content: { size: 3, content: inlineFile("1+2").content } },
      { ours: { p: exec("1") }, theirs: { p: "2" } },
    ],
    [
      "contents",
      { kind: "text", reason: "Too loud.", mode: exec("").mode },
      { base: { p: "0" }, ours: { p: exec("1!") }, theirs: { p: "2!" } },
    ],
    [
      "contents and permissions",
      { kind: "text", reason: "Too loud. Ours has the permissions 755, theirs 644." },
      { ours: { p: exec("1!") }, theirs: { p: "2!" } },
    ],
    [
      "MP5: a file and a folder, once",
      { kind: "type", reason: "Ours has a file where theirs has a folder with 3 files.", theirs: null },
      {
        base: { "p/1": "0", "p-": "0" },
        ours: { p: "0", "p-": "0", "p.": "0" },
        theirs: { "p/1": "1", "p-": "0", "p/2/3": symlinkTo("x"), "p/2/4": "0", "p/2/5/": null },
      },
    ],
    [
      "a folder in the place of a file that was changed",
      { kind: "type", reason: "Ours has a folder with 1 file where theirs has a file.", ours: null },
      { base: { p: "0" }, ours: { "p/x/y": "new" }, theirs: { p: "1" } },
    ],
    [
      "a link and a folder",
      { kind: "type", reason: "Ours has a link where theirs has a folder with 1 file." },
      { ours: { p: symlinkTo("x") }, theirs: { "p/x": "0" } },
    ],
  ];

  test.each(examples)("%s", async (_, expected, specs) => {
    const { base = {}, ours, theirs } = specs;
    const found = conflictsOf(await merge(specs));
    expect(found).toHaveLength(1);
    const at = (spec: TreeSpec) => new Map(tree(spec)).get("p") ?? null;
    const sides = { base: at(base), ours: at(ours), theirs: at(theirs) };
    expect(found[0]).toMatchObject({ path: "p", ...sides, ...expected });
  });

  test.each(examples)("no conflict with a preference: %s", async (_, _expected, specs) => {
    for (const prefer of ["ours", "theirs"] as const) {
      const { status, preferred, tree: result } = await merge({ ...specs, prefer });
      expect({ status, preferred }).toEqual({ status: "merged", preferred: ["p"] });
      const inP = (entries: [string, Entry][]) => entries.filter(([path]) => /^p(\/|$)/.test(path));
      const expected = inP(tree(specs[prefer])).map(([path, entry]) => [path, entryType(entry)]);
      expect(inP(result).map(([path, entry]) => [path, entryType(entry)])).toEqual(expected);
    }
  });
});

test("M5: a preference decides conflicts and keeps the rest merged", async () => {
  const specs = {
    base: { gone: "0", loud: "0", mode: "0", ours: "0", soft: "0" },
    ours: { loud: exec("1!"), mode: exec("1"), ours: "1", soft: "1" },
    theirs: { gone: "1", loud: "2!", mode: inlineFile("2", 0o600), ours: "0", soft: "2" },
  };
  const preferred = ["gone", "loud", "mode"];
  const common = { preferred, autoMerged: ["loud", "mode", "soft"] };
  expect(await merge({ ...specs, prefer: "ours" })).toMatchObject({
    ...common,
    tree: tree({ loud: exec("1!"), mode: exec("1+2"), ours: "1", soft: "1+2" }),
  });
  expect(await merge({ ...specs, prefer: "theirs" })).toMatchObject({
    ...common,
    tree: tree({ gone: "1", loud: exec("2!"), mode: inlineFile("1+2", 0o600), ours: "1", soft: "1+2" }),
  });
});

describe("a path that is a file on one side and a folder on the other", () => {
  test("MP6: is no conflict when the merge leaves nothing in the folder", async () => {
    const { tree: result } = await merge({
      base: { "d/1": "1", "d/2": "2" },
      ours: { d: "file" },
      theirs: { "d/1": "1", "d/2": "2", x: "0" },
    });
    expect(result).toEqual(tree({ d: "file", x: "0" }));
  });

  test("is no conflict when the file is gone", async () => {
    const { tree: result } = await merge({
      base: { d: "0" },
      ours: { d: "0", o: "0" },
      theirs: { "d/x": "1" },
    });
    expect(result).toEqual(tree({ "d/x": "1", o: "0" }));
  });

  test("is decided together with all that is in the folder", async () => {
    const specs = {
      base: { "d/1": "1", "d/2": "2" },
      ours: { d: "file" },
      theirs: { "d/1": "changed", "d/2": "2", "d/e/": null },
    };
    expect((await merge({ ...specs, prefer: "ours" })).tree).toEqual(tree({ d: "file" }));
    expect((await merge({ ...specs, prefer: "theirs" })).tree).toEqual(tree(specs.theirs));
  });
});

describe("an empty folder", () => {
  test.each<[string, Specs, TreeSpec]>([
    ["added by one side", { base: {}, ours: { "d/": null }, theirs: { x: "0" } }, { "d/": null, x: "0" }],
    ["removed by one side", { base: { "d/": null }, ours: { "d/": null, x: "0" }, theirs: {} }, { x: "0" }],
    ["to a file below", { base: {}, ours: { "d/": null }, theirs: { "d/x": "0" } }, { "d/x": "0" }],
    ["to one below", { base: {}, ours: { "d/": null }, theirs: { "d/e/": null } }, { "d/e/": null }],
    ["to a file", { base: {}, ours: { "d/": null }, theirs: { d: "0" } }, { d: "0" }],
    ["to a file above", { base: {}, ours: { "d/e/": null }, theirs: { d: "0" } }, { d: "0" }],
    [
      "when one side filled it, the other removed it",
      { base: { "d/": null }, ours: { "d/x": "0" }, theirs: {} },
      { "d/x": "0" },
    ],
    [
      "in the place of an unchanged file",
      { base: { d: "0" }, ours: { "d/": null }, theirs: { d: "0", x: "0" } },
      { "d/": null, x: "0" },
    ],
    [
      "in the place of a file that both removed",
      { base: { d: "0" }, ours: { "d/": null }, theirs: { x: "1" } },
      { "d/": null, x: "1" },
    ],
  ])("MP9: gives way or stands: %s", async (_, specs, expected) => {
    const { base, ours, theirs } = specs;
    expect((await merge(specs)).tree).toEqual(tree(expected));
    expect((await merge({ base: base ?? {}, ours: theirs, theirs: ours })).tree).toEqual(tree(expected));
  });
});

test("a file with merged contents and permissions in conflict is listed as a conflict only", async () => {
  const specs = { ours: { p: exec("1"), q: "1" }, theirs: { p: "2", q: "2" } };
  const told = await merge(specs);
  expect(conflictsOf(told).map(({ path }) => path)).toEqual(["p"]);
  expect(told.autoMerged).toEqual(["q"]);
});

test("contents are merged one file at a time, in the order of their paths", async () => {
  const spec = (text: string) => new Map(tree({ "b/1": text, a: text, "a-b": text, c: text }));
  const asked: string[] = [];
  await mergeModels(fresh(), { base: spec("0"), ours: spec("1"), theirs: spec("2") }, (sides) => {
    asked.push(sides.path);
    return plusMerge(sides, "none");
  });
  expect(asked).toEqual(["a", "a-b", "b/1", "c"]);
});
