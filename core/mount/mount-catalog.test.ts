import { beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { idOf } from "../labels/label-store-suite.ts";
import { LABEL_SCHEMA } from "../labels/schema.ts";
import { SqliteLabelStore } from "../labels/sqlite-labels.ts";
import { EMPTY_FOLDER } from "../manifest/entry.ts";
import { inlineFile } from "../testing/trees.ts";
import { MountCatalog } from "./mount-catalog.ts";
import { MOUNT_SCHEMA } from "./schema.ts";
import { SqliteUpperReader } from "./sqlite-upper.ts";

const [A, B] = [idOf("a"), idOf("b")];

describe("MountCatalog", () => {
  let db: Database;
  let mounts: MountCatalog;
  let labels: SqliteLabelStore;
  let now = 0;
  beforeEach(() => {
    now = 1000;
    const clock = () => now++;
    db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    db.exec(MOUNT_SCHEMA);
    mounts = new MountCatalog(db, clock);
    labels = new SqliteLabelStore(db, { clock, actor: "ann@desk (cli)" });
    labels.forceSync({ label: "main", op: "create", to: A });
  });
  const create = (name = "work") => mounts.create({ name, label: "main", base: A });
  const refused = (run: () => unknown, code: string) => {
    const before = mounts.list({ discarded: true });
    expect(run).toThrow(expect.objectContaining({ code }));
    expect(mounts.list({ discarded: true })).toEqual(before);
  };

  it("creates mounts, lists them oldest first and finds them by name", () => {
    const work = create();
    const info = { id: 1, name: "work", label: "main", base: A, revision: 0, discardedAt: null };
    expect(work).toEqual({ ...info, created: 1001, changed: 1001 });
    const play = mounts.create({ name: "play", label: null, base: B });
    expect(mounts.list()).toEqual([work, play]);
    expect(mounts.get(work.id)).toEqual(work);
    expect(mounts.find("play")).toEqual(play);
    expect(mounts.find("none")).toBeUndefined();
  });

  it("follows a renamed label and survives the removal of its label", () => {
    const { id } = create();
    labels.forceSync({ label: "main", op: "rename", to: A, rename: "trunk" });
    expect(mounts.get(id).label).toBe("trunk");
    labels.forceSync({ label: "trunk", op: "delete", to: null });
    for (const seq of [1, 2, 3]) db.exec(`DELETE FROM reflog WHERE seq = ${seq}`);
    expect(labels.resolveSync("trunk")).toBeUndefined();
    expect(mounts.get(id).label).toBeNull();
  });

  it("changes a mount's name and label", () => {
    const { id } = create();
    create("other");
    expect(mounts.amend(id, { name: "mine" })).toMatchObject({ name: "mine", label: "main" });
    expect(mounts.amend(id, { label: null })).toMatchObject({ name: "mine", label: null });
    refused(() => mounts.amend(id, { name: "other" }), "EEXIST");
    refused(() => mounts.amend(id, { label: "none" }), "UnknownLabel");
    refused(() => mounts.amend(99, { name: "x" }), "UnknownReference");
  });

  it.each(["", "a b", "-x", "ä", "x".repeat(129)])("refuses the name %j", (name) => {
    refused(() => create(name), "EINVAL");
  });

  it("refuses the name of an open mount and an unknown label", () => {
    create();
    refused(() => create(), "EEXIST");
    refused(() => mounts.create({ name: "x", label: "none", base: A }), "UnknownLabel");
  });

  it("W25: discards and undeletes a mount with its rows", () => {
    const { id } = create();
    mounts.setBase(id, 0, { id: A }, [["a", inlineFile("a")]]);
    const layer = new SqliteUpperReader(db, id);
    const rows = layer.rows();
    expect(mounts.discard(id).discardedAt).toBeGreaterThan(1000);
    expect(mounts.list()).toEqual([]);
    expect(mounts.list({ discarded: true })).toHaveLength(1);
    expect(mounts.entries(id)).toEqual([inlineFile("a")]);
    expect(() => layer.state()).toThrow(expect.objectContaining({ code: "UnknownReference" }));
    refused(() => mounts.discard(id), "UnknownReference");
    refused(() => mounts.amend(id, { name: "x" }), "UnknownReference");
    refused(() => mounts.setBase(id, 1, { id: B }, []), "UnknownReference");
    create();
    refused(() => mounts.undelete(id), "EEXIST");
    expect(mounts.undelete(id, "again")).toMatchObject({ name: "again", discardedAt: null });
    expect(layer.rows()).toEqual(rows);
  });

  it("drops only discarded mounts, with their rows, and never reuses their ids", () => {
    const { id } = create();
    mounts.setBase(id, 0, { id: A }, [["a", inlineFile("a")]]);
    refused(() => mounts.drop(id), "UnknownReference");
    mounts.discard(id);
    mounts.drop(id);
    expect(mounts.list({ discarded: true })).toEqual([]);
    expect(db.prepare("SELECT count(*) FROM upper").pluck().get()).toBe(0);
    refused(() => mounts.undelete(id), "UnknownReference");
    expect(create().id).toBeGreaterThan(id);
  });

  it("W24: replaces base and rows, unless another write came first", () => {
    const { id } = create();
    const layer = new SqliteUpperReader(db, id);
    expect(
      mounts.setBase(id, 0, { id: B }, [
        ["a", null],
        ["b", EMPTY_FOLDER],
      ]),
    ).toBe(true);
    const rows = [
      ["a", { entry: null }],
      ["b", { entry: EMPTY_FOLDER }],
    ];
    expect(layer.rows()).toEqual({ base: B, revision: 1, rows });
    expect(mounts.setBase(id, 0, { id: A }, [])).toBe(false);
    expect(layer.rows()).toEqual({ base: B, revision: 1, rows });
    expect(mounts.setBase(id, 1, { id: A }, [])).toBe(true);
    expect(layer.rows()).toEqual({ base: A, revision: 2, rows: [] });
  });

  it("finds no mounts in a database that predates them, until its tables are created", () => {
    const old = openDatabase(":memory:");
    old.exec(LABEL_SCHEMA);
    const catalog = new MountCatalog(old, () => 1);
    expect(catalog.list({ discarded: true })).toEqual([]);
    expect(catalog.find("work")).toBeUndefined();
    expect(catalog.entries(1)).toEqual([]);
    expect(() => catalog.get(1)).toThrow(expect.objectContaining({ code: "UnknownReference" }));
    old.exec(MOUNT_SCHEMA);
    catalog.create({ name: "work", label: null, base: A });
    expect(catalog.list()).toHaveLength(1);
  });
});

describe("the schema of mounts", () => {
  it.each([
    ["a base that is no id", "INSERT INTO mounts (name, base, created, changed) VALUES ('x', x'00', 1, 1)"],
    [
      "a name that is none",
      "INSERT INTO mounts (name, base, created, changed) VALUES ('-', zeroblob(32), 1, 1)",
    ],
    ["an empty path", "INSERT INTO upper VALUES (1, x'', NULL)"],
    ["a path that is too long", "INSERT INTO upper VALUES (1, zeroblob(4097), NULL)"],
    ["an entry that is none", "INSERT INTO upper VALUES (1, x'61', x'00')"],
  ])("refuses %s", (_, sql) => {
    const db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    db.exec(MOUNT_SCHEMA);
    db.exec("INSERT INTO mounts (name, base, created, changed) VALUES ('work', zeroblob(32), 1, 1)");
    expect(() => db.exec(sql)).toThrow(/CHECK/);
  });

  it("refuses rows of a mount that does not exist", () => {
    const db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    db.exec(MOUNT_SCHEMA);
    expect(() => db.exec("INSERT INTO upper VALUES (9, x'61', NULL)")).toThrow(/FOREIGN KEY/);
  });

  it.each([
    "SELECT path, entry FROM upper WHERE mount = 1 AND path >= x'61' ORDER BY path LIMIT 1",
    "SELECT path, entry FROM upper WHERE mount = 1 ORDER BY path",
  ])("answers by one search of an index: %s", (query) => {
    const db = openDatabase(":memory:");
    db.exec(LABEL_SCHEMA);
    db.exec(MOUNT_SCHEMA);
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all();
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringMatching("^SEARCH .*PRIMARY KEY")]);
  });
});
