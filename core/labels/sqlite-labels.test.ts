import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, inTransaction, openDatabase } from "../database/database.ts";
import { guardedMovesSuite } from "./guarded-moves-suite.ts";
import { labelReadingSuite } from "./label-reading-suite.ts";
import { idOf, labelStoreSuite, type MakeLabelStore } from "./label-store-suite.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

const [A, B, C] = [idOf("a"), idOf("b"), idOf("c")];

const make: MakeLabelStore = async (given) => {
  const db = openDatabase(":memory:");
  db.exec(LABEL_SCHEMA);
  return { store: new SqliteLabelStore(db, given) };
};
labelStoreSuite("SQLite", make);
labelReadingSuite("SQLite", make);
guardedMovesSuite("SQLite", make);

describe("SQLite labels on disk", () => {
  let folder = "";
  let open: Database[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "strata-labels-"));
    connect().exec(LABEL_SCHEMA);
  });
  afterEach(() => {
    for (const db of open) db.close();
    open = [];
    rmSync(folder, { recursive: true });
  });
  const connect = (options = {}) => {
    const db = openDatabase(join(folder, "strata.db"), { create: true, ...options });
    open.push(db);
    return db;
  };
  const labels = (db = connect()) => new SqliteLabelStore(db, { clock: () => 1000, actor: "ann@desk (cli)" });

  it("keeps everything when it is closed and opened again", () => {
    const db = connect();
    const before = labels(db);
    before.casSync({ label: "work", op: "create", to: A, message: "first" }, null);
    before.casSync({ label: "work", op: "merge", to: C, parents: [{ id: A, seq: 1 }, { id: B }] }, A);
    before.amendSync("work", { pinned: true, settings: { ignore: ["*.log"] } });
    const [list, log] = [before.listSync(), before.logSync("work")];
    db.close();
    const after = labels();
    expect(after.listSync()).toEqual(list);
    expect(after.logSync("work")).toEqual(log);
  });

  it("lets one of two connections win each move, and shows it to the other at once", () => {
    const [one, two] = [labels(), labels()];
    one.casSync({ label: "work", op: "create", to: A }, null);
    expect(two.resolveSync("work")).toMatchObject({ head: A });
    for (const [winner, loser] of [
      [one, two],
      [two, one],
      [one, two],
    ] as const) {
      expect(winner.casSync({ label: "work", op: "push", to: B }, A)).toMatchObject({ status: "moved" });
      expect(loser.casSync({ label: "work", op: "push", to: C }, A)).toEqual({
        status: "rejected",
        current: B,
      });
      expect(loser.casSync({ label: "work", op: "reset", to: A }, B)).toMatchObject({ status: "moved" });
    }
    expect(one.logSync("work")).toEqual(two.logSync("work"));
    expect(one.logSync("work").map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("moves as a part of a larger transaction, or not at all", () => {
    const db = connect();
    const [writer, reader] = [labels(db), labels(connect({ readonly: true }))];
    const failing = () =>
      inTransaction(db, () => {
        writer.casSync({ label: "work", op: "create", to: A }, null);
        expect(writer.isSnapshot(A)).toBe(true);
        expect(reader.resolveSync("work")).toBeUndefined();
        throw new Error("the objects could not be written");
      });
    expect(failing).toThrow("the objects could not be written");
    expect(writer.resolveSync("work")).toBeUndefined();
    expect(writer.isSnapshot(A)).toBe(false);
  });

  it("leaves a larger transaction whole when a move in it is refused", () => {
    const db = connect();
    const store = labels(db);
    inTransaction(db, () => {
      store.casSync({ label: "work", op: "create", to: A }, null);
      expect(() => store.casSync({ label: "none", op: "push", to: A }, null)).toThrow();
      store.casSync({ label: "work", op: "push", to: B }, A);
    });
    expect(store.resolveSync("work")).toMatchObject({ head: B, moves: 2 });
  });

  it("waits for another connection's transaction only for a limited time", () => {
    const [db, impatient] = [connect(), labels(connect({ lockWait: 1 }))];
    inTransaction(db, () => {
      expect(() => impatient.casSync({ label: "work", op: "create", to: A }, null)).toThrow(/locked/);
      expect(impatient.listSync()).toEqual([]);
    });
    expect(impatient.casSync({ label: "work", op: "create", to: A }, null)).toMatchObject({
      status: "moved",
    });
  });

  it("only reads on a read-only connection", () => {
    labels().casSync({ label: "work", op: "create", to: A }, null);
    const reader = labels(connect({ readonly: true }));
    expect(reader.listSync()).toHaveLength(1);
    expect(reader.at("work", 0)?.to).toBe(A);
    expect(() => reader.forceSync({ label: "work", op: "push", to: B })).toThrow(/readonly/);
  });

  it("records detached snapshots beside those that labels were moved to", () => {
    const store = labels();
    const { snapshots } = store;
    store.forceSync({ label: "work", op: "create", to: A });
    snapshots.record(B, 5);
    snapshots.record(B, 3);
    expect([A, B, C].map((id) => snapshots.has(id))).toEqual([true, true, false]);
  });
});
