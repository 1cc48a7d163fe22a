// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Chosen } from "../../api/chosen.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { connectFake, failure } from "../../testing/fake-bridge.ts";
import { dragSpot, exportSpot, restoreSpot, type Spot, spotOf } from "./spots.ts";

const file: Spot = { label: "work", snapshot: "a0", path: "docs/a.txt", isFolder: false, at: 5 };
const whole: Spot = { ...file, path: "", isFolder: true };
const asked = () => useDialogs.getState().open;

test("a place in the chosen snapshot; none after the label's deletion", () => {
  const chosen: Chosen = { label: "work", seq: 1, to: "a0", from: null, at: 5, index: 0, isHead: true };
  const place = { path: "docs/a.txt", isFolder: false };
  expect(spotOf(chosen, place)).toEqual(file);
  expect(spotOf({ ...chosen, to: null }, place)).toBeNull();
});

test("a file is exported by its name, everything by the label's", () => {
  exportSpot(file);
  expect(asked()).toEqual({ name: "export", ref: "a0:docs/a.txt", title: "a.txt", isFile: true });
  exportSpot(whole);
  expect(asked()).toEqual({ name: "export", ref: "a0", title: "work", isFile: false });
});

test("a restore is asked about with the snapshot's time", () => {
  restoreSpot(file);
  const request = { name: "restore", label: "work", snapshot: "a0", at: 5 };
  expect(asked()).toEqual({ ...request, path: "docs/a.txt", isFile: true });
  restoreSpot(whole);
  expect(asked()).toEqual({ ...request, path: "", isFile: false });
});

test("a drag that cannot begin is told", async () => {
  const bridge = connectFake({}, { drag: () => null });
  await dragSpot(file);
  expect(bridge.desktop).toEqual([{ do: "drag", ref: "a0:docs/a.txt", name: "a.txt" }]);
  expect(useNotices.getState().notices).toEqual([]);
  connectFake(
    {},
    {
      drag: () => {
        throw failure("DiskFull");
      },
    },
  );
  await dragSpot(file);
  expect(useNotices.getState().notices).toMatchObject([{ kind: "failed", error: { code: "DiskFull" } }]);
});
