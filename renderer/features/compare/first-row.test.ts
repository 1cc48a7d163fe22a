// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import type { Side } from "../../state/sides.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { type FirstRow, useFirstRow } from "./first-row.ts";

const move = (snapshot: string, label = "work"): Side => ({ is: "move", label, snapshot, at: 5 });
const folder: Side = { is: "folder", label: "work", folder: "/home", take: 1 };
/** Four moves, of which the newest led to `d0`. */
const top = { moves: 4, total: 4, entries: [{ to: "d0" }] } as CommandOutput<"history">;
const first: FirstRow = { label: "work", above: 1, top, wanted: null, other: null };

function render(change: Partial<FirstRow>) {
  const bridge = connectFake({
    history: ({ text }) => ({ entries: text === "b0" ? [{ to: "b0", at: 5, index: 1 } as never] : [] }),
  });
  return { bridge, row: renderState(useFirstRow, { ...first, ...change }).result };
}

test("nothing is chosen until the moves are known", () => {
  expect(render({ top: undefined }).row.current).toBeUndefined();
});

test("the newest move is chosen, or the one before where that would be compared with itself", () => {
  expect(render({}).row.current).toBe(1);
  expect(render({ other: move("a0") }).row.current).toBe(1);
  expect(render({ other: move("d0") }).row.current).toBe(2);
  expect(render({ other: move("d0"), top: { ...top, total: 1 } }).row.current).toBe(1);
});

test("a wanted move is chosen where it is, once that is found; one that is gone is not waited for", async () => {
  const { row } = render({ wanted: move("b0") });
  expect(row.current).toBeUndefined();
  await expect.poll(() => row.current).toBe(3);
  const gone = render({ wanted: move("z9") }).row;
  await expect.poll(() => gone.current).toBe(1);
});

test("what is wanted of another label is not looked for here", () => {
  const { bridge, row } = render({ wanted: move("b0", "other") });
  expect([row.current, bridge.asked]).toEqual([1, []]);
});

test("a wanted folder is the row above all moves, where there is one", () => {
  expect(render({ wanted: folder }).row.current).toBe(0);
  expect(render({ wanted: { ...folder, label: "other" } }).row.current).toBe(1);
  expect(render({ wanted: folder, above: 0 }).row.current).toBe(0);
});
