import { beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { idToBytes } from "../ids.ts";
import { entryToRow, INSERT_ENTRY } from "./label-rows.ts";
import type { ReflogEntry } from "./label-store.ts";
import { idOf } from "./label-store-suite.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

const [A, B, C] = [idOf("a"), idOf("b"), idOf("c")];

describe("the schema of labels", () => {
  let db: Database;
  beforeEach(() => {
    db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    const store = new SqliteLabelStore(db, { clock: () => 1000, actor: "ann@desk (cli)" });
    store.forceSync({ label: "work", op: "create", to: A });
    store.forceSync({ label: "work", op: "push", to: B });
    store.forceSync({ label: "dead", op: "create", to: A });
    store.forceSync({ label: "dead", op: "delete", to: null });
  });
  const state = () => [db.prepare("SELECT * FROM labels").all(), db.prepare("SELECT * FROM reflog").all()];
  const refused = (run: () => unknown, why: RegExp) => {
    const before = state();
    expect(run).toThrow(why);
    expect(state()).toEqual(before);
  };
  const sql = (text: string) => () => db.exec(text);

  it("refuses to run on a database that has it", () => {
    refused(sql(LABEL_SCHEMA), /already exists/);
  });

  it("H2: never changes a reflog entry", () => {
    refused(sql("UPDATE reflog SET message = 'other' WHERE seq = 1"), /never changes/);
    refused(sql("UPDATE reflog SET seq = 77 WHERE seq = 4"), /never changes/);
  });

  it("H8: deletes only a label's oldest entries, and never a living label's latest", () => {
    refused(sql("DELETE FROM reflog WHERE seq = 2"), /oldest/);
    refused(sql("DELETE FROM reflog WHERE label = 1"), /keeps its latest/);
    refused(sql("DELETE FROM labels WHERE name = 'work'"), /FOREIGN KEY/);
    db.exec("DELETE FROM reflog WHERE seq = 1");
    expect(db.prepare("SELECT moves, last FROM labels WHERE name = 'work'").get()).toEqual({
      moves: 1,
      last: 2,
    });
    refused(sql("DELETE FROM reflog WHERE seq = 2"), /keeps its latest/);
  });

  it("deletes a deleted label with its latest entry, and never reuses a number", () => {
    db.exec("DELETE FROM reflog WHERE seq = 3");
    db.exec("DELETE FROM reflog WHERE seq = 4");
    expect(db.prepare("SELECT name FROM labels").pluck().all()).toEqual(["work"]);
    expect(add({ op: "push", from: B, to: C }).lastInsertRowid).toBe(5);
  });

  const add = (entry: Partial<ReflogEntry>, label = 1) =>
    db
      .prepare(INSERT_ENTRY)
      .run(entryToRow(label, { at: 2000, op: "push", from: B, to: C, message: "", actor: "ann", ...entry }));

  it.each<[string, Partial<ReflogEntry>, RegExp]>([
    ["an unknown op", { op: "teleport" as "push" }, /CHECK/],
    ["a create from something", { op: "create" }, /CHECK/],
    ["a push from nothing", { from: null }, /CHECK/],
    ["a push to nothing", { to: null }, /CHECK/],
    ["a delete to something", { op: "delete" }, /CHECK/],
    ["an id of 31 bytes", { to: C.slice(2) as typeof C }, /CHECK/],
    ["a message of 4,097 bytes", { message: "x".repeat(4097) }, /CHECK/],
    ["half an id among the parents", { parents: [A, B.slice(32) as typeof B] }, /CHECK/],
    ["parents of a reset", { op: "reset", parents: [A] }, /CHECK/],
    ["a push that undoes", { undoes: 1 }, /CHECK/],
    ["a rename that moves", { op: "rename", renamedFrom: "old" }, /CHECK/],
    ["a rename without a name", { op: "rename", to: B }, /CHECK/],
    ["a time that is none", { at: "now" as unknown as number }, /cannot store TEXT/],
    ["a move from another head", { from: A }, /its label's head/],
  ])("refuses %s", (_, entry, why) => {
    refused(() => add(entry), why);
  });

  it("refuses a move that comes before the label's last one", () => {
    const early = `INSERT INTO reflog (seq, label, at, op, from_id, to_id, message, actor)
      SELECT 1, label, at, op, to_id, to_id, message, actor FROM reflog WHERE seq = 2`;
    db.exec("DELETE FROM reflog WHERE seq = 1");
    refused(sql(early), /comes after its last move/);
  });

  it("records when a label was last moved to a snapshot", () => {
    const at = () => db.prepare("SELECT at FROM snapshots WHERE id = ?").pluck().get(idToBytes(C));
    add({ at: 2000 });
    expect(at()).toBe(2000);
    add({ at: 1500, from: C });
    expect(at()).toBe(2000);
    add({ at: 3000, from: C });
    expect(at()).toBe(3000);
  });

  it("refuses a move of a missing label", () => {
    refused(() => add({}, 99), /FOREIGN KEY/);
  });

  it.each(["", "a b", "-x", "ä", "x".repeat(129)])("refuses the label name %j", (name) => {
    refused(() => db.prepare("INSERT INTO labels (name) VALUES (?)").run(name), /CHECK/);
  });

  it("refuses settings that are not JSON, and a head that is not an id", () => {
    refused(sql("UPDATE labels SET settings = '{' WHERE id = 1"), /CHECK/);
    refused(sql("UPDATE labels SET head = x'00' WHERE id = 1"), /CHECK/);
    refused(sql("INSERT INTO snapshots VALUES (x'00', 1)"), /CHECK/);
  });

  it.each([
    ["SELECT seq FROM reflog WHERE label = 1 AND seq < 9 ORDER BY seq DESC LIMIT 1", "reflog_label "],
    ["SELECT * FROM reflog WHERE label = 1 AND seq < 9 ORDER BY seq DESC LIMIT 9", "reflog_label "],
    [
      "SELECT seq FROM reflog WHERE label = 1 ORDER BY seq DESC LIMIT 1 OFFSET 9",
      "COVERING INDEX reflog_label ",
    ],
    [
      "SELECT seq FROM reflog WHERE to_id = ? AND seq < 9 ORDER BY seq DESC LIMIT 1",
      "COVERING INDEX reflog_to ",
    ],
    [
      "SELECT seq FROM reflog WHERE label = 1 AND to_id = ? AND seq < 9 ORDER BY seq DESC LIMIT 1",
      "COVERING INDEX reflog_label_to ",
    ],
    ["SELECT id FROM snapshots WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 9", "PRIMARY KEY"],
  ])("answers by one search of an index: %s", (query, index) => {
    const given = query
      .split("")
      .filter((character) => character === "?")
      .map(() => idToBytes(A));
    const plan = db.prepare<Buffer[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all(...given);
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringMatching(`^SEARCH .*USING .*${index}`)]);
  });
});
