import { describe, expect, test } from "vitest";
import { inlineFile, symlinkTo, type TreeSpec, tree } from "../testing/trees.ts";
import { conflictsOf, mergeSpecs, type Specs } from "./tree-merge-suite.ts";

const exec = (text: string) => inlineFile(text, 0o755);

describe("an edit follows the file that the other side moved", () => {
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

  test("into a conflict of the permissions, with what it holds", async () => {
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
    ["when the content is another one", { base, ours: { b: "texts" }, theirs: { a: "edited" } }, "a"],
    ["when it made a link of the file", { base, ours: { b: "text" }, theirs: { a: symlinkTo("x") } }, "a"],
    ["when the file was empty", { base: { a: "" }, ours: { b: "" }, theirs: { a: "edited" } }, "a"],
  ])("%s", async (_, specs, path) => {
    expect(conflictsOf(await mergeSpecs(specs))).toMatchObject([{ path, kind: "modify/delete" }]);
  });

  test("when the new place is disputed, and so does one that the old place then disputes", async () => {
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
      { from: "a", to: "d", by: "ours" },
      { from: "c", to: "a/b", by: "ours" },
    ]);
  });
});

test("all moves are told, of untouched files too, by the paths that they left", async () => {
  const { renames } = await mergeSpecs({
    base: { a: "1", b: "2", c: "3", d: "4" },
    ours: { a: "1", "x/b": "2", c: "3", "x/d": "4" },
    theirs: { "y/a": "1", b: "2", "y/c": "3", d: "changed" },
  });
  expect(renames).toEqual([
    { from: "a", to: "y/a", by: "theirs" },
    { from: "b", to: "x/b", by: "ours" },
    { from: "c", to: "y/c", by: "theirs" },
    { from: "d", to: "x/d", by: "ours" },
  ]);
});

test("of equal files those find each other whose paths end alike, then the first ones", async () => {
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
