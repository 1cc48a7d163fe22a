// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Chosen } from "../../api/chosen.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { connectFake } from "../../testing/fake-bridge.ts";
import { labelOf } from "../../testing/samples.ts";
import { editSnapshot, exportSnapshot, resetTo, restoreFiles, startLabel } from "./actions.ts";

const chosen: Chosen = { label: "work", seq: 1, to: "a0", from: null, at: 5, index: 0, isHead: false };

const connect = () =>
  connectFake({
    labels: () => ({ labels: [labelOf()], total: 1 }),
    reset: () => ({ moved: false }),
    "mount.open": () => ({ id: 1 }),
    "mount.list": () => ({ mounts: [] }),
  });

test.each([
  [restoreFiles, { name: "restore", label: "work", snapshot: "a0", path: "", isFile: false, at: 5 }],
  [startLabel, { name: "start-label", snapshot: "a0", from: "work" }],
  [exportSnapshot, { name: "export", ref: "a0", title: "work", isFile: false }],
] as const)("%o asks about the chosen snapshot", (act, request) => {
  connect();
  act(chosen);
  expect(useDialogs.getState().open).toEqual(request);
});

test("the label is moved back to the snapshot", async () => {
  const bridge = connect();
  resetTo(chosen);
  await expect.poll(() => bridge.inputsOf("reset")).toMatchObject([{ label: "work", ref: "a0" }]);
});

test("a working copy is of the label where it holds the snapshot, else of the snapshot alone", async () => {
  for (const [isHead, ref] of [
    [true, "work"],
    [false, "a0"],
  ] as const) {
    const bridge = connect();
    editSnapshot({ ...chosen, isHead });
    await expect.poll(() => bridge.inputsOf("mount.open")).toEqual([{ ref }]);
  }
});

test("there is nothing to do with a deletion, which holds no snapshot", () => {
  const bridge = connect();
  for (const act of [resetTo, restoreFiles, editSnapshot, startLabel, exportSnapshot])
    act({ ...chosen, to: null });
  expect([useDialogs.getState().open, bridge.asked]).toEqual([null, []]);
});
