// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { EVERYTHING } from "../../api/chosen.ts";
import type { PageRange } from "../../api/pages.ts";
import type { HistoryItem } from "../../api/queries.ts";
import { connectFake, held } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { useHistoryPages } from "./use-history-pages.ts";

const TOTAL = 350;
const changes = { added: 1, modified: 0, removed: 0, bytes: 1 };
const moveAt = (row: number, isCounted: boolean) =>
  ({ seq: TOTAL - row, to: `s${row}`, ...(isCounted && { changes }) }) as unknown as HistoryItem;

/** A history of 350 moves, of which those are counted that are asked to be. */
function connect(hold?: ReturnType<typeof held<object>>) {
  const page = (offset: number, isCounted: boolean) => ({
    total: TOTAL,
    entries: Array.from({ length: Math.min(100, TOTAL - offset) }, (_, no) => moveAt(offset + no, isCounted)),
  });
  return connectFake({
    history: ({ offset = 0, stat = false }) => (stat && hold ? hold.promise : page(offset, stat)),
  });
}

const render = (view: PageRange) =>
  renderState((range: PageRange) => useHistoryPages("work", EVERYTHING, range, TOTAL), view);

test("loads what is in view and beside it, and counts only what is in view", async () => {
  const bridge = connect();
  const { result } = render({ first: 1, last: 1 });
  await expect.poll(() => result.current.at(150)?.changes).toEqual(changes);
  const asked = bridge.inputsOf("history").map(({ offset, stat }) => [offset, stat]);
  expect(asked.filter(([, stat]) => stat === false).map(([offset]) => offset)).toEqual([0, 100, 200]);
  expect(asked.filter(([, stat]) => stat === true)).toEqual([[100, true]]);
  expect(result.current.at(50)).toMatchObject({ seq: 300 });
  expect(result.current.at(50)?.changes).toBeUndefined();
  expect(result.current.at(340)).toBeUndefined();
});

test("a move is found by its number among the loaded ones, which are listed newest first", async () => {
  connect();
  const { result } = render({ first: 3, last: 3 });
  await expect.poll(() => result.current.loaded.length).toBe(150);
  expect(result.current.rowOf(1)).toBe(349);
  expect(result.current.rowOf(150)).toBe(200);
  expect(result.current.rowOf(300)).toBe(-1);
  expect(result.current.loaded.map(({ seq }) => seq)).toEqual(
    Array.from({ length: 150 }, (_, no) => 150 - no),
  );
});

test("counting holds nothing up, and counts of other rows than those now are found by their moves", async () => {
  const counting = held<object>();
  connect(counting);
  const { result } = render({ first: 0, last: 0 });
  await expect.poll(() => result.current.at(0)?.seq).toBe(350);
  // One move came since: what was at row 0 is at row 1 there.
  counting.end({ total: TOTAL + 1, entries: [{ seq: 351 }, moveAt(0, true)] });
  await expect.poll(() => result.current.at(0)?.changes).toEqual(changes);
  expect(result.current.at(0)?.seq).toBe(350);
  expect(result.current.at(1)?.changes).toBeUndefined();
});
