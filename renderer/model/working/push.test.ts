// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { useNotices } from "../../state/notices.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { mountOf, mountStateOf, moveOf } from "../../testing/samples.ts";
import { type as typeText, useDrafts } from "./drafts.ts";
import { push, rebase, restoreLabelOf } from "./push.ts";

const copy = { id: 1, name: "copy" };

function connect(answers: Answers) {
  return connectFake({
    "mount.list": () => ({ mounts: [mountOf()] }),
    "mount.snapshot": () => mountStateOf(),
    "mount.write": () => ({}),
    "undo.preview": () => ({ undo: moveOf(), redo: null }),
    ...answers,
  });
}

beforeEach(() => useDrafts.setState({ drafts: {} }));

test("a push tells of itself with what undoes it", async () => {
  const bridge = connect({ "mount.push": () => ({ status: "advanced", label: "work", ca_id: "c1" }) });
  expect(await push(copy, { message: "Draft" })).toBeUndefined();
  expect(bridge.inputsOf("mount.push")).toEqual([{ mount: "copy", message: "Draft" }]);
  expect(toldTexts()).toEqual(["Pushed to work"]);
  expect(useNotices.getState().notices[0]?.action?.tip).toBe("Undo snapshot “Draft” of work");
});

test("what was typed is saved before the push, and a text that cannot be saved keeps it from happening", async () => {
  let isFull = false;
  const bridge = connect({
    "mount.write": () => {
      if (isFull) throw failure("DiskFull");
      return {};
    },
    // Whoever shows the file has not seen it yet, so that the text is still there to be looked at.
    "mount.snapshot": () => held<never>().promise,
    "mount.push": () => ({ status: "advanced", label: "work", ca_id: "c1" }),
  });
  typeText({ mount: 1, path: "a.txt", text: "typed", mark: "" });
  await push(copy, { message: "" });
  const writes = ["mount.write", "mount.push"] as const;
  const order = bridge.asked.map(({ name }) => name).filter((name) => writes.some((each) => each === name));
  expect(order).toEqual(["mount.write", "mount.push"]);
  isFull = true;
  typeText({ mount: 1, path: "a.txt", text: "typed more", mark: "" });
  await expect(push(copy, { message: "" })).rejects.toMatchObject({ code: "DiskFull" });
  expect(bridge.inputsOf("mount.push")).toHaveLength(1);
});

test("a label that moved meanwhile is told with what it holds now, and nothing is said of a push", async () => {
  connect({ "mount.push": () => ({ status: "rejected", label: "work", current: "d2" }) });
  expect(await push(copy, { message: "" })).toEqual({ at: "rejected", current: "d2" });
  connect({ "mount.push": () => ({ status: "rejected", label: "work", current: null }) });
  expect(await push(copy, { message: "" })).toEqual({ at: "rejected", current: null });
  expect(toldTexts()).toEqual([]);
});

test("undo is not offered where the label moved again since", async () => {
  connect({
    "mount.push": () => ({ status: "advanced", label: "work", ca_id: "c1" }),
    "undo.preview": () => ({ undo: moveOf({ to: "d2" }), redo: null }),
  });
  await push(copy, { message: "" });
  expect(useNotices.getState().notices).toMatchObject([{ text: "Pushed to work" }]);
  expect(useNotices.getState().notices[0]?.action).toBeUndefined();
});

test("bringing in the label says what came of it", async () => {
  const bridge = connect({
    "mount.rebase": () => ({ status: "rebased", base: "d2", auto_merged: [] }),
  });
  const brought = "The changes of work are in your working copy now. You can push.";
  expect(await rebase(copy, "work")).toEqual({ at: "form", said: brought });
  expect(bridge.inputsOf("mount.rebase")).toEqual([{ mount: "copy", prefer: "none", details: false }]);
  connect({ "mount.rebase": () => ({ status: "rebased", base: "d2", auto_merged: ["a", "b"] }) });
  const merged = await rebase(copy, "work");
  expect(merged.at === "form" && merged.said).toContain(`${brought} `);
});

test("conflicts are asked about, and one side that is preferred decides them", async () => {
  const conflicts = [{ path: "a", base: "1", ours: "2", theirs: "3", kind: "text" as const }];
  const bridge = connect({
    "mount.rebase": ({ prefer }) =>
      prefer === "none"
        ? { status: "conflict", base: "b0", ours: "c1", theirs: "d2", conflicts }
        : { status: "rebased", base: "d2", auto_merged: ["a"] },
  });
  expect(await rebase(copy, "work")).toEqual({ at: "conflict", conflicts });
  for (const [prefer, side] of [
    ["theirs", "latest of work"],
    ["ours", "copy"],
  ] as const) {
    const said = `In 1 file that both sides changed, what conflicted is now as in ${side}.`;
    expect(await rebase(copy, "work", prefer)).toMatchObject({ said: expect.stringContaining(said) });
  }
  expect(bridge.inputsOf("mount.rebase").map(({ prefer }) => prefer)).toEqual(["none", "theirs", "ours"]);
});

test("a deleted label is brought back before the form is there again", async () => {
  const bridge = connect({ "label.restore": () => ({}) });
  expect(await restoreLabelOf("work")).toEqual({ at: "form" });
  expect(bridge.inputsOf("label.restore")).toEqual([{ label: "work" }]);
});
