// @vitest-environment happy-dom
import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useSelection } from "../../state/selection.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { followGone, undoDeleted, useUndoTarget } from "./undo-target.ts";

/** A window that has just deleted `gone` and chosen `beside` in its place. */
function afterDeletion() {
  const bridge = connectFake();
  const end = followGone();
  const { result } = renderHook(useUndoTarget);
  const select = (label: string | null) => act(() => useSelection.getState().chooseLabel(label));
  const before = result.current;
  select("beside");
  act(() => undoDeleted("gone", "beside"));
  return { bridge, before, target: () => result.current, select, end };
}

test("undo is about the chosen label, and after a deletion about the deleted one", () => {
  const { before, target, end } = afterDeletion();
  expect([before, target()]).toEqual([null, "gone"]);
  end();
});

test("another choice ends that, also when the neighbour is chosen again", () => {
  const { target, select, end } = afterDeletion();
  select("other");
  expect(target()).toBe("other");
  select("beside");
  expect(target()).toBe("beside");
  end();
});

test("a move of the neighbour ends that, one of another label does not", () => {
  const { bridge, target, end } = afterDeletion();
  act(() => bridge.tell({ type: "moved", label: "other", op: "push", seq: 1 }));
  expect(target()).toBe("gone");
  act(() => bridge.tell({ type: "moved", label: "beside", op: "push", seq: 2 }));
  expect(target()).toBe("beside");
  end();
});

test("in a working copy undo is about files, of which no label knows", () => {
  const { target, end } = afterDeletion();
  act(() => useSelection.getState().chooseMount(1));
  expect(target()).toBeNull();
  end();
});
