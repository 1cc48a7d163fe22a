import { beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { BASE_SCHEMA, sourceOf } from "./bases.ts";
import { idOf } from "./label-store-suite.ts";
import { pruneReflog } from "./reflog-pruning.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

const [A, B] = [idOf("a"), idOf("b")];
const source = sourceOf(["/home/ann/work"], "desk");

describe("the bases of a store", () => {
  let db: Database;
  let labels: SqliteLabelStore;
  beforeEach(() => {
    db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    db.exec(BASE_SCHEMA);
    labels = new SqliteLabelStore(db, { clock: () => 1000, actor: "ann@desk (cli)" });
    labels.forceSync({ label: "work", op: "create", to: A });
    labels.forceSync({ label: "other", op: "create", to: A });
  });

  it("I3: are kept for each label and source, the latest of each", () => {
    labels.bases.set("work", source, { seq: 1, snapshot: A });
    labels.bases.set("work", source, { seq: 3, snapshot: B });
    expect(labels.bases.get("work", source)).toEqual({ seq: 3, snapshot: B });
    expect(labels.bases.get("other", source)).toBeUndefined();
    expect(labels.bases.get("work", sourceOf(source.paths, "laptop"))).toBeUndefined();
    expect(labels.bases.get("work", sourceOf(["/home/ann/work", "/tmp"], "desk"))).toBeUndefined();
    expect(() => labels.bases.set("none", source, { seq: 1, snapshot: A })).toThrow(
      expect.objectContaining({ code: "UnknownLabel" }),
    );
  });

  it("do not depend on how the paths are named", () => {
    labels.bases.set("work", sourceOf(["/b", "/a"], "desk"), { seq: 1, snapshot: A });
    expect(labels.bases.get("work", sourceOf(["/a", "/b", "/a"], "desk"))).toEqual({ seq: 1, snapshot: A });
  });

  it("stay with a label that is renamed, and go with one that is gone for good", () => {
    labels.bases.set("work", source, { seq: 1, snapshot: A });
    labels.forceSync({ label: "work", op: "rename", to: A, rename: "works" });
    expect(labels.bases.get("works", source)).toEqual({ seq: 1, snapshot: A });
    expect(labels.bases.get("work", source)).toBeUndefined();
    labels.forceSync({ label: "works", op: "delete", to: null });
    pruneReflog(db, "works", 100);
    expect(db.prepare("SELECT count(*) FROM bases").pluck().get()).toBe(0);
  });

  it("list the moves since, without those that changed nothing", () => {
    for (const to of [B, A, B]) labels.forceSync({ label: "work", op: "push", to });
    labels.forceSync({ label: "work", op: "rename", to: B, rename: "works" });
    const since = (seq: number, limit: number) => {
      const { moves, count } = labels.bases.movesSince("works", seq, limit);
      return [moves.map((move) => move.seq), count];
    };
    expect(since(1, 2)).toEqual([[5, 4], 3]);
    expect(since(4, 2)).toEqual([[5], 1]);
    expect(since(5, 2)).toEqual([[], 0]);
  });

  it("are absent from an older database", () => {
    db.exec("DROP TABLE bases");
    const older = new SqliteLabelStore(db, { clock: () => 1000, actor: "ann@desk (cli)" });
    expect(older.bases.get("work", source)).toBeUndefined();
  });
});
