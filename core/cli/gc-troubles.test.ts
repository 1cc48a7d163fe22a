import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import type { FileWrites } from "../files/file-writes.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { operations } from "../operations/table.ts";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { asReader, canBecomeReader, packsOf } from "../testing/repositories.ts";
import { canMount, SmallDisk } from "../testing/small-disk.ts";
import { seededBytes } from "../testing/trees.ts";

let made: string;

beforeAll(async () => {
  const root = temporaryFolder();
  made = join(root, "store");
  for (const seed of [1, 2, 3]) {
    writeTree(join(root, "work"), { "a.bin": seededBytes(seed, 1_200_000) });
    await runStrataJson(["import", join(root, "work"), "--label", "work", "--replace", "--store", made]);
  }
});

function copy(at = join(temporaryFolder(), "store")): string {
  cpSync(made, at, { recursive: true });
  return at;
}

const collecting = (store: string, ...args: string[]) =>
  runStrata(["gc", ...args, "--json", "--store", store]);
const moves = async (store: string) =>
  (await runStrataJson<{ log: unknown[] }>(["log", "work", "--store", store])).log.length;

describe("a collection that cannot be as usual", () => {
  it.skipIf(!canMount)("frees space on a disk that has none", async () => {
    const disk = new SmallDisk();
    try {
      const store = copy(join(disk.path, "store"));
      disk.fill();
      const { code, stdout } = await collecting(store, "--keep-last", "1");
      expect([code, JSON.parse(stdout)]).toMatchObject([0, { pruned_entries: 2 }]);
      expect(JSON.parse(stdout).freed_bytes).toBeGreaterThan(1_000_000);
      expect(await moves(store)).toBe(1);
      expect((await runStrata(["verify", "--store", store])).code).toBe(0);
    } finally {
      disk.remove();
    }
  });

  it.skipIf(!canBecomeReader)(
    "is refused where the store cannot be written, which its plan is as well",
    () => {
      const store = copy();
      const collect = `console.log(JSON.stringify(await repository.collect({ keepLast: 1 }).then(() => "done", ({ code }) => code)));`;
      expect(asReader(store, collect)).toBe("StoreReadOnly");
      expect(packsOf(store)).toEqual(packsOf(made));
    },
  );

  it("touches nothing in a store of a newer version", async () => {
    const store = copy();
    const path = join(store, "store.json");
    const description = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...description, version: description.version + 1 }));
    const { code, stdout } = await collecting(store, "--keep-last", "1");
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: "StoreTooNew" } }]);
    expect(packsOf(store)).toEqual(packsOf(made));
  });

  it("takes nothing if it cannot read what retention the store has", async () => {
    const store = copy();
    const db = new SQLite(join(store, "strata.db"));
    db.prepare("INSERT INTO settings (name, value) VALUES ('retention', ?)").run('{"keep":"last"');
    db.close();
    const { code, stdout } = await collecting(store);
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: "DatabaseDamaged" } }]);
    expect(await moves(store)).toBe(3);
    expect(packsOf(store)).toEqual(packsOf(made));
  });

  it("lists a pack that the system does not let go, and the next one takes it", async () => {
    const store = copy();
    const held = packsOf(store).filter((name) => name.startsWith("content"));
    const holding: FileWrites = {
      ...nodeFileWrites,
      remove(path) {
        if (held.some((name) => path.endsWith(name)))
          throw Object.assign(new Error("EBUSY: busy"), { code: "EBUSY", syscall: "unlink", path });
        nodeFileWrites.remove(path);
      },
    };
    const runner = new TestRunner(store, { files: holding });
    const { stuck, notes } = await runner.run(operations.collect, { keepLast: 1 });
    runner.close();
    expect(stuck.length).toBeGreaterThan(0);
    expect(notes.join()).toContain(`The pack ${stuck[0]} could not be deleted and is tried again next time`);
    expect(packsOf(store)).toEqual(expect.arrayContaining([...stuck]));
    expect((await runStrata(["verify", "--store", store])).code).toBe(0);
    expect((await collecting(store, "--keep-last", "1")).code).toBe(0);
    expect(packsOf(store).filter((name) => stuck.includes(name))).toEqual([]);
    expect((await runStrata(["verify", "--store", store])).code).toBe(0);
  });
});
