// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { type TreeItem, treeQuery } from "../../api/queries.ts";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { type RowSource, type ShownRows, useRows } from "./use-rows.ts";

const NAME = { sort: "name", descending: false } as const;
const NONE: ReadonlySet<string> = new Set();
const folder = (path: string): TreeItem => ({ path, type: "directory", mode: 0, size: 0 });
const file = (path: string): TreeItem => ({ path, type: "file", mode: 0, size: 1 });

const sourceOf = (snapshot: string, key = "work"): RowSource => ({
  key,
  snapshot,
  flat: false,
  page: (folder, page) => treeQuery(snapshot, folder, NAME, page),
});

/** Snapshots that all hold a folder with a file, and a file that is called as they are. */
function listOf(ref: string) {
  const [snapshot, path] = ref.split(":");
  const entries = path === "docs" ? [file("docs/a.txt")] : [folder("docs"), file(`${snapshot}.txt`)];
  return { total: entries.length, entries };
}

function render(answers: Answers, source = sourceOf("a0"), expanded = NONE) {
  const bridge = connectFake(answers);
  const hook = renderState(
    (of: { readonly source: RowSource; readonly expanded: ReadonlySet<string> }) =>
      useRows(of.source, of.expanded),
    { source, expanded },
  );
  return { bridge, shown: () => hook.result.current, show: hook.rerender, end: hook.unmount };
}

const pathsOf = (shown: ShownRows | undefined) =>
  shown &&
  Array.from({ length: shown.rows.count }, (_, no) => shown.rows.row(no)).map((row) =>
    row?.kind === "item" ? row.item.path : "…",
  );

const tree: Answers["tree"] = ({ ref }) => listOf(ref);

test("there is nothing until the first rows are there, open folders included", async () => {
  const { shown } = render({ tree }, sourceOf("a0"), new Set(["docs"]));
  expect(shown()).toBeUndefined();
  await expect.poll(() => pathsOf(shown())).toEqual(["docs", "docs/a.txt", "a0.txt"]);
});

test("rows that are known already are there at once", async () => {
  connectFake({ tree });
  const source = sourceOf("a0");
  await client.prefetchQuery(treeQuery("a0", "", NAME, 0));
  const { result } = renderState(() => useRows(source, NONE), undefined);
  expect(pathsOf(result.current)).toEqual(["docs", "a0.txt"]);
});

test("the earlier rows stay until those of another snapshot can take their place", async () => {
  const next = held<object>();
  const { shown, show } = render({ tree: ({ ref }) => (ref.startsWith("b0") ? next.promise : listOf(ref)) });
  await expect.poll(() => pathsOf(shown())).toEqual(["docs", "a0.txt"]);
  const other = sourceOf("b0");
  show({ source: other, expanded: NONE });
  expect(shown()?.source.snapshot).toBe("a0");
  next.end(listOf("b0:"));
  await expect.poll(() => pathsOf(shown())).toEqual(["docs", "b0.txt"]);
  expect(shown()?.source).toBe(other);
});

test("another label's open folders wait for its rows; of the same label they open at once", async () => {
  const next = held<object>();
  const { shown, show } = render({ tree: ({ ref }) => (ref.startsWith("b0:") ? next.promise : listOf(ref)) });
  await expect.poll(() => pathsOf(shown())).toEqual(["docs", "a0.txt"]);
  const source = shown()?.source ?? sourceOf("a0");
  const open = new Set(["docs"]);
  show({ source, expanded: open });
  expect(pathsOf(shown())).toEqual(["docs", "…", "a0.txt"]);
  act(() => shown()?.onRange(0, 2));
  await expect.poll(() => pathsOf(shown())).toEqual(["docs", "docs/a.txt", "a0.txt"]);
  show({ source: sourceOf("b0", "other"), expanded: NONE });
  expect(pathsOf(shown())).toEqual(["docs", "docs/a.txt", "a0.txt"]);
  next.end(listOf("b0:"));
  await expect.poll(() => pathsOf(shown())).toEqual(["docs", "b0.txt"]);
});

test("a list that is left before it is there is no longer read", async () => {
  const { bridge, show, end } = render({ tree: () => held<never>().promise });
  await expect.poll(() => bridge.asked.length).toBe(1);
  show({ source: sourceOf("b0"), expanded: NONE });
  expect(bridge.controlled).toEqual([[bridge.asked[0]?.call, "cancel"]]);
  end();
  expect(bridge.controlled).toHaveLength(2);
});

test("a list that cannot be read says why, a folder in it only that it cannot", async () => {
  const refused = render({
    tree: () => {
      throw failure("CorruptPack", "A pack is gone.");
    },
  });
  await expect.poll(() => refused.shown()?.error?.message).toBe("A pack is gone.");
  const { shown } = render(
    {
      tree: ({ ref }) => {
        if (ref === "a0:docs") throw failure("CorruptPack");
        return listOf(ref);
      },
    },
    sourceOf("a0"),
    new Set(["docs"]),
  );
  await expect.poll(() => shown()?.hasFailed({ folder: "docs", page: 0 })).toBe(true);
  expect([shown()?.error, shown()?.hasFailed({ folder: "", page: 0 })]).toEqual([undefined, false]);
});
