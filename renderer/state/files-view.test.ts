// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { useFilesView, viewOf } from "./files-view.ts";

const state = () => useFilesView.getState();
const view = (label = "work") => viewOf(state(), label);
const open = () => [...view().expanded].sort();

beforeEach(() => useFilesView.setState({ views: {} }));

test("each label has a view of its own, at first its root", () => {
  state().select("work", { path: "a.txt", isFolder: false });
  expect(view().place).toEqual({ path: "a.txt", isFolder: false });
  expect(view("other")).toEqual({ place: { path: "", isFolder: true }, expanded: new Set() });
});

test("a folder that is shown several levels below another opens and closes with those on the way", () => {
  state().toggle("work", "", "a/b/c");
  expect(open()).toEqual(["a", "a/b", "a/b/c"]);
  state().toggle("work", "a/b", "a/b/d");
  state().toggle("work", "", "a/b/c");
  expect(open()).toEqual(["a/b/d"]);
});

test("what is revealed is chosen, with the folders above it open and those that were", () => {
  state().toggle("work", "", "other");
  state().reveal("work", { path: "a/b/c.txt", isFolder: false });
  expect(view().place.path).toBe("a/b/c.txt");
  expect(open()).toEqual(["a", "a/b", "other"]);
});

test("the order changes in the part that is given", () => {
  state().sortBy({ sort: "size" });
  state().sortBy({ descending: true });
  expect(state().order).toEqual({ sort: "size", descending: true });
});
