import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { idToBytes, type ObjectId } from "../ids.ts";
import { PauseGate } from "../pause-gate.ts";
import { layoutOf } from "../store/layout.ts";
import { runHere } from "../testing/command-here.ts";
import { writeTree } from "../testing/folders.ts";
import { lines, MergingStore } from "../testing/merging.ts";
import { asReader, canBecomeReader } from "../testing/repositories.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);
const preview = (mount: string, more = {}) => call("mount.push_preview", { mount, ...more });

/** Opens a mount of a new label, in which `a` was changed, and then moves the label. */
async function diverged(name: string, mine: string, head: string, on = store) {
  await on.put(name, { a: lines(), b: lines(), c: "c" });
  await on.call("mount.open", { ref: name, name });
  await on.call("mount.write", { mount: name, path: "a", text: mine });
  await on.call("mount.write", { mount: name, path: "b", text: lines("3: mine") });
  return await on.put(name, { a: head, b: lines("30: theirs"), c: "C" });
}

describe("what a push would come to", () => {
  it("W27: is told with the files that would be in conflict, as the push itself answers, and nothing is stored", async () => {
    const current = await diverged("work", lines("3: mine"), lines("3: theirs"));
    const repository = await store.handle.repository();
    const { bytes } = await repository.footprint();
    const before = repository.mounts.named("work");
    expect(await preview("work")).toEqual({
      status: "rejected",
      label: "work",
      ca_id: expect.stringMatching(/^[0-9a-f]{64}$/),
      current,
      conflicts: 1,
      files: [{ path: "a", kind: "text" }],
      merged: 1,
    });
    expect((await repository.footprint()).bytes).toBe(bytes);
    expect(repository.mounts.named("work")).toEqual(before);
    expect((await call("merge.list", {})).merges).toEqual([]);
    expect(await call("mount.push", { mount: "work" })).toMatchObject({ status: "rejected", conflicts: 1 });
  });

  it("changes with the label and with the working copy", async () => {
    await diverged("live", lines("3: mine"), lines("3: theirs"));
    const { ca_id } = await call("mount.snapshot", { mount: "live" });
    await call("mount.write", { mount: "live", path: "a", text: lines("20: mine") });
    expect(await preview("live")).toMatchObject({ status: "rejected", conflicts: 0, files: [], merged: 2 });
    await call("undo", { label: "live" });
    expect(await preview("live")).toMatchObject({ status: "advanced", label: "live" });
    await call("label.set", { label: "live", ref: ca_id });
    await call("mount.write", { mount: "live", path: "a", text: lines("3: mine") });
    expect(await preview("live")).toEqual({ status: "unchanged", label: "live", ca_id });
    expect(await call("mount.push", { mount: "live" })).toEqual({
      status: "unchanged",
      label: "live",
      ca_id,
    });
  });

  it("is known for other labels, deleted ones and protected ones too", async () => {
    const current = await diverged("own", lines("3: mine"), lines("3: theirs"));
    expect(await preview("own", { label: "new" })).toMatchObject({ status: "advanced", label: "new" });
    expect(await preview("own", { force: true })).toMatchObject({ status: "advanced" });
    expect(await preview("own", { expected: current })).toMatchObject({ status: "advanced" });
    await store.put("other", { a: "a" });
    expect(await preview("own", { label: "other" })).toMatchObject({
      status: "rejected",
      conflicts: null,
      files: [],
      merged: null,
    });
    await call("label.protect", { label: "own", protected: true });
    await expect(preview("own", { force: true })).rejects.toMatchObject({ code: "LabelProtected" });
    expect(await preview("own", { force: true, override: true })).toMatchObject({ status: "advanced" });
    await call("label.delete", { label: "own", override: true });
    expect(await preview("own")).toMatchObject({ status: "rejected", current: null, conflicts: null });
    await call("mount.open", { ref: current, name: "unlabelled" });
    await expect(preview("unlabelled")).rejects.toMatchObject({ code: "BadInput" });
  });

  it("waits for no import that is under way, and stops when nobody needs it any more", async () => {
    await diverged("busy", lines("3: mine"), lines("3: theirs"));
    writeTree(join(store.folder, "long"), { file: "file" });
    const gate = new PauseGate();
    gate.pause();
    const input = { paths: [join(store.folder, "long")], label: "long" };
    const importing = invoke(registry, "import", input, { store: store.handle, gate });
    expect(await preview("busy")).toMatchObject({ status: "rejected", conflicts: 1 });
    const stopping = new AbortController();
    const context = { store: store.handle, signal: stopping.signal };
    const stopped = invoke(registry, "mount.push_preview", { mount: "busy" }, context);
    stopping.abort();
    await expect(stopped).rejects.toMatchObject({ code: "Cancelled" });
    gate.resume();
    expect(await importing).toMatchObject({ label: "long" });
  });

  it("says nothing of conflicts where what has to be read is lost", async () => {
    // Too large to lie in their entries.
    const long = (mark: string) =>
      Array.from({ length: 9000 }, (_, no) => `${no % 999 ? no : mark}\n`).join("");
    await diverged("lost", long("mine"), long("theirs"));
    const { entries } = await call("tree", { ref: "lost:a" });
    const [{ id } = expect.unreachable()] = entries;
    const db = openDatabase(layoutOf(store.path).strataDb);
    expect(
      db.prepare("DELETE FROM loose_objects WHERE id = ?").run(idToBytes(String(id) as ObjectId)).changes,
    ).toBe(1);
    db.close();
    expect(await preview("lost")).toMatchObject({ status: "rejected", conflicts: null, files: [] });
  });

  it.skipIf(!canBecomeReader)("is told in a store that cannot be written, too", async () => {
    const reading = new MergingStore();
    await diverged("read", lines("3: mine"), lines("3: theirs"), reading);
    await reading.handle.close();
    const seen = asReader(
      reading.path,
      `const { id } = repository.mounts.named("read");
      const told = await repository.run("previewPush", { id, force: false, override: false });
      console.log(JSON.stringify({ status: told.status, forecast: told.forecast }));`,
    );
    const conflicts = [{ path: "a", kind: "text" }];
    expect(seen).toEqual({ status: "rejected", forecast: { conflicts, merged: 1 } });
  });
});

describe("strata mount push --dry-run", () => {
  const strata = async (...argv: string[]) => {
    const env = { STRATA_STORE: store.path };
    const { code, stdout, stderr } = await runHere(["mount", "push", ...argv], { cwd: store.folder, env });
    return { code, out: stdout.toString(), err: stderr };
  };

  it("names the files in conflict and the way to decide them, or says that it would merge cleanly", async () => {
    const head = (await diverged("cli", lines("3: mine"), lines("3: theirs"))).slice(0, 10);
    expect(await strata("cli", "--dry-run", "-m", "later")).toEqual({
      code: 3,
      err: "",
      out: `would be rejected: cli points at ${head} by now\ntext           a\n1 file would be in conflict, 1 file would be merged. Decide them: strata merge start --mount cli\n`,
    });
    await call("mount.write", { mount: "cli", path: "a", text: lines("20: mine") });
    expect((await strata("cli", "--dry-run")).out).toContain(
      "it would merge cleanly, 2 files would be merged: strata mount rebase cli; then push again\n",
    );
    const { out, code } = await strata("cli", "--dry-run", "--force", "--json");
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, status: "advanced", label: "cli" });
    expect((await call("labels", { label: "cli" })).labels[0]?.ca_id?.slice(0, 10)).toBe(head);
    expect(await strata("cli", "--dry-run", "--detach")).toMatchObject({ code: 2 });
  });
});
