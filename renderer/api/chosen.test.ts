// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { expect, test } from "vitest";
import { useSelection } from "../state/selection.ts";
import { connectFake, held } from "../testing/fake-bridge.ts";
import { renderState } from "../testing/render.tsx";
import { type Chosen, moveOf, useChosen } from "./chosen.ts";
import { client } from "./client.ts";
import type { HistoryItem } from "./queries.ts";

const newest = { seq: 9, to: "c1", from: "b0", at: 5, index: 3, message: "Draft" } as HistoryItem;
const move = moveOf(newest);

const render = () => renderState(useChosen, undefined).result;

const connect = () =>
  connectFake({
    history: ({ label = "" }) => ({ label, total: 1, moves: 1, entries: label === "new" ? [] : [newest] }),
  });

test("nothing is chosen without a label, nor asked for", () => {
  const bridge = connect();
  expect(render().current).toBeNull();
  expect(bridge.asked).toEqual([]);
});

test("a label stands for its newest move, and says whether that is its head", async () => {
  connect();
  useSelection.getState().chooseLabel("work");
  const result = render();
  await expect.poll(() => result.current).toEqual({ ...move, label: "work", isHead: true } satisfies Chosen);
  act(() => useSelection.getState().chooseMove({ ...move, seq: 2, to: "a0" }));
  expect(result.current).toEqual({ ...move, seq: 2, to: "a0", label: "work", isHead: false });
  // An earlier move to the same snapshot is what the label holds, too.
  act(() => useSelection.getState().chooseMove({ ...move, seq: 2 }));
  expect(result.current?.isHead).toBe(true);
});

test("a label without moves has nothing to show, nor has one whose history is still on its way", async () => {
  connect();
  useSelection.getState().chooseLabel("work");
  const result = render();
  await expect.poll(() => result.current).not.toBeNull();
  act(() => useSelection.getState().chooseLabel("new"));
  expect(result.current).toBeNull();
  await expect.poll(() => client.isFetching()).toBe(0);
  expect(result.current).toBeNull();
  connectFake({ history: () => held<never>().promise });
  act(() => useSelection.getState().chooseLabel("work"));
  expect(result.current).toBeNull();
});

test("the history of what has the name no longer is not shown as the label's", async () => {
  connectFake({ history: () => ({ label: "renamed", total: 1, moves: 1, entries: [newest] }) });
  useSelection.getState().chooseLabel("work");
  const result = render();
  await expect.poll(() => client.isFetching()).toBe(0);
  expect(result.current).toBeNull();
});
