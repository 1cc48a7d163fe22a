import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { asStrataError } from "../errors.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

/**
 * How many databases are damaged at random, in each of two ways. A campaign takes more, exchanges the pages of all pairs of tables, and
 * those of indexes too.
 */
const numRuns = Number(process.env.STRATA_DAMAGE_RUNS ?? 4);
const isCampaign = process.env.STRATA_DAMAGE_RUNS !== undefined;
const seed = Number(process.env.STRATA_SEED ?? Math.floor(Math.random() * 2 ** 31));

const folder = temporaryFolder();
const pristine = join(folder, "pristine");
const live = join(folder, "live");

/** Commands that together read every table. */
const READS: [string, object][] = [
  ["status", {}],
  ["labels", {}],
  ["log", { label: "main", stat: true }],
  ["history", { label: "main", path: "d/small" }],
  ["tree", { ref: "main", recursive: true }],
  ["cat", { ref: "main:d/small" }],
  ["cat", { ref: "other:big" }],
  ["diff", { a: "main@{1}", b: "main" }],
  ["find", { ref: "main", pattern: "small" }],
  ["merge", { ours: "main", theirs: "other" }],
  ["mount.list", {}],
  ["mount.ls", { mount: "copy" }],
  ["undo.preview", { label: "main" }],
];
const VERIFY: [string, object] = ["verify", {}];
const WRITES: [string, object][] = [
  ["import", { paths: [live], label: "main" }],
  ["label.describe", { label: "main", description: "text" }],
  ["mount.write", { mount: "copy", path: "later", text: "l" }],
  ["mount.push", { mount: "copy" }],
  ["undo", { label: "main" }],
];

async function withStore<T>(store: string, work: (handle: StoreHandle) => Promise<T>): Promise<T> {
  const handle = new StoreHandle(store, { surface: "app" });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

const call = (store: StoreHandle, [name, input]: [string, object]) =>
  invoke(registry, name, input, { store });

beforeAll(async () => {
  writeTree(live, { big: seededBytes(1, 1_500_000), "d/small": seededBytes(2, 2000), text: "text" });
  await withStore(pristine, async (store) => {
    await call(store, ["import", { paths: [live], label: "main" }]);
    await call(store, ["label.create", { label: "other", ref: "main" }]);
    writeTree(live, { "d/small": seededBytes(3, 2000) });
    await call(store, ["import", { paths: [live], label: "main" }]);
    await call(store, ["mount.open", { ref: "main", name: "copy" }]);
    await call(store, ["mount.write", { mount: "copy", path: "new", text: "n" }]);
    writeTree(live, { other: seededBytes(4, 2000) });
    await call(store, ["import", { paths: [live], label: "other" }]);
    for (const each of READS) await call(store, each);
  });
});

/** Damages a copy of the store, and gives where that is. */
function damaged(database: string, damage: (bytes: Buffer) => void): string {
  const store = join(folder, "damaged");
  rmSync(store, { recursive: true, force: true });
  cpSync(pristine, store, { recursive: true });
  const path = join(store, database);
  const bytes = readFileSync(path);
  damage(bytes);
  writeFileSync(path, bytes);
  return store;
}

/** Runs every command on a damaged store, and gives those that failed in ways that they must not. */
async function defects(store: string): Promise<string[]> {
  return await withStore(store, async (handle) => {
    const found: string[] = [];
    for (const each of [VERIFY, ...READS, ...WRITES]) {
      await call(handle, each).catch((thrown: unknown) => {
        const { code, message } = asStrataError(thrown, "testing");
        if (code === "Internal") found.push(`${each[0]}: ${message}`);
      });
    }
    return found;
  });
}

interface Layout {
  readonly size: number;
  /** The first pages of tables, and of indexes. */
  readonly roots: ReadonlyMap<string, number>;
}

function layoutOf(database: string): Layout {
  const db = openDatabase(join(pristine, database));
  const which = isCampaign ? "rootpage > 0" : "rootpage > 0 AND type = 'table'";
  const roots = db.prepare(`SELECT name, rootpage FROM sqlite_schema WHERE ${which}`).raw().all();
  const size = Number(db.pragma("page_size", { simple: true }));
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
  return { size, roots: new Map(roots as [string, number][]) };
}

/** Returns a function that swaps the root pages of two tables or indexes in a database file. */
function exchange({ size, roots }: Layout, one: string, other: string): (bytes: Buffer) => void {
  return (bytes) => {
    const page = (name: string) => {
      const end = (roots.get(name) ?? 0) * size;
      return bytes.subarray(end - size, end);
    };
    const kept = Buffer.from(page(one));
    page(other).copy(page(one));
    kept.copy(page(other));
  };
}

describe.each(["index.db", "strata.db"])("damage in %s is data or a typed error", (database) => {
  it(`where the pages of two tables are exchanged (seed ${seed})`, async () => {
    const layout = layoutOf(database);
    const pairs = [...layout.roots.keys()].flatMap((one, at, all) =>
      all.slice(at + 1).map((other) => [one, other] as const),
    );
    // SQLite itself sees to it that a tree is of rows or of keys.
    const bytes = readFileSync(join(pristine, database));
    const typeOf = (name: string) => bytes[((layout.roots.get(name) ?? 0) - 1) * layout.size];
    const alike = pairs.filter(([one, other]) => typeOf(one) === typeOf(other));
    const [shuffled = []] = fc.sample(fc.shuffledSubarray(alike, { minLength: alike.length }), {
      numRuns: 1,
      seed,
    });
    for (const [one, other] of isCampaign ? pairs : shuffled.slice(0, numRuns)) {
      const store = damaged(database, exchange(layout, one, other));
      expect(await defects(store), `${one} and ${other}`).toEqual([]);
    }
  }, 600_000);

  it("where bytes of pages are others", async () => {
    const { size, roots } = layoutOf(database);
    const root = fc.constantFrom(...roots.values());
    const changes = fc.array(fc.tuple(root, fc.nat(size - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(changes, async (changed) => {
        const store = damaged(database, (bytes) => {
          for (const [page, at, value] of changed) bytes[(page - 1) * size + at] = value;
        });
        expect(await defects(store)).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe("an index that holds rows of another table", () => {
  const exchanged = () => damaged("index.db", exchange(layoutOf("index.db"), "objects", "stat_cache"));

  it("is reported by a verification", async () => {
    const report = await withStore(exchanged(), (store) => invoke(registry, "verify", {}, { store }));
    expect(report.ok).toBe(false);
    expect(new Set(report.problems.map(({ code }) => code))).toEqual(new Set(["DatabaseDamaged"]));
  });

  it("is made again by what reads, which goes on, and then verifies", async () => {
    await withStore(exchanged(), async (store) => {
      for (const each of READS.filter(([name]) => name !== "merge")) await call(store, each);
      expect(await invoke(registry, "verify", {}, { store })).toMatchObject({ ok: true });
    });
  });

  it("is made again by what writes, which has to be asked again", async () => {
    await withStore(exchanged(), async (store) => {
      const again: [string, object] = ["merge", { ours: "main", theirs: "other" }];
      await expect(call(store, again)).rejects.toMatchObject({ code: "DatabaseDamaged" });
      await call(store, again);
      expect(await invoke(registry, "verify", {}, { store })).toMatchObject({ ok: true });
    });
  });
});
