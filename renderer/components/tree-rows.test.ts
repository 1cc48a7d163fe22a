import { describe, expect, it } from "vitest";
import { type LoadedFolder, type TreeEntry, type TreeRows, treeRows, treeStep } from "./tree-rows.ts";

const dir = (path: string): TreeEntry => ({ path, type: "directory" });
const file = (path: string): TreeEntry => ({ path, type: "file" });

function folder(total: number, pages: Record<number, TreeEntry[]>): LoadedFolder<TreeEntry> {
  return { total, pages: new Map(Object.entries(pages).map(([no, page]) => [Number(no), page])) };
}

/** Pages of two: `a/` (with `a/b/c/` passed through), `z/`, `x`. */
const folders = new Map([
  ["", folder(3, { 0: [dir("a"), dir("z")], 1: [file("x")] })],
  ["a", folder(3, { 0: [dir("a/b/c"), file("a/1")], 1: [file("a/2")] })],
  ["a/b/c", folder(1, { 0: [file("a/b/c/deep")] })],
]);
const rowsOf = (expanded: string[], of = folders) =>
  treeRows({ root: "", pageSize: 2, folders: of, expanded: new Set(expanded) });

function print(rows: TreeRows<TreeEntry>): string[] {
  return Array.from({ length: rows.count }, (_, index) => {
    const row = rows.row(index);
    const what = row.kind === "gap" ? `? ${row.folder}#${row.page}` : row.item.path;
    const sign = row.kind === "item" && row.item.type === "directory" ? (row.expanded ? "- " : "+ ") : "";
    return `${"  ".repeat(row.depth)}${sign}${what} ${row.posinset}/${row.setsize}`;
  });
}

describe("the rows of a tree", () => {
  it("are those of the root while nothing is open", () => {
    expect(print(rowsOf([]))).toEqual(["+ a 1/3", "+ z 2/3", "x 3/3"]);
  });

  it("have what is in open folders below them, also passed-through ones", () => {
    expect(print(rowsOf(["a/b/c", "a"]))).toEqual([
      "- a 1/3",
      "  - a/b/c 1/3",
      "    a/b/c/deep 1/1",
      "  a/1 2/3",
      "  a/2 3/3",
      "+ z 2/3",
      "x 3/3",
    ]);
  });

  it("have one gap for a folder that is not loaded, and gaps for pages that are not", () => {
    expect(print(rowsOf(["z"]))).toEqual(["+ a 1/3", "- z 2/3", "  ? z#0 1/1", "x 3/3"]);
    const sparse = new Map([["", folder(5, { 1: [dir("c"), file("d")] })]]);
    expect(print(rowsOf([], sparse))).toEqual(["? #0 1/5", "? #0 2/5", "+ c 3/5", "d 4/5", "? #2 5/5"]);
  });

  it("leave out open folders that are in a closed or unknown one", () => {
    expect(print(rowsOf(["a/b/c", "nowhere/at/all", "x"]))).toEqual(["+ a 1/3", "+ z 2/3", "x 3/3"]);
  });

  it("tell a folder from a file of the same path", () => {
    const both = new Map([
      ["", folder(2, { 0: [dir("same"), file("same")] })],
      ["same", folder(1, { 0: [file("same/in")] })],
    ]);
    expect(print(rowsOf(["same"], both))).toEqual(["- same 1/2", "  same/in 1/1", "same 2/2"]);
  });

  it("begin at the shown folder", () => {
    const rows = treeRows({ root: "a", pageSize: 2, folders, expanded: new Set(["a/b/c", "z"]) });
    expect(print(rows).map((row) => row.trim())).toEqual([
      "- a/b/c 1/3",
      "a/b/c/deep 1/1",
      "a/1 2/3",
      "a/2 3/3",
    ]);
    expect(rows.indexOf("a/2")).toBe(3);
    expect(rows.indexOf("z")).toBe(-1);
  });

  it("are found by path, and know what they are in", () => {
    const rows = rowsOf(["a", "a/b/c", "z"]);
    for (let index = 0; index < rows.count; index++) {
      const row = rows.row(index);
      if (row.kind === "item") expect(rows.indexOf(row.item.path)).toBe(index);
    }
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((index) => rows.parentOf(index))).toEqual([
      -1, 0, 1, 0, 0, -1, 5, -1,
    ]);
    expect(rows.indexOf("a/b")).toBe(-1);
    expect(() => rows.row(8)).toThrow(RangeError);
    expect(() => rows.row(-1)).toThrow(RangeError);
  });

  it("name the pages that they are of", () => {
    expect(rowsOf(["a", "z"]).pagesIn(1, 5)).toEqual([
      { folder: "a", page: 0 },
      { folder: "a", page: 1 },
      { folder: "", page: 0 },
      { folder: "z", page: 0 },
    ]);
  });

  it("of a million are looked up at once, wherever folders are open", () => {
    const names = Array.from({ length: 2 }, (_, no) => dir(`${no}`));
    const huge = new Map([["", folder(1_000_000, { 0: names, 400000: [dir("far"), file("end")] })]]);
    huge.set("0", folder(500_000, {}));
    huge.set("far", folder(7, {}));
    const rows = rowsOf(["0", "far"], huge);
    expect(rows.count).toBe(1_500_007);
    expect(rows.indexOf("far")).toBe(1_300_000);
    expect(rows.row(1_300_000)).toMatchObject({ item: { path: "far" }, posinset: 800_001 });
    expect(rows.row(1_300_007)).toMatchObject({ kind: "gap", folder: "far", page: 3, depth: 1 });
    expect(rows.row(1_300_008)).toMatchObject({ item: { path: "end" } });
  });
});

describe("keys", () => {
  const closed = rowsOf([]);
  const open = rowsOf(["a", "a/b/c"]);
  it.each<[string, TreeRows<TreeEntry>, number, string, unknown]>([
    ["right opens a folder", closed, 0, "ArrowRight", { toggle: "a" }],
    ["right goes into an open one", open, 0, "ArrowRight", { select: 1 }],
    ["right does nothing on a file", open, 3, "ArrowRight", undefined],
    ["left closes an open folder", open, 1, "ArrowLeft", { toggle: "a/b/c" }],
    ["left goes to the folder of a file", open, 2, "ArrowLeft", { select: 1 }],
    ["left does nothing at the outermost", closed, 2, "ArrowLeft", undefined],
    ["others are none of its business", open, 0, "ArrowDown", undefined],
  ])("%s", (_, rows, index, key, step) => {
    expect(treeStep(rows, index, key)).toEqual(step);
  });
});
