// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { CommandName } from "../../../core/api/registry/registry.ts";
import { useNotices } from "../../state/notices.ts";
import { useWorkingView, viewOf } from "../../state/working-view.ts";
import { type Answers, connectFake, failure, held, toldTexts } from "../../testing/fake-bridge.ts";
import { mountOf, mountStateOf } from "../../testing/samples.ts";
import { type as typeText, useDrafts } from "./drafts.ts";
import {
  createFile,
  createFolder,
  forgetEdits,
  latestOf,
  moveInto,
  moveTo,
  remove,
  revert,
  undoEdit,
  useEdits,
} from "./edits.ts";

const EDITING: readonly CommandName[] = [
  "mount.write",
  "mount.mkdir",
  "mount.mv",
  "mount.rm",
  "mount.revert",
];

/** A store with one working copy, number 1, whose every state is another snapshot. */
function connect(answers: Answers = {}) {
  let states = 0;
  const bridge = connectFake({
    "mount.list": () => ({ mounts: [mountOf()] }),
    "mount.snapshot": () => mountStateOf({ ca_id: `s${++states}` }),
    ...Object.fromEntries(EDITING.map((name) => [name, () => ({})])),
    ...answers,
  });
  /** Lists what was done to files, in order. */
  const done = () =>
    bridge.asked.filter(({ name }) => EDITING.includes(name)).map(({ name, input }) => ({ [name]: input }));
  return { bridge, done };
}

const view = () => viewOf(useWorkingView.getState(), 1);
const latest = () => latestOf(useEdits.getState().edits, 1);

beforeEach(() => {
  forgetEdits();
  useDrafts.setState({ drafts: {} });
  useWorkingView.setState({ views: {} });
});

test("a new file is empty and shown, a new folder is shown as one", async () => {
  const { done } = connect();
  await createFile(1, "docs/a.txt");
  expect(view()).toMatchObject({ place: { path: "docs/a.txt", isFolder: false } });
  expect([...view().expanded]).toEqual(["docs"]);
  await createFolder(1, "docs/sub");
  expect(view()).toMatchObject({ place: { path: "docs/sub", isFolder: true } });
  expect(done()).toEqual([
    { "mount.write": { mount: "copy", path: "docs/a.txt", text: "" } },
    { "mount.mkdir": { mount: "copy", path: "docs/sub" } },
  ]);
  expect(toldTexts()).toEqual(["Created sub"]);
});

test("a rename stays in its folder; a move makes the folders that are missing; the view goes along", async () => {
  const { done } = connect();
  useWorkingView.getState().reveal(1, { path: "docs/a.txt", isFolder: false });
  await moveTo(1, "docs/a.txt", "docs/b.txt");
  expect(toldTexts()).toEqual(["Renamed a.txt to b.txt"]);
  await moveTo(1, "docs/b.txt", "old/2020/b.txt");
  expect(toldTexts()).toEqual(["Moved b.txt to old/2020"]);
  await moveTo(1, "old/2020/b.txt", "b.txt");
  expect(toldTexts()).toEqual(["Moved b.txt to the top"]);
  expect(done()).toEqual([
    { "mount.mv": { mount: "copy", from: "docs/a.txt", to: "docs/b.txt" } },
    { "mount.mkdir": { mount: "copy", path: "old/2020" } },
    { "mount.mv": { mount: "copy", from: "docs/b.txt", to: "old/2020/b.txt" } },
    { "mount.mv": { mount: "copy", from: "old/2020/b.txt", to: "b.txt" } },
  ]);
  expect(view().place).toEqual({ path: "b.txt", isFolder: false });
});

test("dragged into the folder where it is, nothing is moved", async () => {
  const { done } = connect();
  await moveInto(1, "docs/a.txt", "docs");
  await moveInto(1, "a.txt", "");
  expect(done()).toEqual([]);
  await moveInto(1, "docs/a.txt", "");
  expect(done()).toEqual([{ "mount.mv": { mount: "copy", from: "docs/a.txt", to: "a.txt" } }]);
});

test("a deletion and a revert are told by name, and each is undone to what was there before it", async () => {
  const { bridge, done } = connect();
  await remove(1, "docs");
  expect(toldTexts()).toEqual(["Deleted docs"]);
  await revert(1, "a.txt");
  expect(toldTexts()).toEqual(["a.txt is as it was"]);
  const [first, second] = useEdits.getState().edits;
  await undoEdit(1);
  await undoEdit(1);
  expect(done()).toEqual([
    { "mount.rm": { mount: "copy", path: "docs", recursive: true } },
    { "mount.revert": { mount: "copy", path: "a.txt" } },
    { "mount.revert": { mount: "copy", path: "a.txt", to: `${second?.before}:a.txt` } },
    { "mount.revert": { mount: "copy", path: "docs", to: `${first?.before}:docs` } },
  ]);
  expect([toldTexts(), latest()]).toEqual([["Undone"], undefined]);
  const asked = bridge.asked.length;
  await undoEdit(1);
  expect(bridge.asked).toHaveLength(asked);
});

test("a move is undone at its new place first, from the notice too", async () => {
  const { done } = connect();
  await moveTo(1, "a.txt", "b.txt");
  const before = latest()?.before;
  const [notice] = useNotices.getState().notices;
  expect(notice?.action?.tip).toBe("Undo “Renamed a.txt to b.txt”");
  notice?.action?.run();
  await expect.poll(toldTexts).toEqual(["Undone"]);
  expect(done().slice(1)).toEqual([
    { "mount.revert": { mount: "copy", path: "b.txt", to: `${before}:b.txt` } },
    { "mount.revert": { mount: "copy", path: "a.txt", to: `${before}:a.txt` } },
  ]);
});

test("the latest edit is that of the same working copy", async () => {
  connect();
  await remove(1, "a.txt");
  const { edits } = useEdits.getState();
  const [edit] = edits;
  expect(latestOf(edits, 2)).toBeUndefined();
  expect(latestOf(edits, null)).toBeUndefined();
  if (edit !== undefined) expect(latestOf([edit, { ...edit, said: "later" }], 1)?.said).toBe("later");
});

test("what was typed is saved before an edit, and what cannot be saved keeps it from happening", async () => {
  const { done } = connect({
    "mount.write": ({ text }) => {
      if (text === "too much") throw failure("DiskFull");
      return {};
    },
  });
  typeText({ mount: 1, path: "a.txt", text: "typed", mark: "" });
  await remove(1, "b.txt");
  expect(done().map((each) => Object.keys(each)[0])).toEqual(["mount.write", "mount.rm"]);
  typeText({ mount: 1, path: "a.txt", text: "too much", mark: "" });
  await remove(1, "c.txt");
  expect(done().filter((each) => "mount.rm" in each)).toHaveLength(1);
  expect(useNotices.getState().notices.at(-1)).toMatchObject({
    kind: "failed",
    text: "Could not change c.txt",
    error: { code: "DiskFull" },
  });
});

test("what fails is no edit to undo: new things throw to their dialog, the others are told", async () => {
  const fail = () => {
    throw failure("DiskFull");
  };
  connect(Object.fromEntries(EDITING.map((name) => [name, fail])));
  for (const work of [createFile(1, "a"), createFolder(1, "a"), moveTo(1, "a", "b")])
    await expect(work).rejects.toMatchObject({ code: "DiskFull" });
  expect([toldTexts(), view().place]).toEqual([[], null]);
  for (const work of [
    () => remove(1, "docs/a"),
    () => revert(1, "docs/a"),
    () => moveInto(1, "docs/a", ""),
  ]) {
    useNotices.setState({ notices: [] });
    await work();
    expect(toldTexts()).toEqual(["Could not change a"]);
  }
  expect(latest()).toBeUndefined();
});

test("an undo that fails is told, and the edit is not tried again by itself", async () => {
  connect({
    "mount.revert": () => {
      throw failure("DiskFull");
    },
  });
  await remove(1, "a");
  await undoEdit(1);
  expect(useNotices.getState().notices.at(-1)).toMatchObject({ kind: "failed", text: "Could not undo" });
  expect(latest()).toBeUndefined();
});

test("a working copy that was discarded meanwhile says so", async () => {
  connect({ "mount.list": () => ({ mounts: [mountOf({ discarded: 5 })] }) });
  await expect(createFile(1, "a")).rejects.toMatchObject({
    code: "UnknownReference",
    message: "This working copy was discarded",
  });
});

test("an edit ends when the window shows it", async () => {
  const seen = held<ReturnType<typeof mountStateOf>>();
  let states = 0;
  const { done } = connect({ "mount.snapshot": () => (states++ === 0 ? mountStateOf() : seen.promise) });
  const end = remove(1, "a");
  await expect.poll(done).toHaveLength(1);
  await expect.poll(() => states).toBe(2);
  expect(toldTexts()).toEqual([]);
  seen.end(mountStateOf({ ca_id: "c2" }));
  await end;
  expect(toldTexts()).toEqual(["Deleted a"]);
});
