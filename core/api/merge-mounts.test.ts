import { describe, expect, it } from "vitest";
import { lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** Opens a mount of a new label, in which `a` was changed, and then moves the label. */
async function diverged(name: string, mine: string, head: string) {
  await store.put(name, { a: lines(), b: "b" });
  await call("mount.open", { ref: name, name });
  await call("mount.write", { mount: name, path: "a", text: mine });
  return await store.put(name, { a: head, b: "B" });
}

describe("a merge of a working copy", () => {
  it("MS11: is started by a rebase with conflicts, and gives both the label and the working copy the result", async () => {
    const theirs = await diverged("both", lines("3: mine"), lines("3: theirs"));
    const rebase = await call("mount.rebase", { mount: "both" });
    expect(rebase).toMatchObject({ status: "conflict", theirs, conflicts: [{ path: "a" }] });
    if (rebase.status !== "conflict") return;
    expect(await call("merge.list", { label: "both" })).toMatchObject({
      merges: [
        { id: rebase.merge, mount: "both", label: "both", theirs: { ca_id: theirs }, files: { open: 1 } },
      ],
    });
    expect(await call("merge.start", { mount: "both" })).toMatchObject({ id: rebase.merge, resumed: true });
    await call("merge.resolve", { merge: rebase.merge, path: "a", take: "both" });
    const done = await call("merge.complete", { merge: rebase.merge });
    if (done.status !== "completed") throw new Error(done.status);
    expect(await store.textOf("both", "a")).toBe(lines("3: mine\n3: theirs"));
    const { mounts } = await call("mount.list", {});
    expect(mounts.find(({ name }) => name === "both")).toMatchObject({ base: done.ca_id });
    expect(await call("mount.push", { mount: "both" })).toMatchObject({
      status: "unchanged",
      ca_id: done.ca_id,
    });
    const { log } = await call("log", { label: "both", limit: 1 });
    expect(log[0]).toMatchObject({ op: "merge", parents: [expect.any(String), theirs, rebase.base] });
  });

  it("MS12: takes what was written to it meanwhile, and keeps what was decided", async () => {
    await diverged("written", lines("3: mine", "30: mine"), lines("3: theirs", "30: theirs"));
    const { id } = await call("merge.start", { mount: "written" });
    await call("merge.resolve", { merge: id, path: "a", take: "ours", hunk: 1 });
    await call("merge.resolve", { merge: id, path: "a", take: "theirs", hunk: 2 });
    await call("mount.write", { mount: "written", path: "a", text: lines("3: mine", "30: anew") });
    await call("mount.write", { mount: "written", path: "new", text: "n" });
    expect(await call("merge.list", { label: "written" })).toMatchObject({ merges: [{ moved: true }] });
    expect(await call("merge.complete", { merge: id })).toMatchObject({
      status: "updated",
      kept: 1,
      reopened: ["a"],
    });
    await call("merge.resolve", { merge: id, path: "a", take: "both" });
    await call("merge.complete", { merge: id });
    expect(await store.textOf("written", "a")).toBe(lines("3: mine", "30: anew\n30: theirs"));
    expect(await store.pathsOf("written")).toEqual(["a", "b", "new"]);
  });

  it("MS13: is abandoned when the working copy is pushed or rebased another way", async () => {
    await diverged("pushed", lines("3: mine"), lines("3: theirs"));
    const { id } = await call("merge.start", { mount: "pushed" });
    await call("mount.rebase", { mount: "pushed", prefer: "ours" });
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "MergeEnded" });
    await diverged("forced", lines("3: mine"), lines("3: theirs"));
    const forced = await call("merge.start", { mount: "forced" });
    await call("mount.push", { mount: "forced", force: true });
    await expect(call("merge.complete", { merge: forced.id })).rejects.toMatchObject({ code: "MergeEnded" });
  });

  it("a push that is rejected tells how many files would be in conflict, and stores nothing", async () => {
    await diverged("count", lines("3: mine"), lines("3: theirs"));
    const { bytes } = await (await store.handle.repository()).footprint();
    expect(await call("mount.push", { mount: "count" })).toMatchObject({ status: "rejected", conflicts: 1 });
    expect((await (await store.handle.repository()).footprint()).bytes).toBe(bytes);
    expect((await call("merge.list", { label: "count" })).merges).toEqual([]);
    await diverged("clean", lines("3: mine"), lines("30: theirs"));
    expect(await call("mount.push", { mount: "clean" })).toMatchObject({ status: "rejected", conflicts: 0 });
    // What another label holds cannot be brought in.
    const other = await call("mount.push", { mount: "clean", label: "count" });
    expect(other).toMatchObject({ status: "rejected", conflicts: null });
  });

  it("of a discarded working copy waits until that is restored", async () => {
    await diverged("away", lines("3: mine"), lines("3: theirs"));
    const { id } = await call("merge.start", { mount: "away" });
    await call("merge.resolve", { merge: id, path: "a", take: "theirs" });
    const { id: mount } = await call("mount.discard", { mount: "away" });
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "UnknownReference" });
    await call("mount.restore", { id: mount });
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed", label: "away" });
  });
});
