import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { openTestStore, steadyClock } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { layoutOf, type StoreLayout } from "./layout.ts";
import { openStore, type PackSurvey, surveyPacks, tidy } from "./open.ts";

/** Makes a store with one loose object and gives its layout. */
async function newStore(): Promise<StoreLayout> {
  const layout = layoutOf(join(temporaryFolder(), "store"));
  const store = openTestStore(layout.folder);
  const stage = store.stage();
  await stage.put("content", seededBytes(1, 3000));
  await stage.flush();
  store.close();
  return layout;
}

function openToRead(layout: StoreLayout) {
  const actor = "reader@host (cli)";
  return openStore(layout, { readonly: true, clock: steadyClock(), actor, files: nodeFileWrites });
}

/** Returns a store's packs as a read-only process sees them. */
function survey(layout: StoreLayout): PackSurvey {
  const store = openToRead(layout);
  try {
    return surveyPacks(store);
  } finally {
    store.close();
  }
}

/** Opens the store to write and closes it again. */
function openAndTidy(layout: StoreLayout, files?: FileWrites): void {
  openTestStore(layout.folder, undefined, files).close();
}

/** Makes sure that nobody has a database open: otherwise SQLite could not take it out of WAL mode. */
function expectClosed(path: string): void {
  const db = openDatabase(path, { lockWait: 0 });
  expect(db.pragma("journal_mode = DELETE", { simple: true })).toBe("delete");
  db.close();
}

describe("a store whose empty folders were left out when it was copied", () => {
  it("can be read: it has no packs", async () => {
    const layout = await newStore();
    rmdirSync(layout.packs);
    expect(survey(layout)).toEqual({ unknown: [], missing: [], damaged: [] });
    expect(existsSync(layout.packs)).toBe(false);
  });

  it("has them again, durably, once it was opened to write", async () => {
    const layout = await newStore();
    for (const folder of [layout.packs, layout.backups]) rmdirSync(folder);
    const files = new FaultyFileWrites();
    openAndTidy(layout, files);
    expect(files.calls).toEqual(["makeFolder", "makeFolder", "syncFolder"]);
    expect(readdirSync(layout.folder)).toEqual(expect.arrayContaining(["packs", "backups"]));
  });
});

describe("a pack whose directory cannot be read", () => {
  it("is remembered, so that it is unknown only once", async () => {
    const layout = await newStore();
    const name = "content-0123.pack";
    writeFileSync(join(layout.packs, name), "not a pack");
    expect(survey(layout)).toEqual({ unknown: [name], missing: [], damaged: [] });

    const store = openTestStore(layout.folder);
    expect(tidy(store, Date.now())).toMatchObject({ added: 0, damaged: [{ name }] });
    store.close();
    const damaged = [{ name, reason: expect.any(String) }];
    expect(survey(layout)).toEqual({ unknown: [], missing: [], damaged });
  });

  it("is looked at again when it has changed, and forgotten when it is gone", async () => {
    const layout = await newStore();
    const path = join(layout.packs, "content-0123.pack");
    writeFileSync(path, "not a pack");
    openAndTidy(layout);
    writeFileSync(path, "not a pack, but longer");
    expect(survey(layout)).toMatchObject({ unknown: ["content-0123.pack"], damaged: [] });
    openAndTidy(layout);
    utimesSync(path, 1, 1);
    expect(survey(layout)).toMatchObject({ unknown: ["content-0123.pack"], damaged: [] });

    rmSync(path);
    const store = openTestStore(layout.folder);
    expect(store.indexDb.prepare("SELECT * FROM damaged_packs").all()).toEqual([]);
    store.close();
  });

  it("costs no write when it is known already", async () => {
    const layout = await newStore();
    writeFileSync(join(layout.packs, "content-0123.pack"), "not a pack");
    const store = openTestStore(layout.folder);
    const changes = () => store.indexDb.prepare("SELECT total_changes()").pluck().get();
    const before = changes();
    expect(tidy(store, Date.now()).damaged).toHaveLength(1);
    expect(changes()).toBe(before);
    store.close();
  });
});

describe("temporary files", () => {
  const old = new Date("2020-01-01");

  function leave(layout: StoreLayout): string[] {
    const paths = [layout.folder, layout.packs, layout.backups].map((folder) => join(folder, "tmp-0123"));
    for (const path of paths) {
      writeFileSync(path, "half");
      utimesSync(path, old, old);
    }
    return paths;
  }

  it("that dead processes left are swept from all folders, others are not", async () => {
    const layout = await newStore();
    const paths = leave(layout);
    const fresh = join(layout.packs, "tmp-fresh");
    writeFileSync(fresh, "half");
    openAndTidy(layout);
    expect(paths.filter(existsSync)).toEqual([]);
    expect(existsSync(fresh)).toBe(true);
  });

  it("that cannot be removed are in nobody's way", async () => {
    const layout = await newStore();
    const paths = leave(layout);
    const remove = () => {
      throw Object.assign(new Error("EBUSY: injected"), { code: "EBUSY" });
    };
    openAndTidy(layout, { ...nodeFileWrites, remove });
    expect(paths.every(existsSync)).toBe(true);
  });
});

describe("a store.json that does not belong to the store's database", () => {
  it("is refused, names the way out, and leaves nothing open", async () => {
    const layout = await newStore();
    const before = readFileSync(layout.description, "utf8");
    writeFileSync(layout.description, before.replace('"inlineMax": 512', '"inlineMax": 100'));
    const refusal = { code: "ProfileMismatch", hint: expect.stringContaining("Delete") };
    expect(() => openToRead(layout)).toThrow(expect.objectContaining(refusal));
    expectClosed(layout.strataDb);
    rmSync(layout.description);
    openAndTidy(layout);
    expect(readFileSync(layout.description, "utf8")).toBe(before);
  });

  it("is not compared with a database that names no profile: that is damaged", async () => {
    const layout = await newStore();
    const db = openDatabase(layout.strataDb);
    db.exec("DELETE FROM settings");
    db.close();
    expect(() => openToRead(layout)).toThrow(expect.objectContaining({ code: "DatabaseDamaged" }));
  });
});

describe("a store from before there were kept moves", () => {
  it("can be read without them, and has them once it was opened to write", async () => {
    const layout = await newStore();
    const old = openDatabase(layout.strataDb);
    old.exec("DROP TRIGGER kept_moves_go_with_entries; DROP TABLE kept_moves;");
    old.close();
    const reader = openToRead(layout);
    expect(reader.labels.kept.has(1)).toBe(false);
    openAndTidy(layout);
    expect(reader.labels.kept.has(1)).toBe(false);
    const writer = openTestStore(layout.folder);
    writer.labels.kept.set(1, true);
    writer.close();
    expect(reader.labels.kept.has(1)).toBe(true);
    reader.close();
  });
});
