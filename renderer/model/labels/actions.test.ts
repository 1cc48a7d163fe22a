// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { labelQuery } from "../../api/queries.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, toldTexts } from "../../testing/fake-bridge.ts";
import { labelOf, moveOf } from "../../testing/samples.ts";
import { deleteLabel, pinLabel, protectLabel, restoreLabel } from "./actions.ts";

/** A store in which everything may be done to `work`, and in which its deletion is its latest move. */
function connect(answers: Answers = {}) {
  const bridge = connectFake({
    "label.delete": () => ({ label: "work" }),
    "label.restore": () => ({ label: "work", ca_id: "b0" }),
    "label.pin": () => ({}),
    "label.protect": () => ({}),
    "undo.preview": () => ({ undo: moveOf({ op: "delete", to: null }), redo: null }),
    ...answers,
  });
  client.setQueryData(labelQuery("work").queryKey, labelOf());
  return bridge;
}

const refused = () => {
  throw failure("StoreReadOnly", "The store can only be read.");
};
const isStale = () => client.getQueryState(labelQuery("work").queryKey)?.isInvalidated;
const chosen = () => useSelection.getState().label;

beforeEach(() => useNotices.setState({ notices: [] }));

test("a deletion chooses the neighbour, and is told with what undoes it", async () => {
  const bridge = connect();
  useSelection.getState().chooseLabel("work");
  await deleteLabel("work", "beside");
  expect(bridge.inputsOf("label.delete")).toEqual([{ label: "work", override: false }]);
  expect(chosen()).toBe("beside");
  expect(toldTexts()).toEqual(["Deleted work. Its history is kept."]);
  expect(useNotices.getState().notices[0]?.action?.tip).toBe("Undo deletion of work");
  expect(isStale()).toBe(true);
});

test("deleting another label than the chosen one, or the only one, leaves the choice alone", async () => {
  connect();
  useSelection.getState().chooseLabel("other");
  await deleteLabel("work", "beside");
  expect(chosen()).toBe("other");
  connect();
  useSelection.getState().chooseLabel("work");
  await deleteLabel("work", null);
  expect(chosen()).toBe("work");
});

test("a protected label is deleted only when that is meant, and nothing is told when it is not", async () => {
  const bridge = connect({
    "label.delete": ({ override }) => {
      if (!override) throw failure("LabelProtected");
      return {};
    },
  });
  const declined = deleteLabel("work", "beside");
  await expect.poll(() => useDialogs.getState().open?.name).toBe("protected");
  expect(useDialogs.getState().open).toMatchObject({ does: "Delete work.", button: "Delete" });
  useDialogs.getState().close();
  await declined;
  expect(toldTexts()).toEqual([]);
  expect(bridge.inputsOf("label.delete").map(({ override }) => override)).toEqual([false]);
  const meant = deleteLabel("work", "beside");
  await expect.poll(() => useDialogs.getState().open?.name).toBe("protected");
  const { open } = useDialogs.getState();
  if (open?.name === "protected") open.override();
  await meant;
  expect(toldTexts()).toEqual(["Deleted work. Its history is kept."]);
  expect(bridge.inputsOf("label.delete").map(({ override }) => override)).toEqual([false, false, true]);
});

test("a label that is brought back is chosen", async () => {
  const bridge = connect();
  await restoreLabel("work");
  expect(bridge.inputsOf("label.restore")).toEqual([{ label: "work" }]);
  expect([chosen(), toldTexts(), isStale()]).toEqual(["work", ["Brought work back"], true]);
});

test("a label is pinned without a word, and protected with what that means", async () => {
  const bridge = connect();
  await pinLabel("work", true);
  await pinLabel("work", false);
  expect(bridge.inputsOf("label.pin").map(({ pinned }) => pinned)).toEqual([true, false]);
  expect([toldTexts(), isStale()]).toEqual([[], true]);
  connect();
  await protectLabel("work", true);
  expect(toldTexts()).toEqual(["work is protected: moving, renaming or deleting it has to be confirmed."]);
  expect(isStale()).toBe(true);
  await protectLabel("work", false);
  expect(toldTexts()).toEqual(["work is no longer protected"]);
});

test.each([
  ["label.delete", () => deleteLabel("work", "beside"), "Could not delete work"],
  ["label.restore", () => restoreLabel("work"), "Could not bring work back"],
  ["label.pin", () => pinLabel("work", true), "Could not pin or unpin work"],
  ["label.protect", () => protectLabel("work", true), "Could not change the protection of work"],
] as const)("a failing %s is told, and nothing else happens", async (command, act, said) => {
  connect({ [command]: refused });
  useSelection.getState().chooseLabel("other");
  await act();
  expect(useNotices.getState().notices).toMatchObject([
    { kind: "failed", text: said, error: { code: "StoreReadOnly", message: "The store can only be read." } },
  ]);
  expect(chosen()).toBe("other");
});
