import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { DEFAULT_LADDER } from "../labels/retention.ts";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const root = temporaryFolder();
const folder = join(root, "store");
const store = new StoreHandle(folder, { surface: "app" });
const call = callerOf(store);
const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;
let labels = 0;

beforeAll(async () => {
  for (const state of ["one", "two"]) {
    writeTree(join(root, "live"), { file: state });
    await call("import", { paths: [join(root, "live")], label: "source" });
  }
});
afterAll(() => store.close());

/** Makes a label with three moves, and returns its name and their numbers. */
async function threeMoves(): Promise<{ label: string; seqs: number[] }> {
  const label = `work${labels++}`;
  for (const ref of ["source@{1}", "source", "source@{1}"]) await call("push", { ref, label, force: true });
  const { log } = await call("log", { label });
  return { label, seqs: log.map(({ seq }) => seq) };
}
const keptOf = async (label: string) =>
  (await call("log", { label })).log.filter(({ kept }) => kept).map(({ seq }) => seq);

/** Changes the database behind the store's back. */
function change(sql: string, ...values: unknown[]): void {
  const db = openDatabase(join(folder, "strata.db"));
  expect(db.prepare(sql).run(...values).changes).toBe(1);
  db.close();
}

describe("a kept move", () => {
  it("K1: is marked by its number or as in a reference, and is shown as kept until it is released", async () => {
    const { label, seqs } = await threeMoves();
    const [first, second] = seqs;
    expect(await call("move.keep", { label, seq: first })).toMatchObject({ label, move: { kept: true } });
    expect(await call("move.keep", { label, state: "1" })).toMatchObject({ move: { seq: second } });
    await call("move.keep", { label, seq: first });
    expect(await keptOf(label)).toEqual([first, second]);
    const { entries } = await call("history", { label });
    expect(entries.map(({ kept }) => kept)).toEqual([undefined, true, true]);
    const released = await call("move.release", { label, state: "1" });
    expect(released.move).not.toHaveProperty("kept");
    expect(await keptOf(label)).toEqual([first]);
    expect(await call("verify", {})).toMatchObject({ ok: true });
  });

  it("K2: goes with its label through a rename", async () => {
    const { label, seqs } = await threeMoves();
    await call("move.keep", { label, seq: seqs[0] });
    await call("label.rename", { label, to: `${label}-new` });
    expect(await keptOf(`${label}-new`)).toEqual([seqs[0]]);
  });

  it("is one of the label that is named", async () => {
    const [one, other] = [await threeMoves(), await threeMoves()];
    await rejection("move.keep", { label: one.label, seq: other.seqs[0] }).toMatchObject({
      code: "UnknownReference",
      data: { label: one.label, seq: other.seqs[0] },
    });
    await rejection("move.keep", { label: "nobody", seq: 1 }).toMatchObject({ code: "UnknownLabel" });
    await rejection("move.keep", { label: one.label, state: "3" }).toMatchObject({
      code: "UnknownReference",
    });
    const twice = { label: one.label, seq: one.seqs[0], state: "2" };
    await rejection("move.keep", twice).toMatchObject({ code: "BadInput" });
    await call("move.keep", { label: one.label });
    expect(await keptOf(one.label)).toEqual([one.seqs[2]]);
  });

  it("K3: is forgotten with its entry", async () => {
    const { label, seqs } = await threeMoves();
    await call("move.keep", { label, seq: seqs[0] });
    const db = openDatabase(join(folder, "strata.db"));
    db.prepare("DELETE FROM reflog WHERE seq = ?").run(seqs[0]);
    const left = db.prepare("SELECT seq FROM kept_moves WHERE seq = ?").pluck().all(seqs[0]);
    db.close();
    expect(left).toEqual([]);
  });
});

describe("the retention of labels", () => {
  const last = { keep: "last", moves: 10 };
  const days = { keep: "days", days: 30 };
  const ladder = { keep: "ladder", ...DEFAULT_LADDER };
  const itemOf = async (label: string) => (await call("labels", { label })).labels[0];

  it("K4: is a label's own, else the store's default, else everything", async () => {
    const { label } = await threeMoves();
    const shown = async () => (await call("retention.show", { label })).labels[0];
    expect(await shown()).toEqual({ label, retention: { keep: "everything" }, own: false });
    expect(await call("retention.set", { retention: days })).toEqual({
      label: null,
      retention: days,
      own: true,
    });
    expect(await shown()).toEqual({ label, retention: days, own: false });
    expect(await call("retention.set", { label, retention: ladder })).toEqual({
      label,
      retention: ladder,
      own: true,
    });
    expect(await itemOf(label)).toMatchObject({ retention: ladder, own_retention: true });
    expect(await call("retention.show", {})).toEqual({
      store: days,
      labels: [{ label, retention: ladder, own: true }],
    });
    expect(await call("retention.set", { label, retention: null })).toEqual({
      label,
      retention: days,
      own: false,
    });
    expect(await call("retention.set", { retention: null })).toMatchObject({
      retention: { keep: "everything" },
    });
    expect(await itemOf(label)).toMatchObject({ retention: { keep: "everything" }, own_retention: false });
  });

  it("K5: is set without an override, leaves the other settings and the history alone, and goes with a rename", async () => {
    const { label, seqs } = await threeMoves();
    await call("label.ignore", { label, patterns: ["*.log"] });
    await call("label.protect", { label });
    await call("retention.set", { label, retention: { keep: "last", moves: 1 } });
    expect(await itemOf(label)).toMatchObject({ protected: true, ignore: ["*.log"] });
    expect((await call("log", { label })).log.map(({ seq }) => seq)).toEqual(seqs);
    await call("label.rename", { label, to: `${label}-new`, override: true });
    expect(await itemOf(`${label}-new`)).toMatchObject({ retention: { keep: "last", moves: 1 } });
    await call("retention.set", { label: `${label}-new`, retention: null });
  });

  it.each([
    [{ keep: "last", moves: 0 }, "retention.moves"],
    [{ keep: "last", moves: -1 }, "retention.moves"],
    [{ keep: "last", moves: 1.5 }, "retention.moves"],
    [{ keep: "last", moves: "many" }, "retention.moves"],
    [{ keep: "last" }, "retention.moves"],
    [{ keep: "days", days: 1e15 }, "retention.days"],
    [{ ...ladder, hourly: -1 }, "retention.hourly"],
    [{ keep: "ladder", last: 3 }, "retention.hourly"],
    [{ keep: "some" }, "retention.keep"],
    ["everything", "retention"],
    [undefined, "retention"],
  ])("is refused if it is %j", async (retention, field) => {
    const { label } = await threeMoves();
    await rejection("retention.set", { label, retention }).toMatchObject({
      code: "BadInput",
      data: { field },
    });
    expect(await itemOf(label)).toMatchObject({ own_retention: false });
  });

  it("is refused for a label that never was", async () => {
    await rejection("retention.set", { label: "nobody", retention: last }).toMatchObject({
      code: "UnknownLabel",
    });
    await rejection("retention.show", { label: "nobody" }).toMatchObject({ code: "UnknownLabel" });
    await rejection("retention.preview", { label: "nobody", retention: last }).toMatchObject({
      code: "UnknownLabel",
    });
  });

  it.each([
    '{"keep":"last"}',
    '{"keep":"last","moves":0}',
    '{"keep":"ladder","last":1}',
    '{"keep":"last","moves":1,"but":"not on Sundays"}',
    '"last"',
    "[]",
  ])("K6: is damaged if it is stored as %s, which names the label, and can be set again", async (text) => {
    const { label } = await threeMoves();
    change(
      "UPDATE labels SET settings = json_set(settings, '$.retention', json(?)) WHERE name = ?",
      text,
      label,
    );
    const error = { code: "DatabaseDamaged", data: { label }, message: expect.stringContaining(label) };
    await rejection("retention.show", { label }).toMatchObject(error);
    expect(await itemOf(label)).toMatchObject({ retention: null, own_retention: true });
    await call("retention.set", { label, retention: last });
    expect(await itemOf(label)).toMatchObject({ retention: last });
    await call("retention.set", { label, retention: null });
  });

  it("of the store is damaged if it is no retention, which labels with one of their own do not mind", async () => {
    const [own, other] = [await threeMoves(), await threeMoves()];
    await call("retention.set", { label: own.label, retention: last });
    for (const text of ["{", "{}", '{"keep":"last","moves":0}']) {
      change("INSERT OR REPLACE INTO settings (name, value) VALUES ('retention', ?)", text);
      await rejection("retention.show", {}).toMatchObject({ code: "DatabaseDamaged", data: { label: null } });
      expect(await itemOf(other.label)).toMatchObject({ retention: null });
      expect(await itemOf(own.label)).toMatchObject({ retention: last });
    }
    await call("retention.set", { retention: null });
    await call("retention.set", { label: own.label, retention: null });
    expect(await call("retention.show", {})).toMatchObject({ store: { keep: "everything" }, labels: [] });
  });

  it("K7: can be tried out: how many moves would go, and how many are kept for good", async () => {
    const { label, seqs } = await threeMoves();
    const preview = (retention: object | null) => call("retention.preview", { label, retention });
    expect(await preview({ keep: "last", moves: 1 })).toEqual({ moves: 3, dropped: 2, kept: 0 });
    await call("move.keep", { label, seq: seqs[0] });
    expect(await preview({ keep: "last", moves: 1 })).toEqual({ moves: 3, dropped: 1, kept: 1 });
    expect(await preview(days)).toEqual({ moves: 3, dropped: 0, kept: 1 });
    expect(await preview(null)).toEqual({ moves: 3, dropped: 0, kept: 1 });
    expect(await call("labels", { label })).toMatchObject({ labels: [{ moves: 3, own_retention: false }] });
  });

  it("of the store is tried out on the labels that have none of their own", async () => {
    const { label } = await threeMoves();
    const before = await call("retention.preview", { retention: { keep: "last", moves: 1 } });
    await call("retention.set", { label, retention: days });
    expect(await call("retention.preview", { retention: { keep: "last", moves: 1 } })).toEqual({
      moves: before.moves - 3,
      dropped: before.dropped - 2,
      kept: before.kept,
    });
    await call("retention.set", { label, retention: null });
  });
});
