import { beforeEach, expect, test } from "vitest";
import { useComparisonView } from "./comparison-view.ts";

const state = () => useComparisonView.getState();
const kinds = () => [...state().kinds].sort();

beforeEach(() => state().showAll());

test("kinds are hidden and shown; hiding the last shows all again", () => {
  state().toggleKind("added");
  expect(kinds()).toEqual(["modified", "removed"]);
  state().toggleKind("added");
  expect(kinds()).toEqual(["added", "modified", "removed"]);
  for (const kind of ["added", "modified", "removed"] as const) state().toggleKind(kind);
  expect(kinds()).toEqual(["added", "modified", "removed"]);
});

test("showing all drops every filter, and keeps the layout and the place", () => {
  state().layOut("inline");
  state().look("a.txt");
  state().match("*.ts");
  state().toggleKind("added");
  state().showAll();
  expect(state()).toMatchObject({ pattern: "", layout: "inline", path: "a.txt" });
  expect(kinds()).toHaveLength(3);
});
