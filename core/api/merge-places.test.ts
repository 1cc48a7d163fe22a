import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** Starts the merge of a text that both sides moved and changed: at the line 3 each in its own way, and each at another line. */
const start = async (name: string) => {
  const at = (path: string, ...changed: string[]) => ({ [path]: lines(...changed) });
  const ours = at("mine", "3: ours", "20: ours");
  const { id } = await store.start(name, at("old"), ours, at("yours", "3: theirs", "35: theirs"));
  return id;
};
const previewOf = async (merge: number) => {
  const { result, complete } = await call("merge.preview", { merge });
  const [path = "", more] = await store.pathsOf(result);
  expect(more).toBeUndefined();
  return { complete, path, text: await store.textOf(result, path) };
};

describe("a text that both sides moved", () => {
  it("MS34: can be put at the path of either side with its merged text, whose hunks are decided as ever", async () => {
    const merge = await start("either");
    const resolve = (more: object) => call("merge.resolve", { merge, path: "old", ...more });
    await resolve({ take: "text", at: "yours" });
    expect((await call("merge.show", { merge })).files).toMatchObject([
      { state: "open", take: "text", counts: { conflicts: 1, resolved: 0 } },
    ]);
    expect(await previewOf(merge)).toEqual({
      complete: false,
      path: "yours",
      text: lines("20: ours", "35: theirs"),
    });
    // A step keeps the path.
    await resolve({ take: "both", hunk: 1 });
    const merged = lines("3: ours\n3: theirs", "20: ours", "35: theirs");
    expect(await previewOf(merge)).toEqual({ complete: true, path: "yours", text: merged });
    await resolve({ take: "text", at: "mine" });
    expect(await previewOf(merge)).toEqual({ complete: true, path: "mine", text: merged });
    const { files } = await resolve({ take: "text", at: "yours" });
    expect(files).toMatchObject([
      { before: { take: "text", at: "ours" }, after: { take: "text", at: "theirs" } },
    ]);
    await call("merge.complete", { merge });
    expect(await store.pathsOf("either")).toEqual(["yours"]);
    expect(await store.textOf("either", "yours")).toBe(merged);
  });

  it("keeps its path when a side is merged anew", async () => {
    const merge = await start("anew");
    await call("merge.resolve", { merge, path: "old", take: "both", at: "yours" });
    await store.put("anew", { mine: lines("3: ours", "20: ours"), more: "more" });
    expect(await call("merge.complete", { merge })).toMatchObject({ status: "updated", reopened: [] });
    await call("merge.complete", { merge });
    expect(await store.pathsOf("anew")).toEqual(["more", "yours"]);
  });

  it("can have another content there, and takes no path that no side has given it", async () => {
    const merge = await start("content");
    const from = join(store.folder, "by-hand");
    writeFileSync(from, "by hand");
    const resolve = (more: object) => call("merge.resolve", { merge, path: "old", ...more });
    await resolve({ take: "content", from, at: "yours" });
    expect(await previewOf(merge)).toEqual({ complete: true, path: "yours", text: "by hand" });
    for (const wrong of [
      { take: "text", at: "old" },
      { take: "text", at: "elsewhere" },
      { take: "ours", at: "mine" },
      { take: "delete", at: "mine" },
    ])
      await expect(resolve({ ...wrong, dry_run: true })).rejects.toMatchObject({ code: "BadInput" });
    const decisions = [{ path: "old", decision: { take: "ours", at: "theirs" } }];
    await expect(call("merge.decide", { merge, decisions })).rejects.toMatchObject({ code: "BadInput" });
    const { id } = await store.start("unmoved", { a: "1" }, { a: "2" }, { a: "3" });
    const unmoved = { merge: id, path: "a", take: "text", at: "a" };
    await expect(call("merge.resolve", unmoved)).rejects.toMatchObject({
      message: expect.stringContaining('no side moved it to "a"'),
    });
  });

  it("is put there on the command line (--at)", async () => {
    const merge = await start("cli");
    const argv = ["merge", "resolve", "old", "--take", "text", "--at", "yours", "--merge", String(merge)];
    const { code } = await runHere(argv, { cwd: store.folder, env: { STRATA_STORE: store.path } });
    expect(code).toBe(0);
    expect((await previewOf(merge)).path).toBe("yours");
  });
});
