import { beforeEach, expect, test } from "vitest";
import { EVERYTHING } from "../../api/chosen.ts";
import { ALL_KINDS, useHistoryFilter } from "./filter-state.ts";

const state = () => useHistoryFilter.getState();

beforeEach(() => state().showAll());

test("everything is always the same filter", () => {
  expect(state().filter).toBe(EVERYTHING);
  state().toggle("merges");
  state().toggle("merges");
  state().find("  ");
  expect(state().filter).toBe(EVERYTHING);
});

test("kinds are hidden, and texts looked for", () => {
  state().toggle("snapshots");
  state().toggle("other");
  state().find(" trip ");
  expect(state().filter).toEqual({ ops: ["reset", "restore", "force", "merge"], text: "trip" });
});

test("hiding the last kind shows all of them again", () => {
  state().find("trip");
  for (const kind of ALL_KINDS) state().toggle(kind);
  expect(state().hidden.size).toBe(0);
  expect(state().filter).toEqual({ ops: [], text: "trip" });
});

test("every kind is shown again, and what is typed stays", () => {
  state().find("trip");
  state().toggle("merges");
  state().showKinds();
  expect(state().filter).toEqual({ ops: [], text: "trip" });
});
