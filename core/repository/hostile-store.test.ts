import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { invoke } from "../api/registry/invoke.ts";
import { registry } from "../api/registry/registry.ts";
import { StoreHandle } from "../api/store-handle.ts";
import { asStrataError, StrataError } from "../errors.ts";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { hashId } from "../hash.ts";
import type { SnapshotId } from "../ids.ts";
import { readWhole } from "../manifest/content.ts";
import { entryType } from "../manifest/entry.ts";
import { rangeEntries } from "../manifest/read.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { SqliteUpperReader } from "../mount/sqlite-upper.ts";
import { foldLoose } from "../objects/fold.ts";
import { operations } from "../operations/table.ts";
import { SessionCatalog } from "../sessions/session-catalog.ts";
import { layoutOf } from "../store/layout.ts";
import type { OpenedStore } from "../store/open.ts";
import { recover } from "../store/recover.ts";
import { SEED, survived } from "../testing/campaign.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { listing, makeHostile, WAYS, type Way } from "../testing/fuzz/hostile-store.ts";
import { beat, casesOf, Random } from "../testing/fuzz/random.ts";
import { TestRunner } from "../testing/operations.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";

/** The most memory that a run may come to, in bytes. */
const MOST_MEMORY = 1.5 * 1024 * 1024 * 1024;
const CASES = casesOf(24, 0.02);

let root: string;
let pristine: string;
/** What each file of each snapshot is, by the snapshot's id. */
const truth = new Map<string, Map<string, string>>();

/** A store with labels, packs, loose objects, a working copy and a merge. */
beforeAll(async () => {
  root = temporaryFolder();
  pristine = join(root, "pristine");
  const handle = new StoreHandle(pristine, { surface: "cli" });
  const call = (name: string, input: unknown) => invoke(registry, name, input, { store: handle });
  const put = async (label: string, marks: string) => {
    const folder = join(root, "in");
    rmSync(folder, { recursive: true, force: true });
    for (const [no, mark] of [...marks].entries())
      writeTree(folder, {
        [`d${no % 3}/f${no}`]: `${mark}\n`.repeat(no * 40),
        [`raw${no}`]: seededBytes(mark.charCodeAt(0), no * 900),
      });
    writeTree(folder, { link: { link: "d0/f0" }, "empty/": null });
    await call("import", { paths: [folder], label, replace: true });
  };
  await put("main", "abcdefgh");
  await call("label.create", { label: "other", ref: "main" });
  await put("main", "abcXefgh");
  await put("other", "abcYefgh");
  await call("mount.open", { ref: "main", name: "draft" });
  await call("mount.write", { mount: "draft", path: "new.txt", text: "typed ".repeat(500) });
  await call("mount.rm", { mount: "draft", paths: ["raw1"] }).catch(() => undefined);
  await call("merge.start", { ours: "main", theirs: "other" });
  await handle.close();
  const store = openTestStore(pristine);
  foldLoose({ ...store, folder: store.layout.packs, markFolder: store.layout.folder });
  for (const label of await store.labels.list()) {
    for (const { to } of store.labels.logSync(label.name))
      if (to !== null) truth.set(to, await filesOf(store, to));
  }
  expect(truth.size).toBeGreaterThan(2);
  expect(readdirSync(join(pristine, "packs")).length).toBeGreaterThan(1);
  store.close();
  const again = new StoreHandle(pristine, { surface: "cli" });
  await invoke(
    registry,
    "mount.write",
    { mount: "draft", path: "loose.txt", text: "loose ".repeat(400) },
    { store: again },
  );
  await again.close();
});

async function filesOf(store: OpenedStore, id: SnapshotId): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const [path, entry] of rangeEntries(store.nodes, id)) {
    const content =
      entryType(entry) === "file" ? hashId(await readWhole(store.objects, entry)) : entry.symlink;
    files.set(path, `${entry.mode} ${content}`);
  }
  return files;
}

/** Runs work that may fail, but only in a way that is told. */
async function told<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    const error = asStrataError(thrown);
    if (error.code !== "Internal") return undefined;
    throw thrown;
  }
}

/** Reads all that a store has, and holds it to the truth. */
async function readAll(store: OpenedStore): Promise<void> {
  for (const label of (await told(() => store.labels.list({ deleted: true }))) ?? []) {
    await told(() => store.labels.logSync(label.name));
  }
  for (const [id, files] of truth) {
    const found = await told(() => filesOf(store, id as SnapshotId));
    if (found !== undefined) expect(Object.fromEntries(found)).toEqual(Object.fromEntries(files));
  }
  const mounts = new MountCatalog(store.db, Date.now);
  for (const { id } of (await told(() => mounts.list({ discarded: true }))) ?? []) {
    await told(() => mounts.entries(id));
    await told(() => new SqliteUpperReader(store.db, id).rows());
  }
  const sessions = new SessionCatalog(store.db, Date.now);
  for (const { id } of (await told(() => sessions.list({ ended: true }))) ?? []) {
    await told(() => sessions.roots(id));
    await told(() => sessions.items(id));
  }
}

async function attack(way: Way, random: Random, at: string): Promise<void> {
  rmSync(at, { recursive: true, force: true });
  mkdirSync(join(at, "target"), { recursive: true });
  writeTree(at, { "outside.txt": "not to be touched", "folder/a": "text", "folder/b": seededBytes(5, 3000) });
  const store = join(at, "store");
  makeHostile(pristine, store, way, random);
  const outside = () => listing(at).filter((name) => !/^(store|target)\b/.test(name));
  const before = outside();
  const runner = await told(() => new TestRunner(store, { exactProfile: false }));
  if (runner !== undefined) {
    try {
      await told(() => runner.run(operations.verify, random.of(["quick", "full"] as const)));
      const opened = await told(() => openTestStore(store));
      if (opened !== undefined) {
        try {
          await readAll(opened);
        } finally {
          opened.close();
        }
      }
      for (const [id, files] of random.below(2) === 0 ? [...truth].slice(0, 1) : []) {
        const to = join(at, "target", "out");
        const exported = { id: id as SnapshotId, path: "", to, overwrite: "always" } as const;
        const report = await told(() => runner.run(operations.export, exported));
        if (report === undefined) continue;
        for (const [path, what] of files) {
          if (what.startsWith("33") && existsSync(join(to, path)))
            expect(hashId(readFileSync(join(to, path)))).toBe(what.split(" ")[1]);
        }
      }
      await told(() => runner.run(operations.import, { paths: [join(at, "folder")], label: "fresh" }));
      await told(() => runner.run(operations.repair, { restoreDatabase: false }));
      await told(() => runner.run(operations.scrub, { isBackground: false }));
    } finally {
      await told(() => runner.close());
    }
  }
  await told(() => recover(layoutOf(store), nodeFileWrites, Date.now()));
  expect(outside()).toEqual(before);
  expect(readdirSync(join(at, "target")).every((name) => name === "out")).toBe(true);
}

it(`a hostile store gives correct data or an error that is told: ${CASES} cases (seed ${SEED})`, async () => {
  for (let no = 0; no < CASES; no++) {
    const way = WAYS[no % WAYS.length] ?? "pack";
    const where = `${way}, case ${no}, seed ${SEED}`;
    beat(where);
    try {
      await attack(way, new Random(SEED * 1_000_003 + no), join(root, "case"));
      survived("cases", `whole stores: ${way}`);
    } catch (thrown) {
      const why = thrown instanceof StrataError ? `${thrown.code}: ${thrown.message}` : String(thrown);
      throw new Error(`${where}: ${why}`, { cause: thrown });
    }
  }
  expect(process.memoryUsage().rss).toBeLessThan(MOST_MEMORY);
}, 7_200_000);
