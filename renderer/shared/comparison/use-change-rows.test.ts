// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ChangeItem } from "../../api/queries.ts";
import { connectFake, failure } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { type ChangeRows, type Comparison, isSmall, useChangeRows } from "./use-change-rows.ts";

const folder = (path: string): ChangeItem => ({ path, type: "directory" });
const file = (path: string): ChangeItem => ({ path, type: "file", change: "modified" });
const LISTED: Readonly<Record<string, readonly ChangeItem[]>> = {
  "": [folder("docs"), file("z.txt")],
  docs: [folder("docs/sub"), file("docs/a.txt")],
  "docs/sub": [file("docs/sub/b.txt")],
};
const comparison: Comparison = { from: "a0", to: "b0", filter: {} };

function render(small: boolean) {
  const bridge = connectFake({
    changes: ({ folder: asked = "" }) => {
      const entries = LISTED[asked];
      if (entries === undefined) throw failure("ENOENT");
      return { total: entries.length, entries: [...entries] };
    },
  });
  const { result, rerender } = renderState((of: Comparison) => useChangeRows(of, small), comparison);
  return { bridge, rows: () => result.current, rerender };
}

const pathsOf = ({ rows }: ChangeRows) =>
  Array.from({ length: rows.count }, (_, no) => rows.row(no)).map((row) =>
    row?.kind === "item" ? row.item.path : "…",
  );

test("a small comparison has every folder open, until it is closed", async () => {
  const { rows } = render(true);
  await expect
    .poll(() => pathsOf(rows()))
    .toEqual(["docs", "docs/sub", "docs/sub/b.txt", "docs/a.txt", "z.txt"]);
  act(() => rows().toggle("docs/sub"));
  expect(pathsOf(rows())).toEqual(["docs", "docs/sub", "docs/a.txt", "z.txt"]);
  act(() => rows().toggle("docs/sub"));
  expect(pathsOf(rows())).toHaveLength(5);
});

test("a large one is closed, and reads what comes into view of an opened folder", async () => {
  const { bridge, rows } = render(false);
  await expect.poll(() => pathsOf(rows())).toEqual(["docs", "z.txt"]);
  act(() => rows().toggle("docs"));
  expect(pathsOf(rows())).toEqual(["docs", "…", "z.txt"]);
  act(() => rows().onRange(0, 2));
  await expect.poll(() => pathsOf(rows())).toEqual(["docs", "docs/sub", "docs/a.txt", "z.txt"]);
  expect(bridge.inputsOf("changes").map(({ folder: asked }) => asked)).toEqual(["", "docs"]);
});

test("another comparison begins anew, with its own open folders", async () => {
  const { rows, rerender } = render(false);
  await expect.poll(() => pathsOf(rows())).toEqual(["docs", "z.txt"]);
  act(() => rows().toggle("docs"));
  rerender({ ...comparison, to: "c0" });
  await expect.poll(() => pathsOf(rows())).toEqual(["docs", "z.txt"]);
});

test("a page that cannot be read says so", async () => {
  connectFake({
    changes: () => {
      throw failure("CorruptPack");
    },
  });
  const { result } = renderState((of: Comparison) => useChangeRows(of, false), comparison);
  expect(result.current.hasFailed({ folder: "", page: 0 })).toBe(false);
  await expect.poll(() => result.current.hasFailed({ folder: "", page: 0 })).toBe(true);
});

test("small is what fits on a screen or three", () => {
  const counts = { added: 100, modified: 50, removed: 50 };
  const none = { from: null, to: "b0" as never, total: 0, entries: [] };
  const of = (change: Partial<typeof counts>) => isSmall({ ...none, counts: { ...counts, ...change } });
  expect([of({}), of({ removed: 51 })]).toEqual([true, false]);
});
