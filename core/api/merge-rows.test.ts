import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileOf, rowsOf } from "../merge/sqlite/databases-suite.ts";
import { writeTree } from "../testing/folders.ts";
import { MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

const BASE = fileOf(`CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT UNIQUE, age, town);
  INSERT INTO people VALUES (1, 'Ann', 30, 'Ulm'), (2, 'Bob', 40, 'Ulm'), (3, 'Cid', 50, 'Ulm');
  CREATE TABLE log(k TEXT PRIMARY KEY, v); INSERT INTO log VALUES ('a', 1), ('b', 2)`);
const OURS = fileOf(
  "UPDATE people SET name = 'Anna', age = 31 WHERE id = 1; DELETE FROM people WHERE id = 2; UPDATE log SET v = 9",
  BASE,
);
const THEIRS = fileOf(
  "UPDATE people SET name = 'Anne', town = 'Köln' WHERE id = 1; UPDATE people SET age = 41 WHERE id = 2; UPDATE log SET v = 8",
  BASE,
);

/** Starts a merge of the three databases at `a.db`. */
async function start(name: string, [base, ours, theirs] = [BASE, OURS, THEIRS]) {
  return await store.start(name, { "a.db": base }, { "a.db": ours }, { "a.db": theirs });
}

const people = async (ref: string) => rowsOf(await store.bytesOf(ref, "a.db"), "SELECT * FROM people");

describe("a database in a merge that is decided row by row", () => {
  it("MS14: lists its rows in conflict, and is complete once all are decided", async () => {
    const { id } = await start("rows");
    const { files } = await call("merge.show", { merge: id });
    expect(files).toMatchObject([
      { path: "a.db", kind: "sqlite", state: "open", by_rows: true, counts: { conflicts: 4, resolved: 0 } },
    ]);
    const list = (more: object = {}) => call("merge.rows", { merge: id, path: "a.db", ...more });
    expect(await list({ limit: 1 })).toMatchObject({
      tables: [
        { table: "log", key: ["k"], columns: ["k", "v"], conflicts: 2, decided: 0, take: null },
        { table: "people", conflicts: 2, decided: 0, take: null },
      ],
      rows: [{ table: "log", key_cells: [{ value: "'a'" }], columns: ["v"], decision: null }],
    });
    const { rows } = await list({ table: "people" });
    expect(rows).toMatchObject([
      { key: "1", ours: [{ value: "1" }, { value: "'Anna'" }, { value: "31" }, { value: "'Ulm'" }] },
      { key: "2", ours: null, columns: [] },
    ]);
    const decide = (patch: object) => call("merge.decide_rows", { merge: id, path: "a.db", ...patch });
    const one = { table: "people", key: "1", take: "ours", columns: { town: "theirs" } };
    const first = await decide({ rows: [one], tables: [{ table: "log", take: "theirs" }] });
    expect(first).toMatchObject({
      state: "open",
      counts: { conflicts: 4, resolved: 3 },
      before: { take: "undecided", rows: [{ key: "1", take: "undecided" }], tables: [{ take: "undecided" }] },
    });
    expect(await list({ table: "people" })).toMatchObject({
      tables: [
        { decided: 2, take: "theirs" },
        { decided: 1, take: null },
      ],
      rows: [{ decision: { take: "ours", columns: { town: "theirs" } } }, { decision: null }],
    });
    // Open rows are as in the base.
    const preview = await call("merge.preview", { merge: id });
    expect(preview).toMatchObject({ complete: false, open: ["a.db"] });
    expect(await people(preview.result)).toEqual([
      [1n, "Anna", 31n, "Köln"],
      [2n, "Bob", 40n, "Ulm"],
      [3n, "Cid", 50n, "Ulm"],
    ]);
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "MergeOpen" });
    expect(await decide({ rows: [{ table: "people", key: "2", take: "theirs" }] })).toMatchObject({
      state: "resolved",
      counts: { conflicts: 4, resolved: 4 },
    });
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
    expect(await people("rows")).toEqual([
      [1n, "Anna", 31n, "Köln"],
      [2n, "Bob", 41n, "Ulm"],
      [3n, "Cid", 50n, "Ulm"],
    ]);
    expect(rowsOf(await store.bytesOf("rows", "a.db"), "SELECT v FROM log")).toEqual([[8n], [8n]]);
  });

  it("MS15: takes back what was decided for rows, and for the file", async () => {
    const { id } = await start("back");
    const decide = (patch: object) => call("merge.decide_rows", { merge: id, path: "a.db", ...patch });
    const { before } = await decide({ rows: [{ table: "people", key: "1", take: "ours" }] });
    const second = await decide({ rows: [{ table: "people", key: "1", take: "theirs" }] });
    expect(second.before.rows).toEqual([{ table: "people", key: "1", take: "ours" }]);
    const { take: _, ...patch } = before;
    expect(await decide(patch)).toMatchObject({ state: "open", counts: { resolved: 0 } });
    expect((await call("merge.file", { merge: id, path: "a.db" })).decision).toEqual({ take: "undecided" });
    await decide({ tables: [{ table: "people", take: "base" }] });
    const decided = await call("merge.decide", {
      merge: id,
      decisions: [{ path: "a.db", decision: { take: "ours" } }],
    });
    expect(decided.before).toMatchObject([{ decision: { take: "rows", tables: [{ table: "people" }] } }]);
    await call("merge.decide", { merge: id, decisions: decided.before });
    expect(await call("merge.rows", { merge: id, path: "a.db" })).toMatchObject({
      counts: { conflicts: 4, resolved: 2 },
      tables: [{ decided: 0 }, { decided: 2, take: "base" }],
    });
    expect(await call("merge.reopen", { merge: id, path: "a.db" })).toMatchObject({
      counts: { resolved: 0 },
    });
  });

  it("MS16: stays open with the reason where its rows cannot be combined as decided", async () => {
    const { id } = await start("broken", [
      BASE,
      fileOf("UPDATE people SET name = 'x' WHERE id = 1; UPDATE people SET name = 'y' WHERE id = 2", BASE),
      fileOf("UPDATE people SET name = 'y' WHERE id = 1; UPDATE people SET name = 'z' WHERE id = 2", BASE),
    ]);
    const rows = [
      { table: "people", key: "1", take: "theirs" },
      { table: "people", key: "2", take: "ours" },
    ];
    const problem = "The changes of the two sides cannot be combined: UNIQUE constraint failed: people.name.";
    expect(await call("merge.decide_rows", { merge: id, path: "a.db", rows })).toMatchObject({
      state: "open",
      counts: { conflicts: 2, resolved: 2 },
      problem,
    });
    expect(await call("merge.show", { merge: id })).toMatchObject({
      files: [{ state: "open", reason: problem }],
    });
    await expect(call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "MergeOpen" });
    const preview = await call("merge.preview", { merge: id });
    expect(await store.bytesOf(preview.result, "a.db")).toEqual(BASE);
    const mended = await call("merge.decide_rows", {
      merge: id,
      path: "a.db",
      rows: [{ ...rows[0], take: "ours" }],
    });
    expect(mended).toMatchObject({ state: "resolved" });
    expect(mended).not.toHaveProperty("problem");
  });

  it("MS17: keeps its decisions when the other files of a side move on", async () => {
    const { id } = await start("kept");
    const tables = [
      { table: "people", take: "ours" },
      { table: "log", take: "ours" },
    ];
    await call("merge.decide_rows", { merge: id, path: "a.db", tables });
    await store.put("kept", { "a.db": OURS, more: "more" });
    expect(await call("merge.complete", { merge: id })).toMatchObject({
      status: "updated",
      kept: 1,
      reopened: [],
    });
    expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
    expect(await people("kept")).toEqual([
      [1n, "Anna", 31n, "Ulm"],
      [3n, "Cid", 50n, "Ulm"],
    ]);
  });

  it("MS18: refuses what does not fit, and decides none of it then", async () => {
    const { id } = await start("misfits");
    const decide = (patch: object) => call("merge.decide_rows", { merge: id, path: "a.db", ...patch });
    const good = { table: "people", key: "1", take: "ours" };
    for (const bad of [
      { ...good, key: "3" },
      { ...good, table: "nobody" },
      { ...good, columns: { shoe: "ours" } },
      { table: "people", key: "2", take: "theirs", columns: { age: "ours" } },
    ]) {
      await expect(decide({ rows: [good, bad] })).rejects.toMatchObject({ code: "BadInput" });
    }
    expect(await call("merge.rows", { merge: id, path: "a.db" })).toMatchObject({ counts: { resolved: 0 } });
    const altered = fileOf("CREATE TABLE n(a)", BASE);
    const { id: other } = await start("whole", [BASE, altered, THEIRS]);
    const [file] = (await call("merge.show", { merge: other })).files;
    expect(file).not.toHaveProperty("by_rows");
    const all = { merge: other, path: "a.db" };
    await expect(call("merge.rows", all)).rejects.toMatchObject({ code: "BadInput" });
    await expect(call("merge.decide_rows", { ...all, rows: [good] })).rejects.toMatchObject({
      code: "BadInput",
    });
    const decision = { take: "rows", rows: [good], tables: [] };
    await expect(
      call("merge.decide", { merge: other, decisions: [{ path: "a.db", decision }] }),
    ).rejects.toMatchObject({ code: "BadInput" });
  });

  it("is decided with its permissions, where these are in conflict too", async () => {
    const put = async (label: string, bytes: Buffer, mode: number) => {
      const live = join(store.folder, "modes");
      writeTree(live, { "a.db": bytes });
      chmodSync(join(live, "a.db"), mode);
      return (await call("import", { paths: [live], label, replace: true })).ca_id;
    };
    await call("label.create", { label: "modes-2", ref: await put("modes", BASE, 0o644) });
    await put("modes", OURS, 0o600);
    await put("modes-2", THEIRS, 0o755);
    const { id } = await call("merge.start", { ours: "modes", theirs: "modes-2" });
    const args = { merge: id, path: "a.db", take: "theirs" };
    await call("merge.resolve", { ...args, table: "log" });
    const { files } = await call("merge.resolve", { ...args, table: "people", key: "1" });
    expect(files[0]?.after).not.toHaveProperty("permissions");
    await call("merge.resolve", { ...args, table: "people", key: "2" });
    const [undecided] = (await call("merge.show", { merge: id })).files;
    expect(undecided).toMatchObject({ state: "open", counts: { conflicts: 4, resolved: 4 } });
    await call("merge.resolve", { ...args, table: "people", permissions: "ours" });
    await call("merge.complete", { merge: id });
    const { entries } = await call("tree", { ref: "modes", recursive: true });
    expect(entries).toMatchObject([{ path: "a.db", mode: 0o100600 }]);
    expect(await people("modes")).toEqual([
      [1n, "Anne", 30n, "Köln"],
      [2n, "Bob", 41n, "Ulm"],
      [3n, "Cid", 50n, "Ulm"],
    ]);
  });
});
