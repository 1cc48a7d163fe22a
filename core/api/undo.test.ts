import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { type CommandName, registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const root = temporaryFolder();
const store = new StoreHandle(join(root, "store"), { surface: "app" });
const ids: string[] = [];
let labels = 0;
/** A label of each test's own, which was made with the first snapshot and pushed to the second. */
let work = "";

const call = callerOf(store);

const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;
const preview = async (label: string) => {
  const { undo, redo } = await call("undo.preview", { label });
  return [undo?.op ?? null, redo?.op ?? null];
};

beforeAll(async () => {
  for (let i = 0; i < 2; i++) {
    writeTree(join(root, "live"), { file: `state ${i}` });
    ids.push((await call("import", { paths: [join(root, "live")], label: "source" })).ca_id);
  }
});

afterAll(() => store.close());

beforeEach(async () => {
  work = `work${labels++}`;
  await call("push", { ref: "source@{1}", label: work, message: "one" });
  await call("push", { ref: "source", label: work, expected: ids[0], message: "two" });
});

describe("undo and redo", () => {
  it("U1: walk back and forward, and say what they did", async () => {
    const { log } = await call("log", { label: work });
    const [create, push] = log;
    expect(await preview(work)).toEqual(["push", null]);
    expect(await call("undo", { label: work })).toEqual({ label: work, ca_id: ids[0], undid: push });
    expect(await call("undo", { label: work })).toEqual({ label: work, ca_id: null, undid: create });
    expect(await preview(work)).toEqual([null, "create"]);
    await rejection("undo", { label: work }).toMatchObject({ code: "NothingToUndo", data: { label: work } });
    expect(await call("redo", { label: work })).toEqual({ label: work, ca_id: ids[0], redid: create });
    expect(await call("redo", { label: work })).toEqual({ label: work, ca_id: ids[1], redid: push });
    await rejection("redo", { label: work }).toMatchObject({ code: "NothingToRedo" });
    const after = await call("log", { label: work });
    expect(after.log.map(({ op, undoes }) => [op, undoes])).toEqual([
      ["create", undefined],
      ["push", undefined],
      ["reset", push?.seq],
      ["delete", create?.seq],
      ["restore", after.log[3]?.seq],
      ["reset", after.log[2]?.seq],
    ]);
    expect(await call("verify", {})).toMatchObject({ ok: true });
  });

  it("U7: are told apart in the history, each with the move that it was about", async () => {
    for (const name of ["undo", "undo", "redo"] as const) await call(name, { label: work });
    const { entries } = await call("history", { label: work });
    expect(entries.map(({ op, undid, redid }) => [op, undid?.message, redid?.message])).toEqual([
      ["restore", undefined, "one"],
      ["delete", "one", undefined],
      ["reset", "two", undefined],
      ["push", undefined, undefined],
      ["create", undefined, undefined],
    ]);
  });

  it.each<[string, CommandName, object]>([
    ["reset", "reset", { ref: "source@{1}" }],
    ["force", "label.set", { ref: "source@{1}" }],
    ["merge", "push", { ref: "source@{1}", parents: ["source"] }],
    ["delete", "label.delete", {}],
  ])("U2: undo and redo a %s", async (op, name, input) => {
    await call(name, { label: work, ...input, ...(name === "push" && { expected: ids[1] }) });
    const after = (await call("labels", { label: work })).labels[0]?.ca_id;
    expect(await call("undo", { label: work })).toMatchObject({ ca_id: ids[1], undid: { op } });
    expect(await call("redo", { label: work })).toMatchObject({ ca_id: after, redid: { op } });
  });

  it("undo and redo a restore", async () => {
    await call("label.delete", { label: work });
    await call("label.restore", { label: work });
    expect(await call("undo", { label: work })).toMatchObject({ ca_id: null, undid: { op: "restore" } });
    expect(await call("redo", { label: work })).toMatchObject({ ca_id: ids[1], redid: { op: "restore" } });
  });

  it("U8: undo and redo a rename, by either name", async () => {
    const play = `play-${work}`;
    await call("label.rename", { label: work, to: play });
    expect(await call("undo.preview", { label: work })).toMatchObject({
      label: play,
      undo: { op: "rename", renamed_from: work },
    });
    expect(await call("undo", { label: work })).toMatchObject({ label: work, undid: { op: "rename" } });
    expect(await call("redo", { label: play })).toMatchObject({ label: play, redid: { op: "rename" } });
    expect(await call("undo", { label: play })).toMatchObject({ label: work });
    expect((await call("labels", { label: play })).total).toBe(0);
  });

  it("U9: leave a rename whose name is taken meanwhile", async () => {
    const play = `play-${work}`;
    await call("label.rename", { label: work, to: play });
    await call("label.create", { label: work, ref: "source" });
    await rejection("undo", { label: play }).toMatchObject({ code: "LabelExists", data: { label: work } });
    expect(await call("undo", { label: work })).toMatchObject({ label: work, ca_id: null });
  });

  it("U4: end what can be redone with a new move", async () => {
    await call("undo", { label: work });
    await call("label.set", { label: work, ref: "source" });
    expect(await preview(work)).toEqual(["force", null]);
    await rejection("redo", { label: work }).toMatchObject({ code: "NothingToRedo" });
  });

  it("U10: do nothing when it is another move's turn than the one that is meant", async () => {
    const { undo } = await call("undo.preview", { label: work });
    await call("reset", { label: work, ref: "source@{1}" });
    await call("reset", { label: work, ref: "source" });
    await rejection("undo", { label: work, seq: undo?.seq }).toMatchObject({ code: "LabelMoved" });
    const { undo: now } = await call("undo.preview", { label: work });
    expect(await call("undo", { label: work, seq: now?.seq })).toMatchObject({ ca_id: ids[0] });
    await rejection("redo", { label: work, seq: undo?.seq }).toMatchObject({ code: "LabelMoved" });
  });

  it.each<CommandName>(["undo", "redo", "undo.preview"])("know no label that never was: %s", async (name) => {
    await rejection(name, { label: "never" }).toMatchObject({ code: "UnknownLabel" });
  });
});
