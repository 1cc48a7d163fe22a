import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { layoutOf } from "../store/layout.ts";
import { lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);
const headOf = async (label: string) => (await call("labels", { label })).labels[0]?.ca_id;
const mountOf = async (name: string) =>
  (await call("mount.list", {})).mounts.find((each) => each.name === name);

/** Starts the merge of a working copy in which `a` was changed, with its label, and decides it. */
async function decided(name: string): Promise<number> {
  await store.put(name, { a: lines(), b: "b" });
  await call("mount.open", { ref: name, name });
  await call("mount.write", { mount: name, path: "a", text: lines("3: mine") });
  await store.put(name, { a: lines("3: theirs"), b: "B" });
  const { id } = await call("merge.start", { mount: name });
  await call("merge.resolve", { merge: id, path: "a", take: "both" });
  return id;
}

describe("while a merge of a working copy is decided", () => {
  it("what is written to it as it was is no reason to ask again", async () => {
    const merge = await decided("same");
    await call("mount.write", { mount: "same", path: "c", text: "c" });
    await call("mount.rm", { mount: "same", path: "c" });
    expect(await call("merge.complete", { merge })).toMatchObject({
      status: "updated",
      kept: 1,
      reopened: [],
    });
    expect(await call("merge.complete", { merge })).toMatchObject({ status: "completed" });
    expect(await store.textOf("same", "a")).toBe(lines("3: mine\n3: theirs"));
  });

  it("it can be discarded and restored under another name", async () => {
    const merge = await decided("back");
    const { id } = await call("mount.discard", { mount: "back" });
    await call("mount.open", { ref: "back", name: "back" });
    await expect(call("merge.complete", { merge })).rejects.toMatchObject({
      code: "UnknownReference",
      message: 'The mount "back" was discarded.',
      hint: expect.stringContaining(`strata mount restore ${id}`),
    });
    expect(await call("merge.list", { label: "back" })).toMatchObject({ merges: [{ id: merge }] });
    const { name: mount } = await call("mount.restore", { id });
    const done = await call("merge.complete", { merge });
    expect(done).toMatchObject({ status: "completed" });
    expect(await mountOf(mount)).toMatchObject({ base: "ca_id" in done && done.ca_id });
    expect(await mountOf("back")).not.toMatchObject({ base: "ca_id" in done && done.ca_id });
  });

  it("it can be gone for good: then the label alone gets the result", async () => {
    const merge = await decided("gone");
    const { id } = await call("mount.discard", { mount: "gone" });
    const db = openDatabase(layoutOf(store.path).strataDb);
    db.pragma("foreign_keys = ON");
    db.prepare("DELETE FROM mounts WHERE id = ?").run(id);
    db.close();
    expect(await call("merge.list", { label: "gone" })).toMatchObject({
      merges: [{ id: merge, mount: null, moved: false }],
    });
    const done = await call("merge.complete", { merge });
    expect(done).toMatchObject({ status: "completed", label: "gone" });
    expect(await store.textOf("gone", "a")).toBe(lines("3: mine\n3: theirs"));
  });

  it("it can be pushed to another label, which abandons the merge", async () => {
    const merge = await decided("elsewhere");
    await call("mount.push", { mount: "elsewhere", label: "elsewhere-2" });
    await expect(call("merge.complete", { merge })).rejects.toMatchObject({ code: "MergeEnded" });
    expect(await store.textOf("elsewhere", "a")).toBe(lines("3: theirs"));
    // What it was pushed with is its base now: nothing of it is left to merge.
    await call("merge.restore", { merge });
    const done = await call("merge.complete", { merge });
    expect(done).toMatchObject({ status: "updated" });
  });

  it("the result can go to a new label, whose working copy it is from then on", async () => {
    const merge = await decided("fork");
    const before = await headOf("fork");
    const done = await call("merge.complete", { merge, label: "fork-2" });
    if (done.status !== "completed") throw new Error(done.status);
    expect(await headOf("fork")).toBe(before);
    expect(await mountOf("fork")).toMatchObject({ label: "fork-2", base: done.ca_id });
    expect(await call("mount.push", { mount: "fork" })).toMatchObject({
      status: "unchanged",
      label: "fork-2",
    });
  });

  it("its label can be renamed, deleted and restored", async () => {
    const merge = await decided("named");
    await call("label.rename", { label: "named", to: "renamed" });
    await call("label.delete", { label: "renamed" });
    await expect(call("merge.complete", { merge })).rejects.toMatchObject({
      code: "LabelDeleted",
      hint: expect.stringContaining("strata label restore renamed"),
    });
    await call("label.restore", { label: "renamed" });
    expect(await call("merge.complete", { merge })).toMatchObject({ status: "completed", label: "renamed" });
  });
});

it("a second name may be in a folder that the merge deletes", async () => {
  const tree = (mark: string, more = {}) => ({ "a.bin": `\0${mark}`, ...more });
  const old = { "old/x": "x", "old/y": "y" };
  const { id: merge } = await store.start("deletes", tree("1", old), tree("2", old), tree("3"));
  await call("merge.resolve", { merge, path: "a.bin", take: "both", as: "old/x/a.bin" });
  await call("merge.complete", { merge });
  expect(await store.pathsOf("deletes")).toEqual(["a.bin", "old/x/a.bin"]);
});
