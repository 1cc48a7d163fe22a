import { readdirSync, rmSync, truncateSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import type { ObjectId } from "../ids.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore, steadyClock } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { IndexDatabase } from "./index-database.ts";
import { layoutOf } from "./layout.ts";
import { type OpenedStore, openStore, tidy } from "./open.ts";

const SUFFIXES = ["", "-wal", "-shm"];

/** Opens the store as a process that only reads. */
function openToRead(folder: string): OpenedStore {
  const actor = "reader@host (cli)";
  return openStore(layoutOf(folder), { readonly: true, clock: steadyClock(), actor, files: nodeFileWrites });
}

/** Writes an object that is large enough for a pack. */
async function pack(store: OpenedStore, seed: number): Promise<ObjectId> {
  const stage = store.stage();
  const id = await stage.put("content", seededBytes(seed, 1_200_000));
  await stage.flush();
  return id;
}

function removeIndex(folder: string, suffixes = SUFFIXES): void {
  for (const suffix of suffixes) rmSync(join(folder, `index.db${suffix}`), { force: true });
}

function integrityOf(folder: string): unknown {
  const db = openDatabase(join(folder, "index.db"), { readonly: true });
  try {
    return db.pragma("integrity_check", { simple: true });
  } finally {
    db.close();
  }
}

describe("an index.db that is made again while others have it open", () => {
  it("is what a reader finds an object in that is in none of its own packs", async () => {
    const folder = join(temporaryFolder(), "store");
    const before = openTestStore(folder);
    const old = await pack(before, 1);
    const reader = openToRead(folder);
    removeIndex(folder);
    const other = openTestStore(folder);
    const id = await pack(other, 2);
    expect((await reader.objects.get(id)).length).toBe(1_200_000);
    expect((await reader.objects.get(old)).length).toBe(1_200_000);
    for (const store of [reader, before, other]) store.close();
    expect(integrityOf(folder)).toBe("ok");
  });

  it("is what a writer turns to when it tidies, and writes to from then on", async () => {
    const folder = join(temporaryFolder(), "store");
    const first = openTestStore(folder);
    const old = await pack(first, 1);
    removeIndex(folder);
    const second = openTestStore(folder);
    tidy(first, Date.now());
    const id = await pack(first, 2);
    expect(await second.objects.has([old, id])).toEqual([true, true]);
    first.close();
    second.close();
  });

  it("is made by a writer that finds it gone when it tidies", async () => {
    const folder = join(temporaryFolder(), "store");
    const store = openTestStore(folder);
    const id = await pack(store, 1);
    removeIndex(folder);
    expect(tidy(store, Date.now())).toMatchObject({ added: 1 });
    expect(await store.objects.has([id])).toEqual([true]);
    const reader = openToRead(folder);
    expect(await reader.objects.has([id])).toEqual([true]);
    reader.close();
    store.close();
  });

  it("is not waited for by a reader: it goes on with its own until there is another", async () => {
    const folder = join(temporaryFolder(), "store");
    const store = openTestStore(folder);
    const id = await pack(store, 1);
    const reader = openToRead(folder);
    removeIndex(folder);
    expect(reader.followIndex()).toBe(false);
    expect((await reader.objects.get(id)).length).toBe(1_200_000);
    tidy(store, Date.now());
    expect(reader.followIndex()).toBe(true);
    expect(reader.followIndex()).toBe(false);
    reader.close();
    store.close();
  });

  it("stays whole though only index.db was deleted, and not the log that others go on with", async () => {
    const folder = join(temporaryFolder(), "store");
    const first = openTestStore(folder);
    const ids = [await pack(first, 1)];
    removeIndex(folder, [""]);
    const second = openTestStore(folder);
    for (let seed = 2; seed < 8; seed++) ids.push(await pack(seed % 2 === 0 ? first : second, seed));
    tidy(first, Date.now());
    expect(await second.objects.has(ids)).toEqual(ids.map(() => true));
    first.close();
    second.close();
    expect(integrityOf(folder)).toBe("ok");
  });
});

describe("making index.db again", () => {
  it("happens under the store's lock, the log first and the file last", () => {
    const folder = join(temporaryFolder(), "store");
    openTestStore(folder).close();
    truncateSync(join(folder, "index.db"), 0);
    const other = openDatabase(join(folder, "strata.db"), { lockWait: 0 });
    const removed: string[] = [];
    const files: FileWrites = {
      ...nodeFileWrites,
      remove: (path) => {
        expect(() => other.exec("BEGIN IMMEDIATE")).toThrow("locked");
        removed.push(basename(String(path)));
        nodeFileWrites.remove(path);
      },
    };
    openTestStore(folder, undefined, files).close();
    expect(removed).toEqual(["index.db-wal", "index.db-shm", "index.db"]);
    other.close();
    expect(readdirSync(folder)).toContain("index.db");
  });

  it("is left to the process that was first", async () => {
    const folder = join(temporaryFolder(), "store");
    const layout = layoutOf(folder);
    openTestStore(folder).close();
    truncateSync(layout.indexDb, 0);
    const db = openDatabase(layout.strataDb);
    const begin = db.transaction.bind(db);
    let first: OpenedStore | undefined;
    // Between this process's finding of the damage and its turn with the lock, another one makes the index again.
    vi.spyOn(db, "transaction").mockImplementationOnce((work) => {
      first = openTestStore(folder);
      return begin(work);
    });
    const remove = vi.fn();
    const second = new IndexDatabase(layout, db, { readonly: false, files: { ...nodeFileWrites, remove } });
    expect(remove).not.toHaveBeenCalled();
    const id = first && (await pack(first, 1));
    expect(id && second.current.index.has(id)).toBe(true);
    first?.close();
    second.close();
    db.close();
  });

  it("is done for one that lacks a table, whatever its version says", async () => {
    const folder = join(temporaryFolder(), "store");
    const store = openTestStore(folder);
    const id = await pack(store, 1);
    store.indexDb.exec("DROP TABLE damaged_packs");
    store.close();
    const again = openTestStore(folder);
    expect(await again.objects.has([id])).toEqual([true]);
    again.close();
  });
});
