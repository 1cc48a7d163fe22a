// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import type { MergeItem } from "../../../api/merges.ts";
import { renderState } from "../../../testing/render.tsx";
import { useFileRows } from "./use-file-rows.ts";

const item = (path: string): MergeItem => ({
  path,
  state: "open",
  kind: "text",
  take: "undecided",
  counts: null,
  revision: 0,
});
const files = [item("a.txt"), item("docs/b.txt"), item("docs/old/c.txt")];

function render() {
  const { result, rerender } = renderState(
    ({ files, isTree }: { files: readonly MergeItem[]; isTree: boolean }) => useFileRows(files, isTree),
    { files, isTree: true },
  );
  const paths = () =>
    Array.from({ length: result.current.rows.count }, (_, index) => {
      const row = result.current.rows.row(index);
      return row.kind === "item" ? row.item.path : "gap";
    });
  return { paths, rerender, toggle: (folder: string) => act(() => result.current.toggle(folder)) };
}

test("folders are open at first, close and open, and stay so when the files change", () => {
  const { paths, rerender, toggle } = render();
  const all = ["docs", "docs/old", "docs/old/c.txt", "docs/b.txt", "a.txt"];
  expect(paths()).toEqual(all);
  toggle("docs/old");
  expect(paths()).toEqual(["docs", "docs/old", "docs/b.txt", "a.txt"]);
  rerender({ files: [...files, item("docs/old/d.txt"), item("new/e.txt")], isTree: true });
  expect(paths()).toEqual(["docs", "docs/old", "docs/b.txt", "new", "new/e.txt", "a.txt"]);
  rerender({ files, isTree: true });
  toggle("docs");
  expect(paths()).toEqual(["docs", "a.txt"]);
  toggle("docs");
  toggle("docs/old");
  expect(paths()).toEqual(all);
});

test("without folders every file is there, also those of a closed one", () => {
  const { paths, rerender, toggle } = render();
  toggle("docs");
  rerender({ files, isTree: false });
  expect(paths()).toEqual(["a.txt", "docs/b.txt", "docs/old/c.txt"]);
});
