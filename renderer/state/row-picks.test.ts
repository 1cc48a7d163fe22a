// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";

beforeEach(() => localStorage.clear());

/** Starts the window anew. */
async function start() {
  vi.resetModules();
  return (await import("./row-picks.ts")).useRowPicks;
}

test("the columns that are chosen of a row are there again after a restart, until they are forgotten", async () => {
  const before = await start();
  before.getState().put("[1,5,a.db,people,1]", { name: "ours" });
  before.getState().put("[1,5,a.db,people,2]", { name: "theirs", age: "base" });
  before.getState().forget("[1,5,a.db,people,1");
  expect((await start()).getState().rows).toEqual({ "[1,5,a.db,people,2]": { name: "theirs", age: "base" } });
});

test.each(["no JSON", "null", '{"row":{"name":"nobody"}}', '{"row":3}'])("%s is no choice", async (kept) => {
  localStorage.setItem("strata.row-picks", kept);
  expect((await start()).getState().rows).toEqual({});
});
