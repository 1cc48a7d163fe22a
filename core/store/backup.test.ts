import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore } from "../testing/stores.ts";
import { snapshotOf } from "../testing/trees.ts";
import { backupIfDue, listBackups, makeBackup } from "./backup.ts";
import type { OpenedStore } from "./open.ts";

const HOUR = 3600 * 1000;
const NOW = Date.UTC(2026, 2, 1, 12, 30, 15);

let store: OpenedStore;
beforeEach(() => {
  store = openTestStore(join(temporaryFolder(), "store"));
});
afterEach(() => store.close());

async function move(text: string): Promise<SnapshotId> {
  const objects = store.stage();
  const to = await snapshotOf(new NodeStore(objects), { "a.txt": text });
  const op = store.labels.resolveSync("main") === undefined ? "create" : "push";
  objects.flushWith(() => store.labels.forceSync({ label: "main", op, to }));
  return to;
}

function names(): string[] {
  return readdirSync(store.layout.backups).sort();
}

describe("a rolling copy", () => {
  it("is not made of a store in which nothing was ever kept", async () => {
    expect(await backupIfDue(store, NOW)).toBeUndefined();
    expect(names()).toEqual([]);
  });

  it("is made when there is none, and then once a day", async () => {
    await move("one");
    expect(await backupIfDue(store, NOW)).toBe(join(store.layout.backups, "strata-20260301T123015Z.db"));
    expect(await backupIfDue(store, NOW + 24 * HOUR - 1)).toBeUndefined();
    expect(await backupIfDue(store, NOW + 24 * HOUR)).toBeDefined();
    expect(names()).toEqual(["strata-20260301T123015Z.db", "strata-20260302T123015Z.db"]);
  });

  it("is one whole file with all that was in the database when it was made", async () => {
    const to = await move("one");
    const path = await makeBackup(store, NOW);
    await move("two");
    expect(names()).toEqual(["strata-20260301T123015Z.db"]);
    const copy = openDatabase(path, { readonly: true });
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(copy.pragma("journal_mode", { simple: true })).toBe("delete");
    expect(copy.prepare("SELECT head FROM labels").pluck().all()).toEqual([Buffer.from(to, "hex")]);
    copy.close();
    expect(names()).toEqual(["strata-20260301T123015Z.db"]);
  });

  it("pushes out all but the newest five", async () => {
    await move("one");
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => NOW + day * 24 * HOUR);
    for (const day of days) await makeBackup(store, day);
    expect(listBackups(store.layout.backups).map(({ at }) => at)).toEqual(days.slice(2).reverse());
  });

  it("is due, and stays, though others are from a time to come", async () => {
    await move("one");
    for (let day = 1; day <= 5; day++) await makeBackup(store, NOW + day * 1000 * HOUR);
    const made = await backupIfDue(store, NOW);
    const kept = listBackups(store.layout.backups).map(({ path }) => path);
    expect(kept).toHaveLength(5);
    expect(kept).toContain(made);
  });

  it("may be made twice at the same time", async () => {
    await move("one");
    const paths = await Promise.all([makeBackup(store, NOW), makeBackup(store, NOW)]);
    expect(new Set(paths).size).toBe(1);
    expect(names()).toEqual(["strata-20260301T123015Z.db"]);
  });

  it("leaves other files alone, but not what a dead process left", async () => {
    await move("one");
    writeFileSync(join(store.layout.backups, "notes.txt"), "mine");
    writeFileSync(join(store.layout.backups, "tmp-dead"), "part of a copy");
    const yesterday = new Date(NOW - 25 * HOUR);
    utimesSync(join(store.layout.backups, "tmp-dead"), yesterday, yesterday);
    await makeBackup(store, NOW);
    expect(names()).toEqual(["notes.txt", expect.stringMatching(/^strata-/)]);
  });
});

describe("a copy that fails", () => {
  it.each(["rename", "syncFolder"] as const)(
    "in %s leaves no part of it, and the copies that there were",
    async (call) => {
      await move("one");
      const counting = new FaultyFileWrites();
      const good = await makeBackup(store, NOW, counting);
      const faulty = new FaultyFileWrites(counting.calls.indexOf(call));
      await expect(makeBackup(store, NOW + HOUR, faulty)).rejects.toMatchObject({ code: "EIO" });
      expect(names().filter((name) => !name.startsWith("strata-"))).toEqual([]);
      expect(existsSync(good)).toBe(true);
    },
  );

  it("since the database is damaged is no copy", async () => {
    await move("one");
    const good = await makeBackup(store, NOW, nodeFileWrites);
    damageTable("snapshots");
    await expect(makeBackup(store, NOW + HOUR)).rejects.toMatchObject({ code: "DatabaseDamaged" });
    expect(listBackups(store.layout.backups).map(({ path }) => path)).toEqual([good]);
    expect(names()).toHaveLength(1);
  });

  /** Overwrites a table's first page in the closed file, and opens the store again. */
  function damageTable(table: string): void {
    const page = store.db
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = ?")
      .pluck()
      .get(table) as number;
    const size = store.db.pragma("page_size", { simple: true }) as number;
    store.close();
    const bytes = readFileSync(store.layout.strataDb);
    writeFileSync(store.layout.strataDb, bytes.fill(0, (page - 1) * size, page * size));
    store = openTestStore(store.layout.folder);
  }
});
