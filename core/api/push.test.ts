import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const root = temporaryFolder();
const store = new StoreHandle(join(root, "store"), { surface: "cli" });
const STRANGE = "ab".repeat(32);
/** The ids of four snapshots. */
const ids: string[] = [];

const call = callerOf(store);

const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;
const lastMove = async (label: string) => (await call("log", { label, limit: 1 })).log[0];
const idAt = (index: number) => ids[index] ?? expect.unreachable();

beforeAll(async () => {
  for (let i = 0; i < 4; i++) {
    writeTree(join(root, "live"), { file: `state ${i}` });
    ids.push((await call("import", { paths: [join(root, "live")], label: "source" })).ca_id);
  }
});

afterAll(() => store.close());

describe("a push", () => {
  it("P1: makes the label where nothing is expected, and is rejected where it is there", async () => {
    const [a, b] = [idAt(0), idAt(1)];
    expect(await call("push", { ref: a, label: "new", message: "first" })).toEqual({
      status: "advanced",
      label: "new",
      ca_id: a,
    });
    expect(await lastMove("new")).toMatchObject({ op: "create", from: null, to: a, message: "first" });
    for (const ref of [a, b]) {
      expect(await call("push", { ref, label: "new" })).toEqual({
        status: "rejected",
        label: "new",
        current: a,
      });
    }
  });

  it("P2: moves the label from the expected head, by its id or the first digits of it", async () => {
    const [a, b, c] = [idAt(0), idAt(1), idAt(2)];
    await call("push", { ref: a, label: "main" });
    expect(await call("push", { ref: b, label: "main", expected: a })).toMatchObject({ status: "advanced" });
    expect(await lastMove("main")).toMatchObject({ op: "push", from: a, to: b });
    expect(await call("push", { ref: c, label: "main", expected: a })).toEqual({
      status: "rejected",
      label: "main",
      current: b,
    });
    const prefix = b.slice(0, 9).toUpperCase();
    expect(await call("push", { ref: "source", label: "main", expected: prefix })).toMatchObject({
      status: "advanced",
      ca_id: idAt(3),
    });
    expect(await call("push", { ref: a, label: "main", expected: STRANGE })).toMatchObject({
      status: "rejected",
      current: idAt(3),
    });
  });

  it("P4: leaves a label that is there already, without an entry", async () => {
    const a = idAt(0);
    await call("push", { ref: a, label: "still" });
    const unchanged = { status: "unchanged", label: "still", ca_id: a };
    expect(await call("push", { ref: a, label: "still", expected: a, parents: [idAt(1)] })).toEqual(
      unchanged,
    );
    expect(await call("push", { ref: a, label: "still", force: true })).toEqual(unchanged);
    expect(await call("push", { ref: a, label: "still", expected: idAt(1) })).toMatchObject({
      status: "rejected",
    });
    expect((await call("log", { label: "still" })).log).toHaveLength(1);
  });

  it("P5: records a merge where it has parents, whatever reference names them", async () => {
    const [a, b, c] = [idAt(0), idAt(1), idAt(2)];
    await call("push", { ref: a, label: "merged" });
    await call("push", { ref: c, label: "merged", expected: a, parents: [a, "source@{2}", b.slice(0, 12)] });
    expect(await lastMove("merged")).toMatchObject({ op: "merge", from: a, to: c, parents: [a, b, b] });
    await rejection("push", { ref: a, label: "merged", expected: c, parents: [STRANGE] }).toMatchObject({
      code: "NotASnapshot",
    });
  });

  it("P6: is forced onto whatever is there, or nothing", async () => {
    const [a, b] = [idAt(0), idAt(1)];
    expect(await call("push", { ref: a, label: "forced", force: true })).toMatchObject({
      status: "advanced",
    });
    await call("push", { ref: b, label: "forced", force: true, parents: [a], message: "mine" });
    const { log } = await call("log", { label: "forced" });
    expect(log.map(({ op, parents }) => [op, parents])).toEqual([
      ["create", undefined],
      ["force", [a]],
    ]);
  });

  it("P7: moves no label when it is detached", async () => {
    const before = await call("labels", { deleted: true });
    expect(await call("push", { ref: "source@{1}", detach: true })).toEqual({
      status: "detached",
      ca_id: idAt(2),
    });
    expect(await call("labels", { deleted: true })).toEqual(before);
  });

  it("P8: continues a deleted label, and tells who expected it that it is gone", async () => {
    const [a, b] = [idAt(0), idAt(1)];
    await call("push", { ref: a, label: "gone" });
    await call("label.delete", { label: "gone" });
    const rejected = { status: "rejected", label: "gone", current: null };
    expect(await call("push", { ref: b, label: "gone", expected: a })).toEqual(rejected);
    expect(await call("push", { ref: b, label: "never", expected: a })).toMatchObject({ current: null });
    expect(await call("push", { ref: b, label: "gone" })).toMatchObject({ status: "advanced" });
    expect((await call("log", { label: "gone" })).log.map(({ op }) => op)).toEqual([
      "create",
      "delete",
      "create",
    ]);
  });

  it.each<[string, object, string]>([
    ["an id that the store does not hold", { ref: STRANGE, label: "x" }, "NotASnapshot"],
    ["an id that it does not hold, detached", { ref: STRANGE, detach: true }, "NotASnapshot"],
    ["a path", { ref: "source:file", label: "x" }, "BadInput"],
    ["a name that is none", { ref: "source", label: "no name" }, "BadLabelName"],
    ["no label", { ref: "source" }, "BadInput"],
    ["a label that is not to be moved", { ref: "source", label: "x", detach: true }, "BadInput"],
    ["a message to nobody", { ref: "source", detach: true, message: "hi" }, "BadInput"],
    ["force and an expected head", { ref: "source", label: "x", force: true, expected: STRANGE }, "BadInput"],
    ["an expected label", { ref: "source", label: "x", expected: "source" }, "BadInput"],
    ["digits that begin no id", { ref: "source", label: "x", expected: "0123456789" }, "UnknownReference"],
    ["a long message", { ref: "source", label: "x", message: "ü".repeat(2049) }, "BadInput"],
  ])("P10: refuses %s", async (_, input, code) => {
    await rejection("push", input).toMatchObject({ code });
    expect((await call("labels", { label: "x" })).total).toBe(0);
  });

  it("P9: takes no label's name for the digits of an id", async () => {
    await call("label.create", { label: "deadbeef", ref: "source" });
    await rejection("push", { ref: "source@{1}", label: "deadbeef", expected: "deadbeef" }).toMatchObject({
      code: "BadInput",
      hint: expect.stringContaining("64"),
    });
  });
});

describe("label.set, pull and reset", () => {
  it("L5: point a label anywhere, and make it where there is none", async () => {
    const [a, b] = [idAt(0), idAt(1)];
    const set = (ref: string) => call("label.set", { label: "set", ref, message: "so" });
    expect(await set(a)).toEqual({ label: "set", ca_id: a, moved: true });
    expect(await set(b)).toEqual({ label: "set", ca_id: b, moved: true });
    expect(await set(b)).toEqual({ label: "set", ca_id: b, moved: false });
    expect((await call("log", { label: "set" })).log.map(({ op, message }) => [op, message])).toEqual([
      ["create", "so"],
      ["force", "so"],
    ]);
  });

  it("tell what a label holds", async () => {
    expect(await call("pull", { label: "source" })).toEqual({ label: "source", ca_id: idAt(3) });
    await call("label.create", { label: "dropped", ref: "source" });
    await call("label.delete", { label: "dropped" });
    await rejection("pull", { label: "dropped" }).toMatchObject({ code: "LabelDeleted" });
    await rejection("pull", { label: "nothing" }).toMatchObject({ code: "UnknownLabel" });
    await rejection("pull", { label: idAt(0) }).toMatchObject({ code: "UnknownLabel" });
  });

  it("R2: go to what a label never held only when that is allowed", async () => {
    const [a, b] = [idAt(0), idAt(1)];
    await call("push", { ref: a, label: "strict" });
    await rejection("reset", { label: "strict", ref: b }).toMatchObject({
      code: "NotInHistory",
      hint: expect.stringContaining("--allow-unlogged"),
    });
    expect(await call("reset", { label: "strict", ref: b, allow_unlogged: true, message: "over" })).toEqual({
      label: "strict",
      ca_id: b,
      moved: true,
    });
    expect(await lastMove("strict")).toMatchObject({ op: "reset", from: a, to: b, message: "over" });
    await rejection("reset", { label: "strict", ref: STRANGE, allow_unlogged: true }).toMatchObject({
      code: "NotASnapshot",
    });
  });

  it("R3: go to what a label held under an earlier name, and not to what that name holds now", async () => {
    const [a, b, c] = [idAt(0), idAt(1), idAt(2)];
    await call("push", { ref: a, label: "before" });
    await call("push", { ref: b, label: "before", expected: a });
    await call("label.rename", { label: "before", to: "after" });
    await call("push", { ref: c, label: "before" });
    await rejection("reset", { label: "after", ref: "before" }).toMatchObject({ code: "NotInHistory" });
    expect(await call("reset", { label: "after", ref: a })).toMatchObject({ ca_id: a, moved: true });
    await rejection("reset", { label: "before", ref: a }).toMatchObject({ code: "NotInHistory" });
  });
});
