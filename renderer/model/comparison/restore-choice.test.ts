// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { client } from "../../api/client.ts";
import { mountsQuery } from "../../api/mounts.ts";
import type { ChangeItem } from "../../api/queries.ts";
import { useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import type { Side } from "../../state/sides.ts";
import { connectFake, failure, toldTexts } from "../../testing/fake-bridge.ts";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { type KnownSide, putIntoMount, restoreChoices } from "./restore-choice.ts";

const changed: ChangeItem = { path: "docs/a.txt", type: "file", change: "modified" };
const known = (side: Side, snapshot: string): KnownSide => ({ side, snapshot });
const move = (snapshot: string, label = "work", at = 1) =>
  known({ is: "move", label, snapshot, at }, snapshot);
const byId = known({ is: "snapshot", snapshot: "d2" }, "d2");
const folder = known({ is: "folder", label: "work", folder: "/home", take: 1 }, "f0");
const copy = known({ is: "mount", id: 1, name: "copy", label: "work" }, "c1");

const textsOf = (...from: Parameters<typeof restoreChoices>) =>
  restoreChoices(...from).map(({ text }) => text);

test("each side's version goes to the folder of the other side's label, and into every working copy", () => {
  const mounts = [mountOf({ id: 1, name: "copy" }), mountOf({ id: 2, name: "second" })];
  expect(textsOf(changed, move("a0"), move("b0", "other"), mounts)).toEqual([
    "Before: to the folder of other…",
    "Before: to working copy copy",
    "Before: to working copy second",
    "After: to the folder of work…",
    "After: to working copy copy",
    "After: to working copy second",
  ]);
});

test("a version that is not there is not offered", () => {
  expect(textsOf({ ...changed, change: "added" }, move("a0"), move("b0"), [])).toEqual([
    "After: to the folder of work…",
  ]);
  expect(textsOf({ ...changed, change: "removed" }, move("a0"), move("b0"), [])).toEqual([
    "Before: to the folder of work…",
  ]);
});

test("nothing goes back to where it is: a folder's version to a folder, a working copy's into itself", () => {
  expect(textsOf(changed, move("a0"), folder, [mountOf()])).toEqual([
    "Before: to the folder of work…",
    "Before: to working copy copy",
    "After: to working copy copy",
  ]);
  expect(textsOf(changed, move("a0"), copy, [mountOf()])).toEqual([
    "Before: to the folder of work…",
    "Before: to working copy copy",
    "After: to the folder of work…",
  ]);
});

test("a snapshot by its id goes to the other side's label; two of them to no folder", () => {
  expect(textsOf(changed, byId, move("b0"), [])).toEqual([
    "Before: to the folder of work…",
    "After: to the folder of work…",
  ]);
  expect(textsOf(changed, byId, byId, [])).toEqual([]);
});

test("the choice of a folder asks with that side's snapshot and time", () => {
  connectFake();
  const [before, after] = restoreChoices(changed, move("a0", "work", 7), move("b0", "work", 9), []);
  expect([before?.alone, after?.alone]).toEqual([
    "Restore the earlier version…",
    "Restore the later version…",
  ]);
  after?.run();
  const request = { name: "restore", label: "work", path: "docs/a.txt" };
  expect(useDialogs.getState().open).toEqual({ ...request, snapshot: "b0", isFile: true, at: 9 });
  const [whole] = restoreChoices({ path: "docs", type: "directory" }, move("a0", "work", 7), byId, []);
  whole?.run();
  expect(useDialogs.getState().open).toEqual({
    ...request,
    path: "docs",
    snapshot: "a0",
    isFile: false,
    at: 7,
  });
});

test("putting a version into a working copy can be taken back to what it held", async () => {
  const bridge = connectFake({
    "mount.snapshot": () => mountStateOf({ ca_id: "mine" }),
    "mount.revert": () => ({}),
  });
  client.setQueryData(mountsQuery().queryKey, []);
  await putIntoMount("copy", "docs/a.txt", "a0");
  expect(toldTexts()).toEqual(["Put a.txt into working copy copy"]);
  expect(client.getQueryState(mountsQuery().queryKey)?.isInvalidated).toBe(true);
  client.setQueryData(mountsQuery().queryKey, []);
  useNotices.getState().notices[0]?.action?.run();
  await expect.poll(toldTexts).toEqual(["Working copy copy has its own a.txt again"]);
  expect(bridge.inputsOf("mount.revert")).toEqual([
    { mount: "copy", path: "docs/a.txt", to: "a0:docs/a.txt" },
    { mount: "copy", path: "docs/a.txt", to: "mine:docs/a.txt" },
  ]);
  await expect.poll(() => client.getQueryState(mountsQuery().queryKey)?.isInvalidated).toBe(true);
});

test("what keeps it from that is told, there and back", async () => {
  const refuse = (allowed: number) => {
    let reverts = 0;
    return connectFake({
      "mount.snapshot": () => mountStateOf(),
      "mount.revert": () => {
        if (reverts++ >= allowed) throw failure("DiskFull");
        return {};
      },
    });
  };
  const failed = {
    kind: "failed",
    text: "Could not put a.txt into working copy copy",
    error: { code: "DiskFull" },
  };
  refuse(0);
  await putIntoMount("copy", "a.txt", "a0");
  expect(useNotices.getState().notices).toMatchObject([failed]);
  refuse(1);
  await putIntoMount("copy", "a.txt", "a0");
  useNotices.getState().notices[0]?.action?.run();
  await expect.poll(() => useNotices.getState().notices.at(-1)).toMatchObject(failed);
});
