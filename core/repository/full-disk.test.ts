import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { startStrata } from "../testing/command.ts";
import { writeTree } from "../testing/folders.ts";
import { closeAll, open, packsOf, textOf } from "../testing/repositories.ts";
import { canMount, SmallDisk } from "../testing/small-disk.ts";
import { seededBytes } from "../testing/trees.ts";

describe.skipIf(!canMount)("on a disk without a free block", () => {
  let [disk, source, store] = ["", "", ""];
  let small: SmallDisk;

  beforeEach(async () => {
    small = new SmallDisk();
    [disk, source, store] = [small.path, join(small.beside, "source"), join(small.path, "store")];
    writeTree(source, { f: "back", "big.bin": seededBytes(1, 2_500_000) });
    const repository = await open(store);
    await repository.run("import", { paths: [source], label: "main" });
    await repository.run("import", { paths: [join(source, "f")], label: "other" });
    await repository.run("openMount", { base: repository.resolve("main").id, label: "main", name: "work" });
    await closeAll();
  });

  afterEach(async () => {
    await closeAll();
    small.remove();
  });

  const fill = () => small.fill();
  const strata = (...args: string[]) => startStrata([...args, "--store", store]).result;

  it("all that reads works, an import says that the disk is full and leaves nothing behind", async () => {
    fill();
    const out = join(source, "../out");
    for (const command of [
      ["labels"],
      ["log", "main"],
      ["log", "main", "--stat"],
      ["log", "main", "--path", "f"],
      ["tree", "main"],
      ["find", "main", "f"],
      ["diff", "other", "main"],
      ["status"],
      ["verify"],
      ["mount", "list"],
      ["preflight", source],
      ["export", "main", "--to", out],
      ["export", "main", "--to", `${out}.zip`, "--format", "zip"],
    ])
      expect(await strata(...command), command.join(" ")).toMatchObject({ code: 0, stderr: "" });
    expect(await strata("cat", "main:f")).toMatchObject({ code: 0, stdout: "back" });
    expect(existsSync(join(out, "big.bin"))).toBe(true);
    expect(existsSync(join(store, "reserve"))).toBe(true);
    const before = packsOf(store);
    const { code, stderr } = await strata("import", source, "--label", "more");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^strata: The disk of .* is full .*Free some space on it/);
    expect(packsOf(store)).toEqual(before);
  });

  it("a log that was not yet moved into the database is read too", async () => {
    const db = openDatabase(join(store, "strata.db"));
    db.pragma("wal_autocheckpoint = 0");
    // As a process leaves it that is killed.
    db.exec("UPDATE labels SET description = 'in the log' WHERE name = 'other'");
    spawnSync("cp", ["-a", `${db.name}-wal`, `${db.name}-kept`]);
    db.close();
    rmSync(`${db.name}-wal`, { force: true });
    spawnSync("mv", [`${db.name}-kept`, `${db.name}-wal`]);
    fill();
    expect(JSON.parse((await strata("labels", "--json")).stdout).labels).toMatchObject([
      { name: "main" },
      { name: "other", description: "in the log" },
    ]);
  });

  it("an import that runs out of room leaves no pack, whatever it was writing", async () => {
    for (const left of [4_000_000, 2_600_000, 2_450_000]) {
      const wanted = join(source, "../wanted");
      rmSync(wanted, { recursive: true, force: true });
      writeTree(wanted, { "other.bin": seededBytes(left, 2_450_000) });
      fill();
      writeFileSync(join(disk, "fill"), "");
      const fillUp = spawnSync("sh", ["-c", `head -c 9000000 /dev/zero > fill; truncate -s -${left} fill`], {
        cwd: disk,
      });
      expect(fillUp.status).toBe(0);
      const before = packsOf(store);
      const repository = await open(store);
      const outcome = await repository
        .run("import", { paths: [wanted], label: "main", replace: true })
        .catch((thrown) => thrown);
      await closeAll();
      if (outcome.code === undefined) expect(packsOf(store).length).toBeGreaterThan(before.length);
      else {
        expect(outcome, String(left)).toMatchObject({
          code: "DiskFull",
          hint: expect.stringContaining("Free"),
        });
        expect(packsOf(store)).toEqual(before);
      }
      rmSync(join(disk, "fill"));
      expect((await (await open(store)).run("verify", undefined)).problems).toEqual([]);
      await closeAll();
    }
  });

  it("labels and working copies can still be deleted, one by one, and room that comes back is kept again", async () => {
    fill();
    expect(await strata("mount", "discard", "work")).toMatchObject({ code: 0, stderr: "" });
    expect(await strata("label", "delete", "other")).toMatchObject({ code: 0, stderr: "" });
    expect(await strata("label", "delete", "main")).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse((await strata("labels", "--json")).stdout).labels).toEqual([]);
    rmSync(join(disk, "fill"));
    expect(await strata("label", "restore", "main")).toMatchObject({ code: 0 });
    expect(readdirSync(store)).toContain("reserve");
    expect(await strata("verify")).toMatchObject({ code: 0 });
  });

  it("an export into it says so, and takes its temporary file away", async () => {
    fill();
    rmSync(join(disk, "fill"));
    writeFileSync(join(disk, "fill"), seededBytes(3, 2_500_000));
    const elsewhere = join(source, "../elsewhere");
    expect(await startStrata(["import", source, "--label", "m", "--store", elsewhere]).result).toMatchObject({
      code: 0,
    });
    // With something in it nobody can say beforehand how much room is needed.
    writeTree(disk, { "out/mine": "mine" });
    for (const to of ["out", "out.tar"]) {
      const exporting = ["export", "m", "--to", join(disk, to), "--store", elsewhere, "--json"];
      const { code, stdout } = await startStrata(exporting).result;
      expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, error: { code: "DiskFull" } });
      expect(
        readdirSync(disk, { recursive: true }).filter((name) => String(name).includes(".strata-")),
      ).toEqual([]);
    }
  });

  it("what was read as it was is told of as soon as somebody can write again", async () => {
    fill();
    const repository = await open(store);
    expect((await textOf(repository, "main", "f")).toString()).toBe("back");
    const events: string[] = [];
    repository.watch(({ type }) => events.push(type), { interval: 10 });
    rmSync(join(disk, "fill"));
    expect(await strata("label", "delete", "other")).toMatchObject({ code: 0 });
    while (events.length === 0) await setTimeout(5);
    expect(events[0]).toBe("back");
  });
});
