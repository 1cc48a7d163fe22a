import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { PauseGate } from "../pause-gate.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import type { ImportProgress } from "../snapshot/import-progress.ts";
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

describe("Repository", () => {
  it("I2: imports through its threads, moves the label, and does nothing when nothing changed", async () => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    const progress: ImportProgress[] = [];
    const first = await repository.run(
      "import",
      { paths: [folder], label: "main", message: "one" },
      { onProgress: (at) => progress.push(at) },
    );
    expect(first).toMatchObject({ moved: true, files: 201, skipped: [], warnings: [] });
    expect(first.bytes).toBe(3_000_000 + (50 * 199 * 200) / 2);
    expect(first.newBytes).toBe(first.bytes);
    expect(first.storedBytes).toBeGreaterThan(3_000_000);
    expect(progress.at(-1)).toMatchObject({
      phase: "finishing",
      files: 201,
      filesDone: 201,
      bytesDone: first.bytes,
    });

    const second = await repository.run("import", { paths: [folder], label: "main" });
    expect(second).toMatchObject({ id: first.id, moved: false, newBytes: 0, storedBytes: 0 });
    writeTree(folder, { "d1/f1": "changed" });
    const third = await repository.run("import", { paths: [folder], label: "main", message: "two" });
    expect(third).toMatchObject({ moved: true, newBytes: 7 });
    expect(third.storedBytes).toBeLessThan(64 * 1024);
    const history = await repository.history("main");
    expect(history.map(({ entry, counts }) => [entry.op, entry.message, counts])).toEqual([
      ["create", "one", { added: 201, modified: 0, removed: 0, bytes: first.bytes }],
      ["push", "two", { added: 0, modified: 1, removed: 0, bytes: 7 }],
    ]);
    expect((await repository.pathHistory("main", "d1/f1")).map(({ entry }) => entry.message)).toEqual([
      "one",
      "two",
    ]);
    expect((await repository.pathHistory("main", "d2")).map(({ entry }) => entry.message)).toEqual(["one"]);
    expect((await repository.pathHistory("main", "nowhere")).map(({ entry }) => entry.message)).toEqual([]);
  });

  it("opens again without a thread and reads everything", async () => {
    const { folder, store } = newFolder();
    await (await open(store)).run("import", { paths: [folder], label: "main" });
    await closeAll();
    const repository = await open(store);
    expect(Buffer.compare(await textOf(repository, "main", "big.bin"), seededBytes(1, 3_000_000))).toBe(0);
    expect((await repository.list(repository.resolve("main").id, "")).map(({ path }) => path)).toEqual([
      "big.bin",
      ...Array.from({ length: 10 }, (_, i) => `d${i}`),
    ]);
  });

  it("cancels an import, and leaves label and packs as they were", async () => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    const abort = new AbortController();
    const importing = repository.run(
      "import",
      { paths: [folder], label: "main" },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(importing).rejects.toMatchObject({ code: "Cancelled" });
    expect(await repository.labels()).toEqual([]);
    expect(readdirSync(join(store, "packs"))).toEqual([]);
    expect(await repository.run("import", { paths: [folder], label: "main" })).toMatchObject({ moved: true });
  });

  it("pauses an import, answers others meanwhile, and goes on", async () => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    const { id } = await repository.run("import", { paths: [folder], label: "other" });
    writeTree(folder, { "more.bin": seededBytes(9, 2_000_000) });
    const gate = new PauseGate();
    let done = false;
    const importing = repository
      .run("import", { paths: [folder], label: "main" }, { gate, onProgress: () => gate.pause() })
      .then((report) => {
        done = true;
        return report;
      });
    for (let i = 0; i < 20; i++) {
      await repository.run("moveLabel", {
        move: { label: `label${i}`, op: "create", to: id },
        expected: null,
      });
    }
    expect(done).toBe(false);
    expect(await repository.labels()).toHaveLength(21);
    const resuming = setInterval(() => gate.resume(), 5);
    expect(await importing).toMatchObject({ moved: true, files: 202 });
    clearInterval(resuming);
  });

  it("exports what it imported, byte for byte", async () => {
    const { folder, store } = newFolder();
    const repository = await open(store);
    const { id } = await repository.run("import", { paths: [folder], label: "main" });
    const to = join(temporaryFolder(), "out");
    expect(await repository.run("export", { id, path: "", to, overwrite: "refuse" })).toMatchObject({
      files: 201,
      skipped: [],
    });
    expect(await repository.run("import", { paths: [to], label: "copy" })).toMatchObject({ id, newBytes: 0 });
    const one = join(temporaryFolder(), "one");
    await repository.run("export", { id, path: "d3", to: one, overwrite: "refuse" });
    expect(readdirSync(one)).toContain("f3");
    await repository.run("export", { id, path: "d3/f13", to: one, overwrite: "refuse" });
    expect(Buffer.compare(readFileSync(join(one, "f13")), seededBytes(13, 650))).toBe(0);
    await expect(
      repository.run("export", { id, path: "nope", to: one, overwrite: "refuse" }),
    ).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("folds loose objects into packs when they have become many", async () => {
    const root = temporaryFolder();
    const store = join(root, "store");
    const repository = await open(store);
    for (let i = 0; i < 20; i++) {
      writeTree(root, { [`folder/f${i}`]: seededBytes(i, 950_000) });
      await repository.run("import", { paths: [join(root, "folder")], label: "main" });
      if (i === 10) expect(packsOf(store)).toEqual([]);
    }
    expect(packsOf(store).length).toBeGreaterThan(0);
    expect((await repository.run("verify", undefined)).problems).toEqual([]);
    for (let i = 0; i < 20; i++) {
      expect(Buffer.compare(await textOf(repository, "main", `f${i}`), seededBytes(i, 950_000))).toBe(0);
    }
  });

  it("sees at once what another repository on the same store does", async () => {
    const { folder, store } = newFolder();
    const [one, two] = [await open(store), await open(store)];
    await one.run("import", { paths: [folder], label: "main" });
    expect((await two.labels()).map(({ name }) => name)).toEqual(["main"]);
    expect((await textOf(two, "main", "d5/f5")).length).toBe(250);
  });
});

describe("a store in trouble", () => {
  it.each([
    ["deleted", (path: string) => rmSync(path)],
    ["emptied", (path: string) => truncateSync(path, 0)],
    ["overwritten", (path: string) => writeFileSync(path, seededBytes(5, 50_000))],
    [
      "of another version",
      (path: string) => {
        const db = openDatabase(path);
        db.pragma("user_version = 99");
        db.close();
      },
    ],
  ])("makes an index.db that was %s again from the packs", async (_, damage) => {
    const { store } = await imported();
    for (const suffix of ["-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
    damage(join(store, "index.db"));
    const repository = await open(store);
    expect(Buffer.compare(await textOf(repository, "main", "big.bin"), seededBytes(1, 3_000_000))).toBe(0);
    expect((await repository.run("verify", undefined)).problems).toEqual([]);
  });

  it("refuses a store of a newer version and changes nothing in it", async () => {
    const { store } = await imported();
    const description = join(store, "store.json");
    const newer = readFileSync(description, "utf8").replace('"version": 1', '"version": 2');
    writeFileSync(description, newer);
    await expect(open(store)).rejects.toMatchObject({
      code: "StoreTooNew",
      data: { version: 2, understood: 1 },
    });
    expect(readFileSync(description, "utf8")).toBe(newer);

    writeFileSync(description, newer.replace('"version": 2', '"version": 1'));
    const db = openDatabase(join(store, "strata.db"));
    db.pragma("user_version = 2");
    db.close();
    await expect(open(store)).rejects.toMatchObject({ code: "StoreTooNew" });
  });

  it("refuses a profile that is not the store's, and takes the one that is", async () => {
    const { store } = await imported();
    await expect(open(store, { profile: { ...DEFAULT_PROFILE, inlineMax: 0 } })).rejects.toMatchObject({
      code: "ProfileMismatch",
    });
    expect((await open(store, { profile: DEFAULT_PROFILE })).profile).toEqual(DEFAULT_PROFILE);
    await expect(
      open(join(temporaryFolder(), "new"), { profile: { ...DEFAULT_PROFILE, chunkMin: 1 } }),
    ).rejects.toMatchObject({
      code: "BadInput",
    });
  });

  it("does not make a store of a folder with other things in it", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "letter.txt": "mine", file: "x" });
    await expect(open(folder)).rejects.toMatchObject({ code: "NotAStore" });
    await expect(open(join(folder, "file"))).rejects.toMatchObject({ code: "NotAStore" });
    writeFileSync(join(folder, "store.json"), "{}");
    await expect(open(folder)).rejects.toMatchObject({ code: "NotAStore" });
    expect(readdirSync(folder).sort()).toEqual(["file", "letter.txt", "store.json"]);
  });

  it("writes store.json again when only that was lost", async () => {
    const { store } = await imported();
    const description = join(store, "store.json");
    const before = readFileSync(description, "utf8");
    rmSync(description);
    expect((await (await open(store)).labels()).map(({ name }) => name)).toEqual(["main"]);
    expect(readFileSync(description, "utf8")).toBe(before);
  });

  it("says that strata.db is damaged, and leaves it as it is", async () => {
    const { store } = await imported();
    const path = join(store, "strata.db");
    const garbage = seededBytes(1, 20_000);
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    writeFileSync(path, garbage);
    await expect(open(store)).rejects.toMatchObject({ code: "DatabaseDamaged" });
    expect(Buffer.compare(readFileSync(path), garbage)).toBe(0);
    truncateSync(path, 0);
    await expect(open(store)).rejects.toMatchObject({ code: "DatabaseDamaged" });
    rmSync(path);
    await expect(open(store)).rejects.toMatchObject({ code: "DatabaseDamaged" });
    expect(existsSync(path)).toBe(false);
  });

  it("waits for a lock as long as it is told, then says StoreLocked; reading goes on", async () => {
    const { folder, store } = await imported();
    const repository = await open(store, { lockWait: 50 });
    const other = openDatabase(join(store, "strata.db"));
    other.exec("BEGIN IMMEDIATE");
    writeTree(folder, { "new.txt": "new" });
    await expect(repository.run("import", { paths: [folder], label: "main" })).rejects.toMatchObject({
      code: "StoreLocked",
    });
    expect((await textOf(repository, "main", "d5/f5")).length).toBe(250);
    other.exec("ROLLBACK");
    other.close();
    expect(await repository.run("import", { paths: [folder], label: "main" })).toMatchObject({ moved: true });
  });

  it.skipIf(!canBecomeReader)(
    "lets a user who may only read it read, and says StoreReadOnly to an import",
    async () => {
      const { folder, store } = await imported();
      chmodSync(folder, 0o755);
      const told = asReader(
        store,
        `const labels = await repository.labels();
        const entry = await repository.stat(repository.resolve("main").id, "big.bin");
        let read = 0;
        for await (const part of repository.content(entry)) read += part.length;
        const code = await repository.run("import", { paths: [args[0]], label: "other" }).catch((error) => error.code);
        console.log(JSON.stringify({ labels: labels.map(({ name }) => name), read, code }));`,
        folder,
      );
      expect(told).toEqual({ labels: ["main"], read: 3_000_000, code: "StoreReadOnly" });
      expect((await (await open(store)).labels()).map(({ name }) => name)).toEqual(["main"]);
    },
  );

  it("says what of a damaged pack is lost, and gives the rest", async () => {
    const { store } = await imported();
    const [name] = packsOf(store).filter((pack) => pack.startsWith("content"));
    const path = join(store, "packs", name ?? "");
    const bytes = readFileSync(path);
    bytes[200] = (bytes[200] ?? 0) ^ 4;
    writeFileSync(path, bytes);
    const repository = await open(store);
    const { problems } = await repository.run("verify", undefined);
    expect(problems.map(({ code }) => code)).toContain("CorruptObject");
    const lost = problems.flatMap(({ paths }) => paths ?? []);
    expect(lost.length).toBeGreaterThan(0);
    await expect(textOf(repository, "main", lost[0] ?? "")).rejects.toMatchObject({ code: "CorruptObject" });
    const out = join(temporaryFolder(), "out");
    const report = await repository.run("export", {
      id: repository.resolve("main").id,
      path: "",
      to: out,
      overwrite: "refuse",
    });
    expect(report.skipped.map(({ path }) => path).sort()).toEqual([...lost].sort());
    expect(report.files).toBe(201 - lost.length);
  });

  it.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
    "loses nothing when the disk is really full",
    async () => {
      const root = temporaryFolder();
      const disk = join(root, "disk");
      mkdirSync(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", disk]);
      // Some containers forbid mounting even to root; the injected faults cover them.
      if (mounted.status !== 0) return;
      try {
        const store = join(disk, "store");
        const repository = await open(store);
        writeTree(root, { "folder/a": "one" });
        const { id } = await repository.run("import", { paths: [join(root, "folder")], label: "main" });
        writeTree(root, { "folder/big": seededBytes(1, 30_000_000) });
        await expect(
          repository.run("import", { paths: [join(root, "folder")], label: "main" }),
        ).rejects.toMatchObject({ code: "DiskFull" });
        expect(repository.resolve("main").id).toBe(id);
        expect((await repository.run("verify", undefined)).problems).toEqual([]);
        rmSync(join(root, "folder/big"));
        writeTree(root, { "folder/b": "two" });
        expect(
          await repository.run("import", { paths: [join(root, "folder")], label: "main" }),
        ).toMatchObject({
          moved: true,
        });
        await closeAll();
      } finally {
        spawnSync("umount", ["-l", disk]);
      }
    },
  );
});
