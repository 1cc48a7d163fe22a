import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { hashId } from "../hash.ts";
import { idToBytes } from "../ids.ts";
import {
  BIG,
  change,
  everywhere,
  newBytes,
  packOf,
  sample,
  useSampleStore,
  verify,
} from "../testing/sample-store.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";

useSampleStore();

describe("damage in databases", () => {
  it("in a loose frame touches the snapshot that needs it", async () => {
    const id = hashId(newBytes);
    change(
      "strata.db",
      "UPDATE loose_frames SET stored = zeroblob(length(stored)) WHERE no = (SELECT frame FROM loose_objects WHERE id = ?)",
      idToBytes(id),
    );
    const { problems } = await verify();
    expect(problems).toMatchObject([
      {
        code: "CorruptObject",
        message: expect.any(String),
        id,
        objects: 1,
        snapshots: [sample.second],
        labels: ["main"],
        paths: ["new.bin"],
      },
    ]);
  });

  it("in a page is reported, not thrown", async () => {
    const db = openDatabase(join(sample.folder, "strata.db"));
    const page = db
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'snapshots'")
      .pluck()
      .get() as number;
    const size = db.pragma("page_size", { simple: true }) as number;
    db.pragma("journal_mode = DELETE");
    db.close();
    const bytes = readFileSync(join(sample.folder, "strata.db"));
    writeFileSync(join(sample.folder, "strata.db"), bytes.fill(0, (page - 1) * size, page * size));
    const codes = (await verify()).problems.map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["DatabaseDamaged"]));
  });

  it("that removes rows from the index leaves intact objects that nothing leads to", async () => {
    const id = hashId(seededBytes(1, BIG));
    change("index.db", "DELETE FROM objects WHERE id = ?", idToBytes(id));
    expect((await verify()).problems).toEqual([
      {
        ...everywhere,
        code: "DatabaseDamaged",
        database: "index.db",
        message: expect.any(String),
        id,
        objects: 1,
        paths: ["big/1"],
      },
    ]);
  });

  it.each([
    ["offset", "UPDATE frames SET offset = offset + 1 WHERE no = (SELECT frame FROM objects WHERE id = ?)"],
    ["frame", "UPDATE objects SET frame = 999999 WHERE id = ?"],
    ["place in its frame", "UPDATE objects SET start = start + 1 WHERE id = ?"],
  ])("that gives an object a wrong %s is the index's fault, not the object's", async (_, sql) => {
    const id = hashId(seededBytes(1, BIG));
    change("index.db", sql, idToBytes(id));
    expect((await verify()).problems).toEqual([
      {
        ...everywhere,
        code: "DatabaseDamaged",
        database: "index.db",
        message: expect.any(String),
        id,
        objects: 1,
        paths: ["big/1"],
      },
    ]);
  });

  it("that removes a pack from the index is reported for the pack", async () => {
    const pack = packOf("metadata");
    change(
      "index.db",
      "DELETE FROM objects WHERE frame IN (SELECT frames.no FROM frames JOIN packs ON pack = packs.no WHERE name = ?)",
      pack,
    );
    change("index.db", "DELETE FROM packs WHERE name = ?", pack);
    const { problems } = await verify();
    expect(problems[0]).toEqual({
      code: "DatabaseDamaged",
      database: "index.db",
      message: expect.stringContaining(pack),
      pack,
    });
    expect(problems.every(({ code }) => code === "DatabaseDamaged")).toBe(true);
  });

  it.each([
    ["an entry that starts elsewhere", "UPDATE reflog SET from_id = to_id WHERE op = 'push'"],
    ["a head that is not the last move's", `UPDATE labels SET head = zeroblob(32) WHERE name = 'main'`],
    ["a wrong number of moves", "UPDATE labels SET moves = 7 WHERE name = 'main'"],
    ["a wrong last move", "UPDATE labels SET last = 1 WHERE name = 'main'"],
  ])("that breaks a reflog is told of the label: %s", async (_, sql) => {
    const db = openDatabase(join(sample.folder, "strata.db"));
    db.exec("DROP TRIGGER reflog_never_changes");
    db.exec(sql);
    db.close();
    const [problem] = (await verify()).problems;
    expect(problem).toMatchObject({ code: "DatabaseDamaged", labels: ["main"] });
  });

  it("does not include a label deleted and created again, nor a pruned reflog", async () => {
    const store = openTestStore(sample.folder);
    store.labels.casSync({ label: "main", op: "delete", to: null }, sample.second);
    store.labels.casSync({ label: "main", op: "create", to: sample.first }, null);
    store.db.prepare("DELETE FROM reflog WHERE seq = (SELECT min(seq) FROM reflog)").run();
    store.close();
    expect((await verify()).problems).toEqual([]);
  });
});
