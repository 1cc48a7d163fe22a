import { describe, expect, test } from "vitest";
import { inlineFile, symlinkTo, type TreeSpec, tree } from "../../testing/trees.ts";
import type { TreeConflict } from "./conflict.ts";
import { conflictsOf, mergeSpecs, type Specs } from "./tree-suite.ts";

const exec = (text: string) => inlineFile(text, 0o755);

describe("an edit follows a file that the other side moved", () => {
  test.each<[string, Omit<Specs, "base">, TreeSpec]>([
    ["its content", { ours: { "new/b": "text" }, theirs: { a: "edited" } }, { "new/b": "edited" }],
    ["its permissions", { ours: { b: "text" }, theirs: { a: exec("text") } }, { b: exec("text") }],
    [
      "into a folder of its old name",
      { ours: { "a/b": "text" }, theirs: { a: "edited" } },
      { "a/b": "edited" },
    ],
    ["beside the permissions", { ours: { b: exec("text") }, theirs: { a: "edited" } }, { b: exec("edited") }],
    ["over an empty folder", { ours: { b: "text" }, theirs: { a: "edited", "b/": null } }, { b: "edited" }],
    [
      "leaving one",
      { ours: { "a/": null, b: "text" }, theirs: { a: "edited" } },
      { "a/": null, b: "edited" },
    ],
  ])("%s", async (_, { ours, theirs }, expected) => {
    const base = { a: "text" };
    const to = Object.keys(expected).find((path) => path.endsWith("b")) ?? "";
    const there = await mergeSpecs({ base, ours, theirs });
    expect(there).toMatchObject({ tree: tree(expected), renames: [{ from: "a", to, by: "ours" }] });
    const back = await mergeSpecs({ base, ours: theirs, theirs: ours });
    expect(back).toMatchObject({ tree: tree(expected), renames: [{ from: "a", to, by: "theirs" }] });
  });

  test("into a conflict of permissions, with its content", async () => {
    const specs = {
      base: { a: "text" },
      ours: { b: exec("text") },
      theirs: { a: inlineFile("edited", 0o600) },
    };
    expect(conflictsOf(await mergeSpecs(specs))).toEqual([
      {
        path: "b",
        base: inlineFile("text"),
        ours: exec("text"),
        theirs: inlineFile("edited", 0o600),
        kind: "mode",
        reason: "Ours has the permissions 755, theirs 600.",
        content: { size: 6, content: inlineFile("edited").content },
      },
    ]);
    expect(await mergeSpecs({ ...specs, prefer: "ours" })).toMatchObject({
      preferred: ["b"],
      tree: tree({ b: exec("edited") }),
    });
    expect((await mergeSpecs({ ...specs, prefer: "theirs" })).tree).toEqual(
      tree({ b: inlineFile("edited", 0o600) }),
    );
  });
});

describe("an edit stays behind", () => {
  const base = { a: "text" };
  test.each<[string, Specs, string]>([
    [
      "when renames are not followed",
      { base, ours: { b: "text" }, theirs: { a: "edited" }, renames: false },
      "a",
    ],
    ["MR2: when the content is another one", { base, ours: { b: "texts" }, theirs: { a: "edited" } }, "a"],
    ["when it made a link of the file", { base, ours: { b: "text" }, theirs: { a: symlinkTo("x") } }, "a"],
    ["when the file was empty", { base: { a: "" }, ours: { b: "" }, theirs: { a: "edited" } }, "a"],
  ])("%s", async (_, specs, path) => {
    expect(conflictsOf(await mergeSpecs(specs))).toMatchObject([{ path, kind: "modify/delete" }]);
  });

  test("MR8: if the new path is in a clash, and so does one whose new path then clashes with the old path", async () => {
    const merge = await mergeSpecs({
      base: { a: "one", c: "two" },
      ours: { d: "one", "a/b": "two" },
      theirs: { a: "edited", c: "edited too", "d/x": "0" },
    });
    expect(conflictsOf(merge).map(({ path, kind }) => [path, kind])).toEqual([
      ["a", "type"],
      ["c", "modify/delete"],
      ["d", "type"],
    ]);
    expect(merge.renames).toEqual([
      { from: "a", to: "d", by: "ours", similarity: 100 },
      { from: "c", to: "a/b", by: "ours", similarity: 100 },
    ]);
  });
});

/** A text of lines "1" to "9" and of others. */
const lines = (...changed: readonly string[]) =>
  `${[...changed, ..."123456789".slice(changed.length)].join("\n")}\n`;

describe("a file that was moved and changed", () => {
  const base = { a: lines(), kept: "k" };

  test("is followed, so that the other side's edit arrives", async () => {
    const ours = { "new/b": lines("moved"), kept: "k" };
    const merge = await mergeSpecs({ base, ours, theirs: { a: lines("", "edited"), kept: "k" } });
    expect(merge).toMatchObject({
      tree: tree({ "new/b": `${lines("", "edited")}+${lines("moved")}`, kept: "k" }),
      renames: [{ from: "a", to: "new/b", by: "ours", similarity: 72 }],
      renamesLimited: false,
    });
  });

  test.each<[string, Specs]>([
    [
      "when less than half of it is left",
      {
        base,
        ours: { b: lines("1a", "2b", "3c", "4d", "5e"), kept: "k" },
        theirs: { a: lines("x"), kept: "k" },
      },
    ],
    [
      "when renames are not followed",
      { base, ours: { b: lines("moved"), kept: "k" }, theirs: { a: lines("x"), kept: "k" }, renames: false },
    ],
  ])("is not followed %s", async (_, specs) => {
    expect(conflictsOf(await mergeSpecs(specs))).toMatchObject([{ path: "a", kind: "modify/delete" }]);
  });

  test("is of no account where the other side left the file alone", async () => {
    const specs = { base, ours: { b: lines("moved"), kept: "k" }, theirs: { ...base, kept: "changed" } };
    expect(await mergeSpecs(specs)).toMatchObject({
      tree: tree({ b: lines("moved"), kept: "changed" }),
      renames: [],
    });
  });

  test("is in conflict where the other side moved it elsewhere, or deleted it", async () => {
    const ours = { b: lines("moved"), kept: "k" };
    const apart = await mergeSpecs({ base, ours, theirs: { c: lines("", "too"), kept: "k" } });
    expect(conflictsOf(apart)).toMatchObject([
      { path: "a", kind: "rename/rename", moved: [{ base: "a", ours: "b", theirs: "c" }] },
    ]);
    const deleted = await mergeSpecs({ base, ours, theirs: { kept: "k" } });
    expect(conflictsOf(deleted)).toMatchObject([
      { path: "a", kind: "rename/delete", moved: [{ base: "a", ours: "b", theirs: null }] },
    ]);
  });

  test("is merged with the base where both sides moved it to one path", async () => {
    const specs = {
      base,
      ours: { b: lines("moved"), kept: "k" },
      theirs: { b: lines("", "too"), kept: "changed" },
    };
    expect(await mergeSpecs(specs)).toMatchObject({
      tree: tree({ b: `${lines("", "too")}+${lines("moved")}`, kept: "changed" }),
      renames: [],
    });
    const unchanged = { ...specs, theirs: { b: lines(), kept: "k" } };
    expect((await mergeSpecs(unchanged)).tree).toEqual(tree(specs.ours));
  });

  test("is paired with the file of its name, then with the most similar one", async () => {
    const edited = { "d/x": lines("0"), y: lines("1", "0"), z: lines("0", "0") };
    const { renames } = await mergeSpecs({
      base: { "d/x": lines(), y: lines("1", "2", "y", "y"), z: lines("z", "z", "z", "z") },
      ours: {
        "e/x": lines("1", "2", "3", "e"),
        one: lines("z", "z", "z", "z", "z"),
        two: lines("1", "2", "y", "y", "y"),
      },
      theirs: edited,
    });
    expect(renames.map(({ from, to }) => [from, to])).toEqual([
      ["d/x", "e/x"],
      ["y", "two"],
      ["z", "one"],
    ]);
  });
});

describe("moves that cannot both stand are a conflict", () => {
  const base = { a: "text", kept: "k" };
  const [text, none] = [inlineFile("text"), null];
  type Told = Pick<TreeConflict, "path" | "base" | "ours" | "theirs" | "kind" | "reason" | "moved">;
  const cases: [string, Specs, Told][] = [
    [
      "MR4: moved to two places",
      { base, ours: { b: "text", kept: "k" }, theirs: { "d/c": exec("text"), kept: "k" } },
      {
        path: "a",
        base: text,
        ours: text,
        theirs: exec("text"),
        kind: "rename/rename",
        reason: "Ours moved it to b, theirs to d/c.",
        moved: [{ base: "a", ours: "b", theirs: "d/c" }],
      },
    ],
    [
      "MR5: moved and deleted",
      { base, ours: { b: "text", kept: "k" }, theirs: { kept: "k" } },
      {
        path: "a",
        base: text,
        ours: text,
        theirs: none,
        kind: "rename/delete",
        reason: "Ours moved it to b, theirs deleted it.",
        moved: [{ base: "a", ours: "b", theirs: null }],
      },
    ],
    [
      "moved into a folder of its old name, and away",
      { base, ours: { "a/b": "text", kept: "k" }, theirs: { c: "text", kept: "k" } },
      {
        path: "a",
        base: text,
        ours: text,
        theirs: text,
        kind: "rename/rename",
        reason: "Ours moved it to a/b, theirs to c.",
        moved: [{ base: "a", ours: "a/b", theirs: "c" }],
      },
    ],
    [
      "a link, deleted and moved",
      { base: { a: symlinkTo("x") }, ours: {}, theirs: { b: symlinkTo("x") } },
      {
        path: "a",
        base: symlinkTo("x"),
        ours: none,
        theirs: symlinkTo("x"),
        kind: "rename/delete",
        reason: "Ours deleted it, theirs moved it to b.",
        moved: [{ base: "a", ours: null, theirs: "b" }],
      },
    ],
    [
      "two files, moved to one place",
      {
        base: { a: "text", b: "other" },
        ours: { b: "other", c: "text" },
        theirs: { a: "edited", c: "other" },
      },
      {
        path: "c",
        base: none,
        ours: text,
        theirs: inlineFile("other"),
        kind: "rename/rename",
        reason: "Ours moved a here, theirs b.",
        moved: [
          { base: "a", ours: "c", theirs: "a" },
          { base: "b", ours: "b", theirs: "c" },
        ],
      },
    ],
    [
      "moved to two places, of which one is taken",
      { base, ours: { b: "text", kept: "k" }, theirs: { b: "other", c: "text", kept: "k" } },
      {
        path: "a",
        base: text,
        ours: text,
        theirs: text,
        kind: "rename/rename",
        reason: "Ours moved it to b, theirs to c.",
        moved: [{ base: "a", ours: "b", theirs: "c" }],
      },
    ],
    [
      "two files, which change places on one side only",
      {
        base: { a: "text", b: "other" },
        ours: { c: "text", d: "other" },
        theirs: { c: "other", d: "text" },
      },
      {
        path: "c",
        base: none,
        ours: text,
        theirs: inlineFile("other"),
        kind: "rename/rename",
        reason: "Ours moved a here, theirs b.",
        moved: [
          { base: "a", ours: "c", theirs: "d" },
          { base: "b", ours: "d", theirs: "c" },
        ],
      },
    ],
  ];

  test.each(cases)("%s", async (_, specs, told) => {
    const merge = await mergeSpecs(specs);
    expect(conflictsOf(merge)).toEqual([told]);
    expect(merge.renames).toEqual([]);
    for (const prefer of ["ours", "theirs"] as const) {
      const decided = await mergeSpecs({ ...specs, prefer });
      expect(decided).toMatchObject({ preferred: [told.path], tree: tree(specs[prefer]) });
    }
    const unfollowed = await mergeSpecs({ ...specs, renames: false });
    expect(conflictsOf(unfollowed).filter(({ kind }) => kind.startsWith("rename/"))).toEqual([]);
  });

  test("MR7: for each file of a folder by itself, beside the new files in it", async () => {
    const merge = await mergeSpecs({
      base: { "d/1": "1", "d/2": "2", "d/3": "3" },
      ours: { "e/1": "1", "e/2": "2", "e/3": "3", "e/4": "4" },
      theirs: { "f/1": "1", "f/2": "2", "f/3": "changed" },
    });
    expect(conflictsOf(merge).map(({ kind, moved }) => [kind, moved])).toEqual([
      ["rename/rename", [{ base: "d/1", ours: "e/1", theirs: "f/1" }]],
      ["rename/rename", [{ base: "d/2", ours: "e/2", theirs: "f/2" }]],
      ["rename/delete", [{ base: "d/3", ours: "e/3", theirs: null }]],
    ]);
  });

  test("beside a folder that the other side has at the new path", async () => {
    const specs: Specs = {
      base,
      ours: { b: "text", kept: "k" },
      theirs: { "b/x": "1", c: "text", kept: "k" },
    };
    expect(conflictsOf(await mergeSpecs(specs)).map(({ path, kind }) => [path, kind])).toEqual([
      ["a", "rename/rename"],
      ["b", "type"],
    ]);
    for (const prefer of ["ours", "theirs"] as const) {
      expect((await mergeSpecs({ ...specs, prefer })).tree).toEqual(tree(specs[prefer]));
    }
  });
});

describe("there is no conflict of moves for", () => {
  test.each<[string, Specs, TreeSpec]>([
    [
      "a move to the same place, with a copy",
      { base: { a: "text" }, ours: { b: "text", c: "text" }, theirs: { c: "text", x: "1" } },
      { b: "text", c: "text", x: "1" },
    ],
    [
      "MR3: a copy, as long as the file is where it was",
      { base: { a: "text" }, ours: { a: "text", b: "text" }, theirs: { a: "text", c: "text" } },
      { a: "text", b: "text", c: "text" },
    ],
    ["an empty file", { base: { a: "" }, ours: { b: "" }, theirs: { c: "" } }, { b: "", c: "" }],
    [
      "one of many files that are alike, if it may as well be one that the other side left alone",
      {
        base: { "1/x": "alike", "2/x": "alike", "3/x": "alike" },
        ours: { "3/x": "alike", "9/x": "alike" },
        theirs: { "2/x": "alike", "3/x": "alike", new: "1" },
      },
      { "3/x": "alike", "9/x": "alike", new: "1" },
    ],
    [
      "two files that are alike, moved to one place",
      { base: { a: "text", b: "text" }, ours: { b: "text", c: "text" }, theirs: { a: "text", c: "text" } },
      { c: "text" },
    ],
  ])("%s", async (_, specs, expected) => {
    expect((await mergeSpecs(specs)).tree).toEqual(tree(expected));
    const { ours: theirs, theirs: ours } = specs;
    expect((await mergeSpecs({ ...specs, ours, theirs })).tree).toEqual(tree(expected));
  });
});

test("MR10: all moves are listed, also of unedited files, in the order of their old paths", async () => {
  const { renames } = await mergeSpecs({
    base: { a: "1", b: "2", c: "3", d: "4" },
    ours: { a: "1", "x/b": "2", c: "3", "x/d": "4" },
    theirs: { "y/a": "1", b: "2", "y/c": "3", d: "changed" },
  });
  expect(renames).toEqual([
    { from: "a", to: "y/a", by: "theirs", similarity: 100 },
    { from: "b", to: "x/b", by: "ours", similarity: 100 },
    { from: "c", to: "y/c", by: "theirs", similarity: 100 },
    { from: "d", to: "x/d", by: "ours", similarity: 100 },
  ]);
});

test("MR9: among equal files, those whose paths end alike are paired first, then the first ones", async () => {
  const { renames } = await mergeSpecs({
    base: { "one/lib/x": "text", "one/src/x": "text", y: "text", z: "text" },
    ours: { "a/y": "text", "b/lib/x": "text", "c/x": "text", other: "text" },
    theirs: { "one/lib/x": "text", "one/src/x": "text", y: "text", z: "edited" },
  });
  expect(renames.map(({ from, to }) => [from, to])).toEqual([
    ["one/lib/x", "b/lib/x"],
    ["one/src/x", "c/x"],
    ["y", "a/y"],
    ["z", "other"],
  ]);
});
