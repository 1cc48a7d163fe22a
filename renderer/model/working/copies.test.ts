// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { type Mount, mountsQuery } from "../../api/mounts.ts";
import { useNotices } from "../../state/notices.ts";
import { useSelection } from "../../state/selection.ts";
import { type Answers, connectFake, failure, toldTexts } from "../../testing/fake-bridge.ts";
import { mountOf } from "../../testing/samples.ts";
import { copiesOf, discardCopy, goToCopy, openCopy, restoreCopy } from "./copies.ts";
import { type as typeText, useDrafts } from "./drafts.ts";

const shown = () => {
  const { mount, tab } = useSelection.getState();
  return { mount, tab };
};

/** A store with these working copies, which the window knows. */
function connect(mounts: Mount[], answers: Answers = {}) {
  const bridge = connectFake({
    "mount.list": () => ({ mounts }),
    "mount.open": () => ({ id: 7 }),
    "mount.discard": () => ({}),
    "mount.restore": () => ({ id: 1, name: "copy-2" }),
    "mount.write": () => ({}),
    ...answers,
  });
  client.setQueryData(mountsQuery().queryKey, mounts);
  useSelection.getState().showTab("changes");
  return bridge;
}

const refuse = () => {
  throw failure("StoreReadOnly");
};

beforeEach(() => useDrafts.setState({ drafts: {} }));

test("a working copy that is opened is shown with its files, and known at once", async () => {
  const bridge = connect([]);
  await openCopy("a0");
  expect(bridge.inputsOf("mount.open")).toEqual([{ ref: "a0" }]);
  expect(shown()).toEqual({ mount: 7, tab: "files" });
  expect(client.getQueryState(mountsQuery().queryKey)?.isInvalidated).toBe(true);
});

test("going to a label's working copy takes the one changed last, and opens one where there is none", async () => {
  const bridge = connect([
    mountOf({ id: 1, changed: 5 }),
    mountOf({ id: 2, changed: 9 }),
    mountOf({ id: 3, changed: 20, discarded: 21 }),
    mountOf({ id: 4, changed: 30, label: "other" }),
    mountOf({ id: 5, changed: 7 }),
  ]);
  expect(copiesOf("work").map(({ id }) => id)).toEqual([1, 2, 5]);
  await goToCopy("work");
  expect(shown().mount).toBe(2);
  expect(bridge.asked).toEqual([]);
  await goToCopy("third");
  expect(bridge.inputsOf("mount.open")).toEqual([{ ref: "third" }]);
  expect(shown().mount).toBe(7);
});

test("a discard saves what was typed first, leaves the view of it, and can be taken back", async () => {
  const bridge = connect([mountOf()]);
  useSelection.getState().chooseMount(1);
  typeText({ mount: 1, path: "a.txt", text: "typed", mark: "" });
  await discardCopy(mountOf());
  const order = bridge.asked.map(({ name }) => name);
  expect(order.filter((name) => name === "mount.write" || name === "mount.discard")).toEqual([
    "mount.write",
    "mount.discard",
  ]);
  expect(shown().mount).toBeNull();
  expect(toldTexts()).toEqual(["Discarded working copy copy"]);
  useNotices.getState().notices[0]?.action?.run();
  await expect.poll(toldTexts).toEqual(["Brought working copy copy-2 back"]);
  expect(bridge.inputsOf("mount.restore")).toEqual([{ id: 1 }]);
  expect(shown()).toEqual({ mount: 1, tab: "files" });
});

test("discarding another working copy leaves the shown one", async () => {
  connect([mountOf(), mountOf({ id: 2 })]);
  useSelection.getState().chooseMount(2);
  await discardCopy(mountOf());
  expect(shown().mount).toBe(2);
});

test.each([
  ["mount.open", () => openCopy("work"), "Could not open a working copy"],
  ["mount.discard", () => discardCopy(mountOf()), "Could not discard copy"],
  ["mount.restore", () => restoreCopy(1, "copy"), "Could not bring copy back"],
] as const)("a failing %s is told, and the view stays", async (command, act, said) => {
  connect([mountOf()], { [command]: refuse });
  useSelection.getState().chooseMount(1);
  useSelection.getState().showTab("changes");
  await act();
  expect(useNotices.getState().notices).toMatchObject([
    { kind: "failed", text: said, error: { code: "StoreReadOnly" } },
  ]);
  expect(shown()).toEqual({ mount: 1, tab: "changes" });
});
