// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { listOf, useLabelsView } from "./labels-view.ts";

const state = () => useLabelsView.getState();

test("the list is asked for by what was typed, without the space around it", () => {
  state().setFilter("  do ");
  state().turnDeleted();
  expect(listOf(state())).toEqual({ filter: "do", sort: "recent", deleted: true });
  state().turnDeleted();
  expect(listOf(state()).deleted).toBe(false);
});

test("the order is remembered, the filter is not", () => {
  state().setFilter("do");
  state().turnSort();
  expect(state().sort).toBe("name");
  expect(JSON.parse(localStorage.getItem("strata.labels") ?? "")).toMatchObject({ state: { sort: "name" } });
  expect(localStorage.getItem("strata.labels")).not.toContain("do");
  state().turnSort();
  expect(state().sort).toBe("recent");
});
