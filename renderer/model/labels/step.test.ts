// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { noteStep, useOwnMoves } from "../../api/own-moves.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { moveOf } from "../../testing/samples.ts";
import { step, undoAction } from "./step.ts";

/** Two pushes that this window made; each undo takes the latest that is left. */
function connect(answers: Answers = {}) {
  const left = [moveOf({ seq: 5, message: "One" }), moveOf({ seq: 6, message: "Two" })];
  const undone: ReturnType<typeof moveOf>[] = [];
  for (const move of left) noteStep("redo", move);
  return connectFake({
    "undo.preview": () => ({ undo: left.at(-1) ?? null, redo: undone.at(-1) ?? null }),
    undo: () => {
      const undid = left.pop() ?? moveOf();
      undone.push(undid);
      return { label: "work", ca_id: undid.from, undid };
    },
    redo: () => {
      const redid = undone.pop() ?? moveOf();
      left.push(redid);
      return { label: "work", ca_id: redid.to, redid };
    },
    ...answers,
  });
}

beforeEach(() => useOwnMoves.setState({ made: [], undone: [] }));

test("undo takes back the latest move, says so, and offers to make it again", async () => {
  const bridge = connect();
  step("undo", "work");
  await expect.poll(toldTexts).toEqual(["Undid snapshot “Two” of work. Files on disk are unchanged."]);
  expect(bridge.inputsOf("undo")).toEqual([{ label: "work", seq: 6, override: false }]);
  useNotices.getState().notices[0]?.action?.run();
  await expect.poll(toldTexts).toEqual(["Redid snapshot “Two” of work. Files on disk are unchanged."]);
  expect(bridge.inputsOf("redo")).toEqual([{ label: "work", seq: 6, override: false }]);
});

test("pressed twice it goes two moves back, one after the other", async () => {
  const first = held<void>();
  const moves = [moveOf({ seq: 6, message: "Two" }), moveOf({ seq: 5, message: "One" })];
  let at = 0;
  const bridge = connect({
    "undo.preview": () => ({ undo: moves[at] ?? null, redo: null }),
    undo: async () => {
      if (at === 0) await first.promise;
      const undid = moves[at] ?? moveOf();
      at += 1;
      return { label: "work", ca_id: "b0", undid };
    },
  });
  step("undo", "work");
  step("undo", "work");
  await expect.poll(() => bridge.inputsOf("undo").length).toBe(1);
  first.end();
  await expect.poll(() => bridge.inputsOf("undo").map(({ seq }) => seq)).toEqual([6, 5]);
});

test("the key stops at a move that this window did not make; its row in the history does not", async () => {
  const bridge = connect();
  useOwnMoves.setState({ made: [], undone: [] });
  step("undo", "work");
  await expect
    .poll(toldTexts)
    .toEqual([
      "The last move was not made in this window: snapshot “Two” of work. It is undone from its menu in the history.",
    ]);
  expect(bridge.inputsOf("undo")).toEqual([]);
  step("undo", "work", 6);
  await expect.poll(() => bridge.inputsOf("undo")).toEqual([{ label: "work", seq: 6, override: false }]);
});

test("a label that moved meanwhile is left as it is, and that is told as no failure", async () => {
  connect({
    undo: () => {
      throw failure("LabelMoved");
    },
  });
  step("undo", "work");
  await expect
    .poll(toldTexts)
    .toEqual(["work changed in the meantime, so nothing was done. Check its history and try again."]);
  expect(useNotices.getState().notices[0]?.kind).toBe("done");
});

test("a protected label is asked about, then undone with the override", async () => {
  const bridge = connect({
    undo: ({ override }) => {
      if (!override) throw failure("LabelProtected");
      return { label: "work", ca_id: "b0", undid: moveOf({ seq: 6, message: "Two" }) };
    },
  });
  step("undo", "work");
  await expect
    .poll(() => useDialogs.getState().open)
    .toMatchObject({ name: "protected", does: "Undo snapshot “Two” of work", button: "Undo" });
  const { open } = useDialogs.getState();
  if (open?.name === "protected") open.override();
  await expect.poll(() => bridge.inputsOf("undo").map(({ override }) => override)).toEqual([false, true]);
});

test("undoing a deletion chooses the label that is back; undoing a rename follows the name", async () => {
  const deleted = moveOf({ op: "delete", to: null });
  const renamed = moveOf({ op: "rename" });
  for (const move of [deleted, renamed]) noteStep("redo", move);
  connect({
    "undo.preview": () => ({ undo: deleted, redo: null }),
    undo: () => ({ label: "work", ca_id: "b0", undid: deleted }),
  });
  step("undo", "work");
  await expect.poll(() => useSelection.getState().label).toBe("work");
  connect({
    "undo.preview": () => ({ undo: renamed, redo: null }),
    undo: () => ({ label: "before", ca_id: "b0", undid: renamed }),
  });
  useSelection.setState({ label: "work" });
  step("undo", "work");
  await expect.poll(() => useSelection.getState().label).toBe("before");
});

test("a notice offers undo only while its own move is still the latest", async () => {
  connect();
  expect((await undoAction("work", { op: "push", to: "c1" }))?.tip).toBe("Undo snapshot “Two” of work");
  expect(await undoAction("work", { op: "reset", to: "c1" })).toBeUndefined();
  expect(await undoAction("work", { op: "push", to: "c2" })).toBeUndefined();
});
