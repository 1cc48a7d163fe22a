import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { builtFile } from "../built.ts";
import { openDatabase } from "../database/database.ts";
import { PauseGate } from "../pause-gate.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import {
  asReader,
  canBecomeReader,
  closeAll,
  imported,
  newFolder,
  open,
  packsOf,
  textOf,
} from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";
import { Repository } from "./repository.ts";

/** The threads that were started in this test. */
let threads: Worker[] = [];
process.on("worker", (worker) => threads.push(worker));

afterEach(() => {
  threads = [];
});

describe("closing while an import is under way", () => {
  it.each(["running", "paused"])("cancels one that is %s, and leaves no files", async (state) => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    let closing: Promise<void> | undefined;
    const gate = new PauseGate();
    if (state === "paused") gate.pause();
    const importing = repository.run(
      "import",
      { paths: [folder], label: "main" },
      {
        gate,
        onProgress: () => (closing ??= repository.close()),
      },
    );
    await expect(importing).rejects.toMatchObject({ code: "Cancelled" });
    await closing;
    expect(readdirSync(join(store, "packs"))).toEqual([]);
    // Nobody has the databases open any more, so that SQLite has removed their logs.
    expect(readdirSync(store).sort()).toEqual([
      "backups",
      "index.db",
      "packs",
      "reserve",
      "store.json",
      "strata.db",
    ]);
    expect(await (await open(store)).labels()).toEqual([]);
  });

  it("may be asked for again, and refuses what comes later", async () => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    await Promise.all([repository.close(), repository.close()]);
    await expect(repository.run("import", { paths: [folder], label: "main" })).rejects.toThrow("closed");
    await repository.close();
  });
});

describe("the thread that writes", () => {
  it("is started again when it has died", async () => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    const [thread] = threads;
    const importing = repository.run("import", { paths: [folder], label: "main" });
    await thread?.terminate();
    await expect(importing).rejects.toMatchObject({ code: "Internal" });
    expect(await repository.run("import", { paths: [folder], label: "main" })).toMatchObject({ moved: true });
    expect((await textOf(repository, "main", "d5/f5")).length).toBe(250);
  });

  it("does not keep a repository open when it has died", async () => {
    const { store } = newFolder();
    const repository = await open(store);
    await threads[0]?.terminate();
    await repository.close();
  });

  it("starts whatever the program was started with", async () => {
    const { folder, store } = newFolder();
    const script = `const { Repository } = await import(process.argv[1]);
      const repository = await Repository.open(process.argv[2], { surface: "cli" });
      const { files } = await repository.run("import", { paths: [process.argv[3]], label: "main" });
      await repository.close();
      console.log(files);`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--expose-gc", "--eval", script, builtFile("index.js").href, store, folder],
      { encoding: "utf8" },
    );
    expect(stderr).toBe("");
    expect(stdout).toBe("201\n");
  });
});

describe("a repository whose index.db is deleted", () => {
  it("reads what is imported afterwards, and knows its history", async () => {
    const { folder, store } = await imported();
    threads = [];
    const repository = await open(store);
    expect(threads).toEqual([]);
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
    writeTree(folder, { "new.bin": seededBytes(7, 2_000_000) });
    expect(await repository.run("import", { paths: [folder], label: "main" })).toMatchObject({ moved: true });
    expect((await textOf(repository, "main", "new.bin")).length).toBe(2_000_000);
    expect((await textOf(repository, "main", "big.bin")).length).toBe(3_000_000);
    expect((await repository.history("main")).map(({ counts }) => counts)).toEqual([
      { added: 201, modified: 0, removed: 0, bytes: 3_995_000 },
      { added: 1, modified: 0, removed: 0, bytes: 2_000_000 },
    ]);
  });

  it("finds its way to one that another process made", async () => {
    const { folder, store } = await imported();
    const [one, two] = [await open(store), await open(store)];
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
    writeTree(folder, { "new.bin": seededBytes(7, 2_000_000) });
    await one.run("import", { paths: [folder], label: "main" });
    expect((await textOf(two, "main", "new.bin")).length).toBe(2_000_000);
  });

  it.each(["not yet", "already"])(
    "finds in that one what each move changed, with a writer %s there",
    async (writer) => {
      const { folder, store } = await imported();
      const [one, two] = [await open(store), await open(store)];
      if (writer === "already") await two.reload();
      for (const suffix of ["", "-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
      rmSync(join(folder, "d5"), { recursive: true });
      await one.run("import", { paths: [folder], label: "main" });
      expect((await two.history("main")).map(({ counts }) => counts)).toEqual([
        { added: 201, modified: 0, removed: 0, bytes: 3_995_000 },
        { added: 0, modified: 0, removed: 20, bytes: 0 },
      ]);
    },
  );
});

describe("damaged and missing packs", () => {
  const bad = "content-00000000000000000000000000000000.pack";

  it("are told by opening, and need a writer only once", async () => {
    const { store } = await imported();
    const [lost = ""] = packsOf(store).filter((name) => name.startsWith("content"));
    writeFileSync(join(store, "packs", bad), "not a pack");
    rmSync(join(store, "packs", lost));
    const repository = await open(store);
    const damaged = [{ name: bad, reason: expect.any(String) }];
    expect(repository.reconciliation).toEqual({ added: 0, missing: [lost], damaged });
    await closeAll();
    threads = [];
    const again = await open(store);
    expect(threads).toEqual([]);
    expect(again.reconciliation).toEqual({ added: 0, missing: [], damaged });
  });

  it("leave nothing open when the folder of packs cannot even be listed", async () => {
    const { store } = await imported();
    rmSync(join(store, "packs"), { recursive: true });
    writeFileSync(join(store, "packs"), "a file");
    await expect(open(store)).rejects.toThrow();
    const db = openDatabase(join(store, "strata.db"), { lockWait: 0 });
    expect(db.pragma("journal_mode = DELETE", { simple: true })).toBe("delete");
    db.close();
  });

  it.skipIf(!canBecomeReader)("do not keep others from being read where nobody may write", async () => {
    const { store } = await imported();
    const [lost = ""] = packsOf(store).filter((name) => name.startsWith("content"));
    writeFileSync(join(store, "packs", bad), "not a pack");
    rmSync(join(store, "packs", lost));
    const told = asReader(
      store,
      `const { id } = repository.resolve("main");
      const { reconciliation } = repository;
      const listed = await repository.list(id, "");
      const entry = await repository.stat(id, "big.bin");
      const read = async () => { for await (const _ of repository.content(entry)); };
      const code = await read().catch((error) => error.code);
      console.log(JSON.stringify({ reconciliation, listed: listed.length, code }));`,
    );
    expect(told).toEqual({
      reconciliation: { added: 0, missing: [lost], damaged: [{ name: bad, reason: expect.any(String) }] },
      listed: 11,
      code: "MissingObject",
    });
  });
});

describe("a store whose empty folders were left out when it was copied", () => {
  it("opens, and takes imports", async () => {
    const root = temporaryFolder();
    const store = join(root, "store");
    writeTree(root, { "folder/a": "one" });
    const first = await open(store);
    await first.run("import", { paths: [join(root, "folder")], label: "main" });
    await closeAll();
    for (const name of ["packs", "backups"]) rmSync(join(store, name), { recursive: true });
    const repository = await Repository.open(store, { surface: "cli" });
    expect((await textOf(repository, "main", "a")).toString()).toBe("one");
    writeTree(root, { "folder/big": seededBytes(1, 2_000_000) });
    expect(await repository.run("import", { paths: [join(root, "folder")], label: "main" })).toMatchObject({
      moved: true,
    });
    await repository.close();
  });
});
