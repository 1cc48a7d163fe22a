import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeTree } from "../testing/folders.ts";
import { lines, MergingStore } from "../testing/merging.ts";
import { seededBytes } from "../testing/trees.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** A merge with a text of two hunks, a binary, a deleted file and a text that merged. */
let merge: number;

beforeAll(async () => {
  const started = await store.start(
    "bad",
    { "a.txt": lines(), "b.bin": seededBytes(1, 90), "c.txt": "c\n", auto: lines(), same: "s" },
    { "a.txt": lines("3: o", "20: o"), "b.bin": seededBytes(2, 90), auto: lines("3: o"), same: "s" },
    {
      "a.txt": lines("3: t", "20: t"),
      "b.bin": seededBytes(3, 90),
      "c.txt": "C\n",
      auto: lines("30: t"),
      same: "s",
    },
  );
  merge = started.id;
});

describe("what cannot be decided", () => {
  const resolve = (more: object) => call("merge.resolve", { merge, ...more });
  const region = { at: [3, 1, 3, 1, 3, 1], kind: "conflict", decision: "ours" };

  it.each<[string, object, string]>([
    ["a path without a conflict", { path: "same", take: "ours" }, "ENOENT"],
    ["a path that is none", { path: "", take: "ours" }, "ENOENT"],
    ["a hunk out of range", { path: "a.txt", take: "ours", hunk: 3 }, "BadInput"],
    ["hunk 0", { path: "a.txt", take: "ours", hunk: 0 }, "BadInput"],
    ["a hunk of a binary", { path: "b.bin", take: "ours", hunk: 1 }, "BadInput"],
    ["both of a binary without a second name", { path: "b.bin", take: "both" }, "BadInput"],
    ["neither of a binary", { path: "b.bin", take: "neither" }, "BadInput"],
    ["the text of a binary", { path: "b.bin", take: "text" }, "BadInput"],
    ["the text of what one side deleted", { path: "c.txt", take: "text" }, "BadInput"],
    ["suggestions for a binary", { path: "b.bin", take: "suggestions" }, "BadInput"],
    ["suggestions for a text that has none", { path: "a.txt", take: "suggestions" }, "BadInput"],
    ["the suggestion of a hunk that has none", { path: "a.txt", take: "suggestions", hunk: 1 }, "BadInput"],
    ["a hunk that is deleted as a file", { path: "a.txt", take: "delete", hunk: 1 }, "BadInput"],
    ["a second name that merged", { path: "b.bin", take: "both", as: "same" }, "EEXIST"],
    ["a second name in conflict", { path: "b.bin", take: "both", as: "a.txt" }, "EEXIST"],
    ["its own name as the second", { path: "b.bin", take: "both", as: "b.bin" }, "EEXIST"],
    ["a second name that is none", { path: "b.bin", take: "both", as: "../b" }, "BadInput"],
    ["permissions that are in no conflict", { path: "b.bin", take: "ours", permissions: "ours" }, "BadInput"],
    ["the content of nothing", { path: "b.bin", take: "content" }, "BadInput"],
    ["a file on disk that is not there", { path: "b.bin", take: "content", from: "/nowhere" }, "ENOENT"],
    ["neither a path nor a pattern", { take: "ours" }, "BadInput"],
    ["a path and a pattern", { path: "a.txt", match: "*", take: "ours" }, "BadInput"],
    ["a pattern that matches nothing", { match: "*.zip", take: "ours" }, "BadInput"],
    ["a pattern that is none", { match: "a[", take: "ours" }, "BadInput"],
    ["something unknown", { path: "a.txt", take: "mine" }, "BadInput"],
    ["a merge that is unknown", { merge: 999, path: "a.txt", take: "ours" }, "UnknownMerge"],
  ])("is %s", async (_, input, code) => {
    const { totals } = await call("merge.show", { merge });
    await expect(resolve(input)).rejects.toMatchObject({ code });
    expect((await call("merge.show", { merge })).totals).toEqual(totals);
  });

  it("is a folder as a content, or a decision for a snapshot of several files", async () => {
    writeTree(join(store.folder, "several"), { a: "1", b: "2" });
    const several = join(store.folder, "several");
    await expect(resolve({ path: "b.bin", take: "content", from: several })).rejects.toMatchObject({
      code: "BadInput",
    });
    const { ca_id: id } = await call("capture", { paths: [several] });
    const decision = { take: "content", id };
    await expect(
      call("merge.decide", { merge, decisions: [{ path: "b.bin", decision }] }),
    ).rejects.toMatchObject({ code: "BadInput" });
  });

  it("leaves all as it was if one of several cannot be decided", async () => {
    const decisions = [
      { path: "b.bin", decision: { take: "ours" } },
      { path: "same", decision: { take: "ours" } },
    ];
    await expect(call("merge.decide", { merge, decisions })).rejects.toMatchObject({ code: "ENOENT" });
    expect(await call("merge.file", { merge, path: "b.bin" })).toMatchObject({ state: "open" });
  });

  it("is one second name for two files", async () => {
    const both = { take: "both", as: "second", first: "ours" };
    const decisions = ["a.txt", "b.bin"].map((path) => ({ path, decision: both }));
    await expect(call("merge.decide", { merge, decisions })).rejects.toMatchObject({
      code: "EEXIST",
      data: { as: "second" },
    });
  });

  it.each<[string, object, string]>([
    ["a region of another cut", { regions: [{ ...region, at: [3, 1, 3, 1, 4, 1] }] }, "StaleStep"],
    ["a region past the end", { regions: [{ ...region, at: [50, 1, 50, 1, 50, 1] }] }, "StaleStep"],
    ["a conflict said to be none", { regions: [{ ...region, kind: "both", decision: "auto" }] }, "BadInput"],
    [
      "typed lines of elsewhere",
      { regions: [{ ...region, decision: "typed", pieces: [["ours", 9, 1]] }] },
      "BadInput",
    ],
    ["a decision that its kind has not", { regions: [{ ...region, decision: "auto" }] }, "BadInput"],
    ["no regions", {}, "BadInput"],
    [
      "a cut of other texts",
      { regions: [region], cut: { version: 2, lines: [1, 1, 1], regions: [] } },
      "BadInput",
    ],
  ])("is a step with %s", async (_, step, code) => {
    await expect(call("merge.step", { merge, path: "a.txt", ...step })).rejects.toMatchObject({ code });
    expect(await call("merge.file", { merge, path: "a.txt" })).toMatchObject({ text: { saved: null } });
  });

  it("is a step that was made for a cut that is gone", async () => {
    const cut = (at: number[], count: number) => ({ ...region, at: at.flatMap((line) => [line, count]) });
    // Lines 3 to 20 become one hunk.
    await call("merge.step", { merge, path: "a.txt", regions: [cut([3, 3, 3], 18)] });
    await expect(call("merge.step", { merge, path: "a.txt", regions: [region] })).rejects.toMatchObject({
      code: "StaleStep",
      hint: expect.stringContaining("Load the file again"),
    });
    expect(await call("merge.reopen", { merge, path: "a.txt" })).toMatchObject({
      state: "open",
      counts: { conflicts: 2, resolved: 0 },
    });
  });
});

describe("a merge that cannot be started", () => {
  it.each<[string, object, string]>([
    ["without a side", { ours: "bad" }, "BadInput"],
    ["of nothing", {}, "BadInput"],
    ["of a working copy and a side", { mount: "x", ours: "bad" }, "BadInput"],
    ["of an unknown working copy", { mount: "x" }, "UnknownReference"],
    ["of an unknown side", { ours: "bad", theirs: "nobody" }, "UnknownReference"],
    ["of a path", { ours: "bad:a.txt", theirs: "bad-2" }, "BadInput"],
    ["with a label of neither side", { ours: "bad", theirs: "bad-2", label: "third" }, "BadInput"],
    [
      "with a label that holds another snapshot than the side",
      { ours: "bad@{1}", theirs: "bad-2", label: "bad" },
      "BadInput",
    ],
    ["with a name that is none", { ours: "bad", theirs: "bad-2", label: "-x" }, "BadLabelName"],
  ])("is one %s", async (_, input, code) => {
    await store.put("third", { a: "1" });
    await expect(call("merge.start", input)).rejects.toMatchObject({ code });
  });

  it("is one of a working copy of no label, or of a deleted one", async () => {
    const id = await store.put("short", { a: "1" });
    await call("mount.open", { ref: id, name: "free" });
    await expect(call("merge.start", { mount: "free" })).rejects.toMatchObject({ code: "BadInput" });
    await call("mount.open", { ref: "short", name: "bound" });
    await call("label.delete", { label: "short" });
    await expect(call("merge.start", { mount: "bound" })).rejects.toMatchObject({ code: "LabelDeleted" });
  });

  it("of snapshots without a label has to be given one when it is completed", async () => {
    const { ours, theirs } = await store.part("bare", { a: "1" }, { a: "2" }, { a: "1", b: "3" });
    const { id, label } = await call("merge.start", { ours, theirs });
    expect(label).toBeNull();
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "BadInput" });
    expect(await call("merge.complete", { merge: id, label: "bare-both" })).toMatchObject({
      label: "bare-both",
    });
    const named = await call("merge.start", { ours: "bare", theirs, label: "fresh" });
    expect(named).toMatchObject({ label: "fresh", moved: false });
    expect(await call("merge.complete", { merge: named.id })).toMatchObject({ label: "fresh" });
    const { log } = await call("log", { label: "fresh" });
    expect(log).toMatchObject([{ op: "create", parents: [ours, theirs, expect.any(String)] }]);
  });
});

it("which merge is meant has to be said where several are open", async () => {
  await store.start("more", { a: "1" }, { a: "2" }, { a: "3" });
  await expect(call("merge.show", {})).rejects.toMatchObject({
    code: "BadInput",
    data: { merges: expect.arrayContaining([merge]) },
  });
  await expect(call("merge.show", { merge: 999 })).rejects.toMatchObject({ code: "UnknownMerge" });
  await expect(call("merge.restore", { merge: 999 })).rejects.toMatchObject({ code: "UnknownMerge" });
});
