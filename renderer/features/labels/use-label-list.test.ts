// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { useLabelsView } from "../../state/labels-view.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { renderState } from "../../testing/render.tsx";
import { labelOf } from "../../testing/samples.ts";
import { useChosenRow } from "./use-chosen-row.ts";
import { useLabelList } from "./use-label-list.ts";

const TOTAL = 450;
const nameOf = (row: number) => `l${row}`;
/** A store with 450 labels, of which `filter` leaves those that it begins. */
const labels: NonNullable<Answers["labels"]> = ({ offset = 0, limit = 0, filter = "" }) => {
  const names = Array.from({ length: TOTAL }, (_, row) => nameOf(row)).filter((name) =>
    name.startsWith(filter),
  );
  return {
    total: names.length,
    labels: names.slice(offset, offset + limit).map((name) => labelOf({ name })),
  };
};

beforeEach(() => useLabelsView.setState({ filter: "", sort: "recent", deleted: false }));

function render(answers: Answers = { labels }) {
  const bridge = connectFake(answers);
  const { result } = renderState(() => {
    const list = useLabelList();
    return { list, chosen: useChosenRow(list) };
  }, undefined);
  return { bridge, list: () => result.current.list, chosen: () => result.current.chosen };
}

test("the labels in view are read, with the pages beside them", async () => {
  const { bridge, list } = render();
  expect([list().isPending, list().total]).toEqual([true, 0]);
  await expect.poll(() => list().at(150)?.name).toBe("l150");
  expect([list().total, list().first.length, list().rowOf("l199"), list().rowOf("l200")]).toEqual([
    TOTAL,
    100,
    199,
    -1,
  ]);
  act(() => list().follow(420, 440));
  await expect.poll(() => list().at(430)?.name).toBe("l430");
  expect(
    bridge
      .inputsOf("labels")
      .map(({ offset }) => offset)
      .sort(),
  ).toEqual([0, 100, 300, 400]);
});

test("the list before stays until that of another filter is there", async () => {
  const next = held<object>();
  const { list } = render({
    labels: (input, call) => (input.filter === undefined ? labels(input, call) : (next.promise as never)),
  });
  await expect.poll(() => list().at(0)?.name).toBe("l0");
  act(() => useLabelsView.getState().setFilter("l44"));
  expect([list().at(5)?.name, list().filter]).toEqual(["l5", ""]);
  next.end({ total: 1, labels: [labelOf({ name: "l44" })] });
  await expect.poll(() => list().filter).toBe("l44");
  expect([list().total, list().at(0)?.name]).toEqual([1, "l44"]);
});

test("a list that cannot be read says why, and is read again", async () => {
  let isBroken = true;
  const { list } = render({
    labels: (input, call) => {
      if (isBroken) throw failure("CorruptPack");
      return labels(input, call);
    },
  });
  await expect.poll(() => list().error?.code).toBe("CorruptPack");
  isBroken = false;
  act(() => list().retry());
  await expect.poll(() => list().total).toBe(TOTAL);
  expect(list().error).toBeNull();
});

test("a chosen label is found wherever it is, page by page, and stays there when it is out of view", async () => {
  const { bridge, list, chosen } = render();
  act(() => useSelection.getState().chooseLabel("l350"));
  await expect.poll(() => chosen().row).toBe(350);
  expect(
    bridge
      .inputsOf("labels")
      .map(({ offset }) => offset)
      .sort(),
  ).toEqual([0, 100, 200, 300]);
  act(() => list().follow(0, 20));
  expect(chosen().row).toBe(350);
  expect(await list().find("gone")).toBe(-1);
});

test("under a filter a label that does not match has no row, and is not looked for", async () => {
  const { bridge, list, chosen } = render();
  await expect.poll(() => list().total).toBe(TOTAL);
  act(() => useLabelsView.getState().setFilter("l44"));
  await expect.poll(() => list().filter).toBe("l44");
  const asked = bridge.asked.length;
  act(() => useSelection.getState().chooseLabel("l350"));
  expect([chosen().row, bridge.asked.length]).toEqual([-1, asked]);
});

test("a row that is chosen before it is loaded is chosen when it is", async () => {
  const { list, chosen } = render();
  await expect.poll(() => list().total).toBe(TOTAL);
  act(() => chosen().choose(3));
  expect(useSelection.getState().label).toBe("l3");
  act(() => chosen().choose(430));
  expect([chosen().row, useSelection.getState().label]).toEqual([430, "l3"]);
  act(() => list().follow(420, 440));
  await expect.poll(() => useSelection.getState().label).toBe("l430");
  expect(chosen().row).toBe(430);
});
