import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../database/database.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import { foldLoose } from "./fold.ts";
import { FrameReader } from "./frame-reader.ts";
import { Generation } from "./generation.ts";
import { LOOSE_SCHEMA, LooseObjects } from "./loose-objects.ts";
import { objectStoreSuite } from "./object-store-suite.ts";
import { PACK_INDEX_SCHEMA, PackIndex } from "./pack-index.ts";
import { PackStore } from "./pack-store.ts";
import { reconcile } from "./reconcile.ts";

/** Opens the parts of a store that its objects need, and creates missing ones. */
function openParts(root: string) {
  const open = (name: string, schema: string): Database => {
    const db = openDatabase(join(root, name), { create: true });
    if (db.pragma("user_version", { simple: true }) === 0) {
      db.exec(schema);
      db.pragma("user_version = 1");
    }
    return db;
  };
  const folder = join(root, "packs");
  nodeFileWrites.makeFolder(folder);
  const db = open("strata.db", LOOSE_SCHEMA);
  const indexDb = open("index.db", PACK_INDEX_SCHEMA);
  const index = new PackIndex(indexDb, folder);
  const loose = new LooseObjects(db);
  const reader = new FrameReader(loose);
  const parts = {
    ...{ db, index, loose, reader, folder, markFolder: root, files: nodeFileWrites },
    ...{ reload: () => false, makeRoom: () => false, generation: new Generation(db), flushes: { count: 0 } },
  };
  const close = () => {
    reader.close();
    db.close();
    indexDb.close();
  };
  return { ...parts, indexDb, close, store: () => new PackStore(parts) };
}

const packs = (root: string) => readdirSync(join(root, "packs")).sort();
const large = (seed: number) => seededBytes(seed, 1_500_000);

objectStoreSuite("PackStore", async () => openParts(temporaryFolder()).store());

describe("PackStore", () => {
  it("keeps few objects loose, in the given transaction, and many in packs, content and metadata apart", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const few = parts.store();
    const small = await few.put("content", Buffer.from("small"));
    expect(few.flushWith(() => parts.loose.has(small))).toBe(true);
    expect(packs(root)).toEqual([]);

    const many = parts.store();
    await many.put("content", large(1));
    await many.put("metadata", large(2));
    await many.flush();
    expect(packs(root).map((name) => name.split("-")[0])).toEqual(["content", "metadata"]);
    parts.close();
  });

  it("undoes the loose objects when the work in their transaction fails, and can try again", async () => {
    const parts = openParts(temporaryFolder());
    const store = parts.store();
    const id = await store.put("content", Buffer.from("small"));
    const failing = () => {
      throw new Error("no");
    };
    expect(() => store.flushWith(failing)).toThrow("no");
    expect(parts.loose.has(id)).toBe(false);
    await store.flush();
    expect(parts.loose.has(id)).toBe(true);
    parts.close();
  });

  it("never mixes what two operations have staged", async () => {
    const parts = openParts(temporaryFolder());
    const [one, two] = [parts.store(), parts.store()];
    const id = await one.put("content", Buffer.from("mine"));
    expect(await two.has([id])).toEqual([false]);
    one.discard();
    await two.flush();
    expect(await two.has([id])).toEqual([false]);
    parts.close();
  });

  it("leaves no file behind when it discards", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const store = parts.store();
    await store.put("content", large(3));
    expect(packs(root)).toHaveLength(1);
    store.discard();
    expect(packs(root)).toEqual([]);
    parts.close();
  });

  it("groups small objects into frames, which makes them smaller", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const store = parts.store();
    for (let i = 0; i < 2000; i++)
      await store.put("content", Buffer.from(`${"the same words again ".repeat(40)}${i}`));
    await store.flush();
    expect(store.storedBytes).toBeLessThan(60_000);
    parts.close();
  });

  it("finds everything again in the packs when the index was deleted", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const store = parts.store();
    const ids: ObjectId[] = [];
    for (let seed = 0; seed < 6; seed++) ids.push(await store.put("content", large(seed)));
    ids.push(await store.put("metadata", Buffer.from("a node")));
    await store.flush();
    parts.close();
    for (const name of readdirSync(root).filter((name) => name.startsWith("index.db")))
      rmSync(join(root, name));

    const again = openParts(root);
    expect(await again.store().has(ids.slice(0, 1))).toEqual([false]);
    const found = reconcile(again.index, again.folder, nodeFileWrites);
    expect(found).toMatchObject({ added: 2, missing: [], damaged: [] });
    for (const [seed, id] of ids.slice(0, 6).entries()) {
      expect(Buffer.compare(await again.store().get(id), large(seed))).toBe(0);
    }
    again.close();
  });

  it("removes the rows of packs that are gone and names them", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const store = parts.store();
    const id = await store.put("content", large(1));
    await store.flush();
    const [name] = packs(root);
    rmSync(join(root, "packs", name ?? ""));
    expect(reconcile(parts.index, parts.folder, nodeFileWrites)).toMatchObject({ missing: [name] });
    expect(await store.has([id])).toEqual([false]);
    await expect(store.get(id)).rejects.toMatchObject({ code: "MissingObject" });
    parts.close();
  });

  it("finds an object in another pack if its pack is gone", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const [one, two] = [parts.store(), parts.store()];
    // Neither sees the other's staged objects, so both write it.
    const id = await one.put("content", large(1));
    await two.put("content", large(1));
    await two.put("content", large(2));
    await one.flush();
    const [first] = packs(root).filter((name) => name.endsWith(".pack"));
    await two.flush();
    rmSync(join(root, "packs", first ?? ""));
    expect(reconcile(parts.index, parts.folder, nodeFileWrites)).toMatchObject({
      missing: [first],
      damaged: [],
    });
    expect(hashId(await parts.store().get(id))).toBe(id);
    parts.close();
  });

  it("looks for unknown packs before it reports an object as missing", async () => {
    const root = temporaryFolder();
    const other = openParts(root);
    const store = other.store();
    const id = await store.put("content", large(1));
    await store.flush();
    const indexDb = openDatabase(join(temporaryFolder(), "index.db"), { create: true });
    indexDb.exec(PACK_INDEX_SCHEMA);
    const index = new PackIndex(indexDb, other.folder);
    const late = new PackStore({
      ...other,
      index,
      reload: () => reconcile(index, other.folder, nodeFileWrites).added > 0,
    });
    expect(hashId(await late.get(id))).toBe(id);
    indexDb.close();
    other.close();
  });

  it("reports a flipped bit in a pack as CorruptObject, and the objects that a cut pack has lost", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const store = parts.store();
    const [one, two] = [await store.put("content", large(1)), await store.put("content", large(2))];
    await store.flush();
    const path = join(root, "packs", packs(root)[0] ?? "");
    const bytes = readFileSync(path);
    bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(parts.store().get(one)).rejects.toMatchObject({ code: "CorruptObject", data: { id: one } });
    expect(hashId(await parts.store().get(two))).toBe(two);
    parts.close();
    truncateSync(path, 2_000_000);
    const again = openParts(root);
    await expect(again.store().get(two)).rejects.toMatchObject({ code: "CorruptObject", data: { id: two } });
    again.close();
  });

  it("indexes no pack that is damaged at any byte of its directory, header or footer", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const store = parts.store();
    for (let seed = 0; seed < 3; seed++) await store.put("content", large(seed));
    await store.flush();
    parts.close();
    const path = join(root, "packs", packs(root)[0] ?? "");
    const sound = readFileSync(path);
    const directory = Number(sound.readBigUInt64LE(sound.length - 48));
    const places = [
      ...Array(16).keys(),
      ...Array.from({ length: sound.length - directory }, (_, i) => directory + i),
    ];
    for (const place of places) {
      const bytes = Buffer.from(sound);
      bytes[place] = (bytes[place] ?? 0) ^ 0x40;
      writeFileSync(path, bytes);
      const indexDb = openDatabase(":memory:");
      indexDb.exec(PACK_INDEX_SCHEMA);
      const found = reconcile(
        new PackIndex(indexDb, join(root, "packs")),
        join(root, "packs"),
        nodeFileWrites,
      );
      expect(found.added, `byte ${place}`).toBe(0);
      expect(found.damaged, `byte ${place}`).toHaveLength(1);
      indexDb.close();
    }
  });

  it("folds around a damaged loose frame, again and again, without writing anything twice", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const ids: ObjectId[] = [];
    for (let i = 0; i < 6; i++) {
      const store = parts.store();
      ids.push(await store.put(i % 2 === 0 ? "content" : "metadata", seededBytes(i, 3000)));
      await store.flush();
    }
    parts.db.prepare("UPDATE loose_frames SET stored = zeroblob(length(stored)) WHERE no IN (1, 2)").run();
    expect(foldLoose(parts)).toBe(4);
    const after = packs(root);
    expect(foldLoose(parts)).toBe(0);
    expect(packs(root)).toEqual(after);
    for (const id of ids.slice(2)) expect(hashId(await parts.store().get(id))).toBe(id);
    await expect(parts.store().get(ids[0] as ObjectId)).rejects.toMatchObject({ code: "CorruptObject" });
    parts.close();
  });

  it("reads an object from a pack if its loose copy is damaged", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const [loose, packed] = [parts.store(), parts.store()];
    const id = await loose.put("content", seededBytes(1, 3000));
    await packed.put("content", seededBytes(1, 3000));
    await packed.put("content", large(2));
    await packed.flush();
    await loose.flush();
    parts.db.prepare("UPDATE loose_frames SET stored = zeroblob(length(stored))").run();
    expect(hashId(await parts.store().get(id))).toBe(id);
    parts.close();
  });

  it("finds every object while loose ones are folded into packs", async () => {
    const root = temporaryFolder();
    const parts = openParts(root);
    const ids: ObjectId[] = [];
    for (let i = 0; i < 50; i++) {
      const store = parts.store();
      ids.push(await store.put(i % 2 === 0 ? "content" : "metadata", seededBytes(i, 3000 + i)));
      await store.flush();
    }
    expect(parts.loose.bytes()).toBeGreaterThan(100_000);
    expect(foldLoose(parts)).toBe(50);
    expect(parts.loose.bytes()).toBe(0);
    expect(packs(root)).toHaveLength(2);
    for (const [i, id] of ids.entries()) {
      expect(Buffer.compare(await parts.store().get(id), seededBytes(i, 3000 + i))).toBe(0);
    }
    parts.close();
  });
});
