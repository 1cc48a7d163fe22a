import { describe, expect, it, test } from "vitest";
import { type TreeEntry, treeRows } from "../../components/tree-rows.ts";
import { nextHunk, seek } from "./seek.ts";

const entries: TreeEntry[] = [
  { path: "closed", type: "directory" },
  { path: "open", type: "directory" },
  { path: "last", type: "file" },
];
const folders = new Map([
  ["", { total: 3, pages: new Map([[0, entries]]) }],
  ["open", { total: 3, pages: new Map([[0, [{ path: "open/a", type: "file" as const }]]]) }],
]);
/** 0 closed, 1 open, 2 open/a, 3 and 4 not loaded, 5 last. */
const rows = treeRows({ root: "", pageSize: 3, folders, expanded: new Set(["open"]) });

describe("the next change", () => {
  it("is the next file", () => {
    expect(seek(rows, 1, 1)).toEqual({ found: 2 });
    expect(seek(rows, 4, 1)).toEqual({ found: 5 });
  });

  it("may be in a folder that is closed, or not loaded", () => {
    expect(seek(rows, -1, 1)).toEqual({ open: "closed" });
    expect(seek(rows, 0, 1)).toEqual({ open: "closed" });
    expect(seek(rows, 2, 1)).toEqual({ load: 3 });
    expect(seek(rows, 5, -1)).toEqual({ load: 4 });
    expect(seek(rows, 2, -1)).toEqual({ open: "closed" });
  });

  it("ends at the last", () => {
    expect(seek(rows, 5, 1)).toEqual({ end: true });
    expect(seek(rows, 0, -1)).toEqual({ end: true });
  });
});

test("the next hunk is the one that begins after a line, the one before ends before it", () => {
  const hunks = [
    { first: 3, last: 5 },
    { first: 9, last: 9 },
  ];
  expect(nextHunk(hunks, 1, 1)).toBe(hunks[0]);
  expect(nextHunk(hunks, 3, 1)).toBe(hunks[1]);
  expect(nextHunk(hunks, 9, 1)).toBeUndefined();
  expect(nextHunk(hunks, 9, -1)).toBe(hunks[0]);
  expect(nextHunk(hunks, 4, -1)).toBeUndefined();
});
