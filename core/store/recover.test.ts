import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore } from "../testing/stores.ts";
import { snapshotOf } from "../testing/trees.ts";
import { verifyStore } from "../verify/verify.ts";
import { makeBackup } from "./backup.ts";
import { noteCollection } from "./collected.ts";
import { layoutOf, type StoreLayout } from "./layout.ts";
import { type RecoverReport, recover } from "./recover.ts";

const COPY_AT = Date.UTC(2026, 0, 5);
const NOW = Date.UTC(2026, 0, 6, 10, 20, 30);
const ASIDE = "damaged-20260106T102030Z";

/** A store with a move before its copy was made and one after; made once and copied for each test. */
let pristine: StoreLayout;
let first: SnapshotId;
let second: SnapshotId;
let lastMoveInCopy: number | undefined;
let layout: StoreLayout;

beforeAll(async () => {
  pristine = layoutOf(join(temporaryFolder(), "store"));
  const store = openTestStore(pristine.folder);
  first = await move(store, "create", "one");
  await makeBackup(store, COPY_AT);
  lastMoveInCopy = store.labels.resolveSync("main")?.last.at;
  second = await move(store, "push", "two");
  store.close();
});

beforeEach(() => {
  layout = layoutOf(join(temporaryFolder(), "store"));
  cpSync(pristine.folder, layout.folder, { recursive: true });
});

async function move(
  store: ReturnType<typeof openTestStore>,
  op: "create" | "push",
  text: string,
): Promise<SnapshotId> {
  const objects = store.stage();
  const to = await snapshotOf(new NodeStore(objects), { "a.txt": text });
  objects.flushWith(() => store.labels.forceSync({ label: "main", op, to }));
  return to;
}

const run = (files = nodeFileWrites) => recover(layout, files, NOW);

/** Opens the store as usual, verifies it, and gives the label's head. */
async function headWhenSound(): Promise<SnapshotId | null | undefined> {
  const store = openTestStore(layout.folder);
  try {
    expect((await verifyStore(store, { clock: Date.now })).problems).toEqual([]);
    return store.labels.resolveSync("main")?.head;
  } finally {
    store.close();
  }
}

function restoredReport(): RecoverReport {
  return {
    database: "restored",
    restoredFrom: join(layout.backups, "strata-20260105T000000Z.db"),
    copyMadeAt: COPY_AT,
    ...(lastMoveInCopy === undefined ? {} : { lostSince: lastMoveInCopy }),
    index: "removed",
    description: "sound",
    setAside: join(layout.folder, ASIDE),
  };
}

function overwrite(path: string, from: number, to: number, filler: number | string): void {
  writeFileSync(path, readFileSync(path).fill(filler, from, to));
}

/** Zeroes the first page of a table. */
function zeroTable(path: string, table: string): void {
  const db = openDatabase(path);
  const page = db.prepare("SELECT rootpage FROM sqlite_master WHERE name = ?").pluck().get(table) as number;
  const size = db.pragma("page_size", { simple: true }) as number;
  db.close();
  overwrite(path, (page - 1) * size, page * size, 0);
}

function removeCopies(): void {
  for (const name of readdirSync(layout.backups)) rmSync(join(layout.backups, name));
}

describe("a sound store", () => {
  it("says if a collection took something away after the copy was made", () => {
    rmSync(layout.strataDb);
    noteCollection(layout, COPY_AT + 5000, nodeFileWrites);
    expect(run()).toMatchObject({ database: "restored", copyMadeAt: COPY_AT, collectedAt: COPY_AT + 5000 });
  });

  it("is left as it is", async () => {
    const before = readFileSync(layout.strataDb);
    expect(run()).toEqual({ database: "sound", index: "sound", description: "sound" });
    expect(readFileSync(layout.strataDb)).toEqual(before);
    expect(await headWhenSound()).toBe(second);
  });

  it("keeps its moves when only the index is damaged", async () => {
    overwrite(layout.indexDb, 0, 64, "x");
    expect(run()).toEqual({ database: "sound", index: "removed", description: "sound" });
    expect(existsSync(layout.indexDb)).toBe(false);
    expect(await headWhenSound()).toBe(second);
  });

  it("is not touched while another process writes to it", () => {
    overwrite(layout.indexDb, 0, 64, "x");
    const other = openDatabase(layout.strataDb);
    other.exec("BEGIN IMMEDIATE");
    expect(run).toThrow(expect.objectContaining({ code: "SQLITE_BUSY" }));
    expect(existsSync(layout.indexDb)).toBe(true);
    other.close();
  });

  it.each([
    ["lost", () => rmSync(layout.description)],
    ["garbage", () => writeFileSync(layout.description, "{")],
  ])("gets its description back when that is %s", async (_, damage) => {
    const text = readFileSync(layout.description, "utf8");
    damage();
    expect(run()).toMatchObject({ database: "sound", description: "restored" });
    expect(readFileSync(layout.description, "utf8")).toBe(text);
    expect(await headWhenSound()).toBe(second);
  });
});

const damages: [string, () => void][] = [
  ["whose header is garbage", () => overwrite(layout.strataDb, 0, 100, "garbage ")],
  ["with a zeroed page in its middle", () => zeroTable(layout.strataDb, "reflog")],
  ["that is cut short", () => truncateSync(layout.strataDb, 8192)],
  ["that is empty", () => truncateSync(layout.strataDb, 0)],
  ["that is text", () => writeFileSync(layout.strataDb, "no database\n".repeat(1000))],
];

describe("a database", () => {
  it.each(damages)("%s is set aside, and the copy takes its place", async (_, damage) => {
    damage();
    const damaged = readFileSync(layout.strataDb);
    expect(run()).toEqual(restoredReport());
    expect(readFileSync(join(layout.folder, ASIDE, "strata.db"))).toEqual(damaged);
    expect(await headWhenSound()).toBe(first);
    expect(run()).toMatchObject({ database: "sound" });
  });

  it.each(damages)("%s stays where it is when there is no copy", (_, damage) => {
    damage();
    removeCopies();
    const damaged = readFileSync(layout.strataDb);
    expect(() => run()).toThrow(expect.objectContaining({ code: "DatabaseDamaged" }));
    expect(readFileSync(layout.strataDb)).toEqual(damaged);
    expect(existsSync(layout.indexDb)).toBe(true);
    expect(readdirSync(layout.folder).filter((name) => name.startsWith("damaged"))).toEqual([]);
  });

  it("that is missing is replaced by the copy", async () => {
    rmSync(layout.strataDb);
    const { setAside: _, ...report } = restoredReport();
    expect(run()).toEqual(report);
    expect(await headWhenSound()).toBe(first);
  });

  it("that is missing cannot be replaced without a copy", () => {
    rmSync(layout.strataDb);
    removeCopies();
    expect(() => run()).toThrow(expect.objectContaining({ code: "DatabaseDamaged" }));
  });

  it.each([
    ["garbage", () => overwrite(layout.strataDb, 0, 100, "garbage ")],
    ["empty", () => truncateSync(layout.strataDb, 0)],
  ])("that is %s takes its WAL along when it is set aside", async (_, damage) => {
    damage();
    writeFileSync(`${layout.strataDb}-wal`, "frames of another time");
    run();
    expect(readdirSync(join(layout.folder, ASIDE))).toEqual(
      expect.arrayContaining(["strata.db", "strata.db-wal"]),
    );
    expect(await headWhenSound()).toBe(first);
  });

  it("is replaced by the newest of the copies that are good", async () => {
    const [good = ""] = readdirSync(layout.backups);
    const newer = join(layout.backups, "strata-20260105T120000Z.db");
    copyFileSync(join(layout.backups, good), newer);
    zeroTable(newer, "labels");
    writeFileSync(join(layout.backups, "strata-20260105T130000Z.db"), "");
    overwrite(layout.strataDb, 0, 100, "garbage ");
    expect(basename(run().restoredFrom ?? "")).toBe(good);
    expect(await headWhenSound()).toBe(first);
  });

  it("is replaced by the copy that knows most, whatever the copies' names and whatever else is there", async () => {
    const [copy = ""] = readdirSync(layout.backups);
    renameSync(join(layout.backups, copy), join(layout.backups, "strata-20991231T000000Z.db"));
    const store = openTestStore(layout.folder);
    await makeBackup(store, NOW);
    store.close();
    mkdirSync(join(layout.backups, "strata-20300101T000000Z.db"));
    writeFileSync(layout.strataDb, "damaged");
    const report = recover(layout, nodeFileWrites, NOW);
    expect(report).toMatchObject({ database: "restored", copyMadeAt: Date.UTC(2026, 0, 6, 10, 20, 30) });
    const restored = openTestStore(layout.folder);
    expect(restored.labels.resolveSync("main")?.head).toBe(second);
    restored.close();
  });

  it("is set aside beside what was set aside in the same second", () => {
    overwrite(layout.strataDb, 0, 100, "garbage ");
    run();
    overwrite(layout.strataDb, 0, 100, "rubbish ");
    expect(run().setAside).toBe(join(layout.folder, `${ASIDE}-2`));
    expect(readFileSync(join(layout.folder, ASIDE, "strata.db"), "latin1")).toMatch(/^garbage/);
  });

  it("of a newer version is not for this one to judge", () => {
    const db = openDatabase(layout.strataDb);
    db.pragma("user_version = 99");
    db.close();
    expect(() => run()).toThrow(expect.objectContaining({ code: "StoreTooNew" }));
  });

  it("is restored by a second run, wherever the first one failed", async () => {
    overwrite(layout.strataDb, 0, 100, "garbage ");
    const damaged = join(temporaryFolder(), "damaged");
    cpSync(layout.folder, damaged, { recursive: true });
    const counting = new FaultyFileWrites();
    run(counting);
    for (let failAt = 0; failAt < counting.calls.length; failAt++) {
      layout = layoutOf(join(temporaryFolder(), "store"));
      cpSync(damaged, layout.folder, { recursive: true });
      expect(() => run(new FaultyFileWrites(failAt))).toThrow("injected");
      run();
      expect(await headWhenSound()).toBe(first);
      const kept = readdirSync(layout.folder).filter((name) => name.startsWith("damaged"));
      const databases = kept.filter((name) => existsSync(join(layout.folder, name, "strata.db")));
      expect(databases).toHaveLength(1);
    }
  });
});

it("refuses a folder that is no store", () => {
  layout = layoutOf(temporaryFolder());
  expect(() => run()).toThrow(expect.objectContaining({ code: "NoStore" }));
});
