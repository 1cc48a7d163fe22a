// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { useWorkingView, viewOf } from "./working-view.ts";

const state = () => useWorkingView.getState();
const view = (mount = 1) => viewOf(state(), mount);
const open = () => [...view().expanded].sort();

beforeEach(() => useWorkingView.setState({ views: {} }));

test("each working copy has a view of its own, at first of nothing", () => {
  state().select(1, { path: "a.txt", isFolder: false });
  expect(view().place).toEqual({ path: "a.txt", isFolder: false });
  expect(view(2)).toEqual({ place: null, expanded: new Set(), filter: "" });
});

test("folders open and close; what is revealed is not hidden by a filter", () => {
  state().toggle(1, "a");
  state().toggle(1, "b");
  state().toggle(1, "a");
  expect(open()).toEqual(["b"]);
  state().filterBy(1, "x");
  state().reveal(1, { path: "a/c/d.txt", isFolder: false });
  expect([view().filter, view().place?.path, open()]).toEqual(["", "a/c/d.txt", ["a", "a/c", "b"]]);
});

test("the view goes with a moved folder: the place in it, its open folders, and those that it is in now", () => {
  state().reveal(1, { path: "docs/sub/a.txt", isFolder: false });
  state().toggle(1, "docs2");
  state().moved(1, "docs", "old/docs");
  expect(view().place).toEqual({ path: "old/docs/sub/a.txt", isFolder: false });
  expect(open()).toEqual(["docs2", "old", "old/docs", "old/docs/sub"]);
  state().moved(2, "docs", "old/docs");
  expect(view(2).place).toBeNull();
});
