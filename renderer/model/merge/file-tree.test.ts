// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { MergeItem } from "../../api/merges.ts";
import { treeRows } from "../../components/tree-rows.ts";
import { type FileTree, filesInOrder, fileTree, flatFiles, nextOpenFile } from "./file-tree.ts";

const item = (path: string, state: MergeItem["state"] = "open"): MergeItem => ({
  path,
  state,
  kind: "text",
  take: "undecided",
  counts: null,
  revision: 0,
});

const shown = (folders: FileTree, closed: readonly string[] = []) => {
  const expanded = new Set([...folders.keys()].filter((path) => !closed.includes(path)));
  const rows = treeRows({ root: "", pageSize: Number.MAX_SAFE_INTEGER, folders, expanded });
  return Array.from({ length: rows.count }, (_, index) => {
    const row = rows.row(index);
    if (row.kind === "gap") return "gap";
    const { item, depth } = row;
    const sums = item.type === "directory" ? ` ${item.open}/${item.files}` : "";
    return `${"  ".repeat(depth)}${item.path}${sums}`;
  });
};

const files = [
  item("a.txt"),
  item("core/api/x/one.ts"),
  item("core/api/x/two.ts", "resolved"),
  item("core/z.ts", "auto"),
  item("docs/old/deep/page.md", "auto"),
];

test("folders come first, with how many files below them are open; a folder that only leads to another is shown with it", () => {
  expect(shown(fileTree(files))).toEqual([
    "core 1/3",
    "  core/api/x 1/2",
    "    core/api/x/one.ts",
    "    core/api/x/two.ts",
    "  core/z.ts",
    "docs/old/deep 0/1",
    "  docs/old/deep/page.md",
    "a.txt",
  ]);
});

test("a folder that is closed shows only itself", () => {
  expect(shown(fileTree(files), ["core", "docs/old/deep"])).toEqual([
    "core 1/3",
    "docs/old/deep 0/1",
    "a.txt",
  ]);
});

test("without folders the files are as the store lists them", () => {
  expect(shown(flatFiles(files))).toEqual(files.map(({ path }) => path));
});

test("a file and a folder of the same name are both there", () => {
  expect(shown(fileTree([item("a"), item("a/b")]))).toEqual(["a 1/1", "  a/b", "a"]);
});

test("files are gone through as they are listed, from one that is open to the next, and around", () => {
  const listed = filesInOrder(fileTree(files));
  expect(listed.map(({ path }) => path)).toEqual([
    "core/api/x/one.ts",
    "core/api/x/two.ts",
    "core/z.ts",
    "docs/old/deep/page.md",
    "a.txt",
  ]);
  expect(nextOpenFile(listed, undefined, 1)).toBe("core/api/x/one.ts");
  expect(nextOpenFile(listed, "core/api/x/two.ts", 1)).toBe("a.txt");
  expect(nextOpenFile(listed, "a.txt", 1)).toBe("core/api/x/one.ts");
  expect(nextOpenFile(listed, "core/api/x/two.ts", -1)).toBe("core/api/x/one.ts");
  expect(nextOpenFile(listed, "core/api/x/one.ts", -1)).toBe("a.txt");
  expect(nextOpenFile([item("a.txt")], "a.txt", 1)).toBeUndefined();
});
