import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { hashId } from "../hash.ts";
import { readDirectory } from "../objects/reconcile.ts";
import { makeBackup } from "../store/backup.ts";
import { layoutOf } from "../store/layout.ts";
import { runStrata } from "../testing/cli.ts";
import { MergingStore } from "../testing/merging.ts";
import { flipBit } from "../testing/sample-store.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";

let store: MergingStore;
const call: MergingStore["call"] = (name, input) => store.call(name, input);
const layout = () => layoutOf(store.path);

/** A store whose database was copied after the first move of the label `kept`, before the second. */
beforeEach(async () => {
  store = new MergingStore();
  await store.put("kept", { a: seededBytes(1, 700_000), b: seededBytes(2, 700_000) });
  rmSync(layout().backups, { recursive: true, force: true });
  const opened = openTestStore(store.path);
  await makeBackup(opened, Date.now());
  opened.close();
  await store.put("kept", { a: seededBytes(3, 700_000), b: seededBytes(2, 700_000) });
  await store.put("new", { c: "text" });
  await store.handle.close();
});

/** Makes the database contradict itself, as after a write that went elsewhere. */
function breakChain(): void {
  const db = openDatabase(layout().strataDb);
  db.exec("DROP TRIGGER reflog_never_changes; UPDATE reflog SET from_id = zeroblob(32) WHERE op = 'push'");
  db.close();
}

/** Damages one object of a pack. */
function damage(): string {
  const id = hashId(seededBytes(2, 700_000));
  for (const pack of readdirSync(layout().packs)) {
    const { frames } = readDirectory(join(layout().packs, pack)).directory;
    const frame = frames.find(({ objects }) => objects.some((object) => object.id === id));
    if (frame === undefined) continue;
    flipBit(join(layout().packs, pack), frame.offset + 9);
    return pack;
  }
  throw new Error("no pack has the object");
}

describe("a database that contradicts itself", () => {
  it("is restored only when that is asked for, and the plan says what would be lost", async () => {
    breakChain();
    const plan = await call("repair", {});
    expect(plan).toMatchObject({
      applied: false,
      ok: false,
      steps: [
        {
          do: "restore-database",
          asked: false,
          copy_made_at: expect.any(Number),
          known: true,
          moves: 2,
          labels: [
            { label: "kept", moves: 1 },
            { label: "new", moves: 1 },
          ],
        },
      ],
      problems: [{ code: "DatabaseDamaged", database: "strata.db", labels: ["kept"] }],
    });
    const left = await call("repair", { apply: true });
    expect(left).toMatchObject({
      applied: true,
      ok: false,
      steps: [{ do: "restore-database", asked: false }],
    });
    expect((await call("labels", {})).labels.map(({ name }) => name)).toEqual(["kept", "new"]);

    const done = await call("repair", { apply: true, restore_database: true });
    expect(done).toMatchObject({
      ok: true,
      remaining: [],
      steps: [{ do: "restore-database", asked: true, moves: 2 }],
    });
    expect(existsSync(join(done.database_set_aside ?? "", "strata.db"))).toBe(true);
    expect((await call("labels", {})).labels.map(({ name }) => name)).toEqual(["kept"]);
    expect(await call("verify", {})).toMatchObject({ ok: true });
  });
});

describe("a store that does not open", () => {
  it("has a plan all the same, and is not repaired unless the copy is asked for", async () => {
    writeFileSync(layout().strataDb, Buffer.alloc(50_000, 7));
    for (const suffix of ["-wal", "-shm"]) rmSync(layout().strataDb + suffix, { force: true });
    const plan = await call("repair", {});
    expect(plan).toMatchObject({
      ok: false,
      steps: [{ do: "restore-database", asked: false, known: false, copy_made_at: expect.any(Number) }],
    });
    await expect(call("repair", { apply: true })).rejects.toMatchObject({
      code: "DatabaseDamaged",
      hint: expect.stringContaining("--restore-database"),
    });
    expect(await call("repair", { apply: true, restore_database: true })).toMatchObject({ ok: true });
    expect((await call("labels", {})).labels.map(({ name }) => name)).toEqual(["kept"]);
  });

  it("and has no good copy says so", async () => {
    rmSync(layout().backups, { recursive: true });
    writeFileSync(layout().strataDb, Buffer.alloc(50_000, 7));
    for (const suffix of ["-wal", "-shm"]) rmSync(layout().strataDb + suffix, { force: true });
    expect(await call("repair", {})).toMatchObject({ steps: [], database_lost: true, ok: false });
  });

  it("for its store.json alone gets a new one", async () => {
    writeFileSync(layout().description, "{");
    expect(await call("repair", {})).toMatchObject({ steps: [{ do: "write-description" }] });
    expect(await call("repair", { apply: true })).toMatchObject({
      ok: true,
      steps: [{ do: "write-description" }],
    });
    expect(await call("verify", { quick: true })).toMatchObject({ ok: true });
  });

  it("or is not there is not made", async () => {
    const handle = new MergingStore(join(store.folder, "none"));
    await expect(handle.call("repair", {})).rejects.toMatchObject({ code: "NoStore" });
  });
});

it("the command line plans, repairs, and says what is left", async () => {
  const pack = damage();
  const run = (...args: string[]) => runStrata(["repair", ...args, "--store", store.path]);
  const planned = await run();
  expect(planned.code).toBe(1);
  expect(planned.stdout).toContain("    paths: b\n");
  expect(planned.stdout).toContain(`set aside ${pack}`);
  expect(planned.stdout).toContain("Run `strata repair --apply` to do it.");
  const done = await run("--apply");
  expect(done).toMatchObject({ code: 1, stdout: expect.stringContaining("import the same files again") });
  expect(readdirSync(layout().setAside)).toEqual([pack]);
  expect(await run("--plan", "--apply")).toMatchObject({ code: 2 });
  await store.put("again", { b: seededBytes(2, 700_000) });
  await store.handle.close();
  expect(await run()).toMatchObject({ code: 0, stdout: "Nothing is damaged.\n" });
});
