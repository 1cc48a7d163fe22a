// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import type { TreeItem } from "../../api/queries.ts";
import type { Spot } from "../../model/files/spots.ts";
import { useFilesView } from "../../state/files-view.ts";
import { type Answers, connectFake, held } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { itemAt, useFileRows } from "./use-file-rows.ts";

const folder = (path: string): TreeItem => ({ path, type: "directory", mode: 0, size: 0 });
const file = (path: string): TreeItem => ({ path, type: "file", mode: 0, size: 1 });
const spotAt = (path: string, snapshot = "a0"): Spot => ({
  label: "work",
  snapshot,
  at: 1,
  path,
  isFolder: false,
});

/** Every snapshot holds a folder with a file, and a file that is called as it is; the size puts that one first. */
const tree: NonNullable<Answers["tree"]> = ({ ref, sort }) => {
  const [snapshot, path] = ref.split(":");
  const all = [folder("docs"), file(`${snapshot}.txt`)];
  const entries = path === "docs" ? [file("docs/a.txt")] : sort === "size" ? all.toReversed() : all;
  return { total: entries.length, entries };
};

beforeEach(() =>
  useFilesView.setState({ views: {}, order: { sort: "name", descending: false }, filter: "" }),
);

function render(answers: Answers = { tree }) {
  connectFake(answers);
  const { result, rerender } = renderState(useFileRows, spotAt(""));
  const rows = () => result.current.shown?.rows;
  const paths = () =>
    Array.from({ length: rows()?.count ?? 0 }, (_, index) => {
      const row = rows()?.row(index);
      return row?.kind === "item" ? row.item.path : "…";
    });
  return { result, rerender, paths };
}

test("the tree, with the folders that are open, in the order that is chosen", async () => {
  const { result, paths } = render();
  expect(result.current).toMatchObject({ shown: undefined, flat: false, busy: true });
  await expect.poll(paths).toEqual(["docs", "a0.txt"]);
  expect(result.current.busy).toBe(false);
  act(() => useFilesView.getState().sortBy({ sort: "size" }));
  await expect.poll(paths).toEqual(["a0.txt", "docs"]);
  act(() => useFilesView.getState().toggle("work", "", "docs"));
  await act(async () => result.current.shown?.onRange(0, 3));
  await expect.poll(paths).toEqual(["a0.txt", "docs", "docs/a.txt"]);
});

test("the tree stays until what matches a filter is there, and comes back when that is empty", async () => {
  const found = held<object>();
  const { result, paths } = render({ tree, find: () => found.promise });
  await expect.poll(paths).toEqual(["docs", "a0.txt"]);
  act(() => useFilesView.getState().filterBy("  plan "));
  await expect.poll(() => result.current.busy).toBe(true);
  expect([paths(), result.current.flat]).toEqual([["docs", "a0.txt"], false]);
  found.end({ total: 1, entries: [file("docs/plan.txt")] });
  await expect.poll(paths).toEqual(["docs/plan.txt"]);
  expect(result.current).toMatchObject({ flat: true, busy: false });
  act(() => useFilesView.getState().filterBy(" "));
  await expect.poll(paths).toEqual(["docs", "a0.txt"]);
  expect(result.current.flat).toBe(false);
});

test("an entry is one of the snapshot that is asked about, and only where it is loaded", async () => {
  const { result, rerender, paths } = render();
  expect(itemAt(result.current.shown, spotAt("a0.txt"))).toBeUndefined();
  await expect.poll(paths).toEqual(["docs", "a0.txt"]);
  expect(itemAt(result.current.shown, spotAt("a0.txt"))).toMatchObject({ path: "a0.txt", size: 1 });
  expect(itemAt(result.current.shown, spotAt("docs/a.txt"))).toBeUndefined();
  expect(itemAt(result.current.shown, spotAt("a0.txt", "b0"))).toBeUndefined();
  rerender(spotAt("", "b0"));
  await expect.poll(paths).toEqual(["docs", "b0.txt"]);
  expect(itemAt(result.current.shown, spotAt("docs", "b0"))).toMatchObject({ type: "directory" });
});
