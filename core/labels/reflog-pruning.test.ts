import { beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { KEPT_MOVES_SCHEMA } from "./kept-moves.ts";
import { idOf } from "./label-store-suite.ts";
import { pruneReflog } from "./reflog-pruning.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

const [A, B] = [idOf("a"), idOf("b")];

describe("pruneReflog", () => {
  let db: Database;
  let store: SqliteLabelStore;
  beforeEach(() => {
    db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    store = new SqliteLabelStore(db, { clock: () => 1000, actor: "ann@desk (cli)" });
    store.forceSync({ label: "work", op: "create", to: A });
    store.forceSync({ label: "other", op: "create", to: A });
    for (const to of [B, A, B]) store.forceSync({ label: "work", op: "push", to });
  });
  const seqs = (label: string) => store.logSync(label).map(({ seq }) => seq);

  it("deletes a label's entries before the one given, and no other label's", () => {
    expect(pruneReflog(db, "work", 4)).toBe(2);
    expect(seqs("work")).toEqual([4, 5]);
    expect(seqs("other")).toEqual([2]);
    expect(store.resolveSync("work")).toMatchObject({ head: B, moves: 2 });
    expect(store.at("work", 1)?.seq).toBe(4);
    expect(store.at("work", 2)).toBeUndefined();
  });

  it("keeps a living label's latest entry", () => {
    expect(pruneReflog(db, "work", 99)).toBe(3);
    expect(seqs("work")).toEqual([5]);
    expect(pruneReflog(db, "work", 99)).toBe(0);
    expect(store.forceSync({ label: "work", op: "push", to: A })).toMatchObject({ seq: 6, from: B });
  });

  it("H9: frees the name of a deleted label that keeps no entry", () => {
    store.forceSync({ label: "work", op: "delete", to: null });
    expect(pruneReflog(db, "work", 6)).toBe(4);
    expect(store.resolveSync("work")).toMatchObject({ head: null, moves: 1 });
    expect(pruneReflog(db, "work", 7)).toBe(1);
    expect(store.resolveSync("work")).toBeUndefined();
    store.forceSync({ label: "other", op: "rename", to: A, rename: "work" });
    expect(seqs("work")).toEqual([2, 7]);
  });

  it("K8: keeps a kept move and everything after it, until it is released", () => {
    db.exec(KEPT_MOVES_SCHEMA);
    store.kept.set(4, true);
    expect(pruneReflog(db, "work", 99)).toBe(2);
    expect(seqs("work")).toEqual([4, 5]);
    expect(pruneReflog(db, "other", 99)).toBe(0);
    store.kept.set(4, false);
    expect(pruneReflog(db, "work", 99)).toBe(1);
    expect(seqs("work")).toEqual([5]);
  });

  it("does nothing for a label that never existed", () => {
    expect(pruneReflog(db, "none", 99)).toBe(0);
  });
});
