// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { useSelection } from "../../state/selection.ts";
import { connectFake, failure } from "../../testing/fake-bridge.ts";
import { followRenames } from "./follow-renames.ts";

const renamed = { type: "moved", label: "new", op: "rename", seq: 1 } as const;

/** A store in which `new` was called like this before. */
function connect(before: string | null) {
  const bridge = connectFake({
    history: () => {
      if (before === null) throw failure("UnknownReference");
      return { entries: [{ renamed_from: before } as never] };
    },
  });
  useSelection.getState().chooseLabel("old");
  return { bridge, end: followRenames() };
}

const chosen = () => useSelection.getState().label;

test("the chosen label is followed to its new name, with the place in its history", async () => {
  const { bridge, end } = connect("old");
  const move = { seq: 3, to: "c1", from: "b0", at: 1, index: 0 };
  useSelection.getState().chooseMove(move);
  bridge.tell(renamed);
  await expect.poll(chosen).toBe("new");
  expect(useSelection.getState().move).toBe(move);
  expect(bridge.inputsOf("history")).toEqual([{ label: "new", ops: ["rename"], limit: 1 }]);
  end();
});

test("another label's rename, another move, and a name that is gone again leave the choice alone", async () => {
  for (const before of ["third", null]) {
    const { bridge, end } = connect(before);
    bridge.tell(renamed);
    await expect.poll(() => bridge.asked.length).toBe(1);
    await Promise.resolve();
    expect(chosen()).toBe("old");
    end();
  }
  const { bridge, end } = connect("old");
  bridge.tell({ ...renamed, op: "push" });
  bridge.tell({ ...renamed, label: "old" });
  useSelection.getState().chooseLabel(null);
  bridge.tell(renamed);
  end();
  useSelection.getState().chooseLabel("old");
  bridge.tell(renamed);
  expect(bridge.asked).toEqual([]);
});
