import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inTransaction, openDatabase } from "../database/database.ts";
import { cancelled } from "../errors.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { reconcile } from "./reconcile.ts";

const packsIn = (store: string) => readdirSync(join(store, "packs"));
const large = (seed: number) => seededBytes(seed, 1_500_000);
const fails = () => {
  throw new Error("the move failed");
};

describe("an operation that fails after its packs have their names", () => {
  it("discards them: files and index rows", async () => {
    const folder = temporaryFolder();
    const store = openTestStore(folder);
    const kept = store.stage();
    const old = await kept.put("content", large(1));
    await kept.flush();
    const before = packsIn(folder);
    const objects = store.stage();
    const id = await objects.put("content", large(2));
    expect(() => objects.flushWith(fails)).toThrow("the move failed");
    expect(packsIn(folder)).toHaveLength(before.length + 1);
    objects.discard(new Error());
    expect(packsIn(folder)).toEqual(before);
    expect(await store.stage().has([old, id])).toEqual([true, false]);
    expect(reconcile(store.index, store.layout.packs, nodeFileWrites)).toEqual({
      added: 0,
      missing: [],
      damaged: [],
    });
    store.close();
  });

  it("discards them also if the disk has no room for the transaction that moves a label", async () => {
    const folder = temporaryFolder();
    const store = openTestStore(folder);
    store.db.exec("CREATE TABLE filler (bytes BLOB)");
    store.db.pragma(`max_page_count = ${store.db.pragma("page_count", { simple: true })}`);
    const objects = store.stage();
    await objects.put("content", large(1));
    const fill = () => store.db.prepare("INSERT INTO filler VALUES (zeroblob(1000000))").run();
    let told: unknown;
    try {
      objects.flushWith(fill);
    } catch (thrown) {
      told = thrown;
      objects.discard(thrown);
    }
    expect(told).toMatchObject({
      code: "DiskFull",
      message: `The disk of ${folder} is full (while writing to the store).`,
      hint: expect.stringContaining("Free some space"),
    });
    expect(packsIn(folder)).toEqual([]);
    store.close();
  });

  it("keeps them when cancelled, so that a new attempt can use them", async () => {
    const folder = temporaryFolder();
    const store = openTestStore(folder);
    const objects = store.stage();
    const id = await objects.put("content", large(1));
    expect(() => objects.flushWith(fails)).toThrow();
    objects.discard(cancelled());
    expect(packsIn(folder)).toHaveLength(1);
    expect(await store.stage().has([id])).toEqual([true]);
    store.close();
  });

  it("keeps them if others have written meanwhile, who may rely on them", async () => {
    for (const other of ["a process", "this process"]) {
      const folder = temporaryFolder();
      const store = openTestStore(folder);
      const objects = store.stage();
      const id = await objects.put("content", large(1));
      expect(() => objects.flushWith(fails)).toThrow();
      if (other === "this process") await store.stage().flush();
      else {
        const db = openDatabase(join(folder, "strata.db"));
        inTransaction(db, () => db.exec("INSERT INTO settings VALUES ('test', '1')"));
        db.close();
      }
      objects.discard(new Error());
      expect(await store.objects.get(id), other).toHaveLength(1_500_000);
      store.close();
    }
  });

  it("makes only operations that may rely on its objects start again", async () => {
    const folder = temporaryFolder();
    const [store, process] = [openTestStore(folder), openTestStore(folder)];
    const objects = store.stage();
    const id = await objects.put("content", large(1));
    expect(() => objects.flushWith(fails)).toThrow();
    const relying = [store.stage(), process.stage()];
    for (const each of relying) expect(await each.has([id])).toEqual([true]);
    objects.discard(new Error());
    for (const each of relying)
      expect(() => each.flushWith(() => undefined)).toThrow(expect.objectContaining({ code: "LeaseLost" }));
    for (const each of [store.stage(), process.stage()]) {
      expect(await each.put("content", large(1))).toBe(id);
      await each.flush();
    }
    expect(await process.objects.get(id)).toHaveLength(1_500_000);
    store.close();
    process.close();
  });
});

it("does not index a pack that was discarded before", () => {
  const store = openTestStore(temporaryFolder());
  const pack = { name: "gone.pack", kind: "content", bytes: 1, frames: [] } as const;
  expect(store.index.addWhile(pack, () => false)).toBe(false);
  expect(store.index.packs()).toEqual([]);
  store.close();
});
