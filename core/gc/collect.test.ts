import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import type { Retention } from "../labels/retention.ts";
import { MountCatalog } from "../mount/mount-catalog.ts";
import { lastCollection } from "../store/collected.ts";
import type { OpenedStore } from "../store/open.ts";
import { temporaryFolder } from "../testing/folders.ts";
import { hashesIn, hashesOf, type SavedFiles, saveFiles, stageFiles } from "../testing/saved.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { verifyStore } from "../verify/verify.ts";
import { collect, type GcOptions, planOnly } from "./collect.ts";

const MIB = 1024 * 1024;
const DAY = 24 * 3600 * 1000;
const large = (seed: number, size = 2 * MIB) => seededBytes(seed, size);

let folder: string;
let store: OpenedStore;
beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder);
});
afterEach(() => store.close());

function options(retention: Retention, more: Partial<GcOptions> = {}): GcOptions {
  return {
    leases: store.leases,
    clock: () => Date.UTC(2026, 0, 2),
    signal: new AbortController().signal,
    retentionOf: () => retention,
    deletedToo: false,
    ...more,
  };
}
const last = (moves: number): Retention => ({ keep: "last", moves });
const everything: Retention = { keep: "everything" };
const seqs = (label: string) => store.labels.logSync(label).map(({ seq }) => seq);
const packBytes = () => store.index.packs().reduce((sum, { bytes }) => sum + bytes, 0);
const isThere = async (id: SnapshotId) => (await store.objects.has([id]))[0] === true;

async function expectSound(): Promise<void> {
  expect((await verifyStore(store, { clock: Date.now })).problems).toEqual([]);
}

describe("a collection", () => {
  it("takes nothing while retention keeps everything", async () => {
    const one = await saveFiles(store, "work", { a: large(1) });
    await saveFiles(store, "work", { a: large(2) });
    const report = await collect(store, options(everything));
    expect(report).toMatchObject({ prunedEntries: 0, deletedObjects: 0, stuck: [], notes: [] });
    expect(await hashesIn(store, one)).toEqual(hashesOf({ a: large(1) }));
    await expectSound();
  });

  it("prunes what retention does not keep, and gives its bytes back to the disk", async () => {
    const [one, two, three] = [
      await saveFiles(store, "work", { a: large(1), b: large(9) }),
      await saveFiles(store, "work", { a: large(2), b: large(9) }),
      await saveFiles(store, "work", { a: large(3), b: large(9) }),
    ];
    const before = packBytes();
    const plan = await planOnly(store, options(last(1)));
    expect(plan.labels).toEqual([{ label: "work", kept: 1, deleted: [1, 2], thinned: [] }]);
    expect(seqs("work")).toEqual([1, 2, 3]);
    const report = await collect(store, options(last(1)));
    expect(report).toMatchObject({ prunedEntries: 2, stuck: [], notes: [] });
    expect(report.plan).toEqual(plan);
    expect(seqs("work")).toEqual([3]);
    expect(await Promise.all([one, two, three].map(isThere))).toEqual([false, false, true]);
    expect(store.labels.isSnapshot(one)).toBe(false);
    expect(await hashesIn(store, three)).toEqual(hashesOf({ a: large(3), b: large(9) }));
    const freed = before - packBytes();
    expect(freed).toBeGreaterThan(4 * MIB);
    expect(Math.abs(report.plan.bytes - freed)).toBeLessThan(MIB);
    const files = readdirSync(store.layout.packs).filter((name) => name.endsWith(".pack"));
    expect(files.sort()).toEqual(
      store.index
        .packs()
        .map(({ name }) => name)
        .sort(),
    );
    expect(lastCollection(store.layout)).toBe(Date.UTC(2026, 0, 2));
    await expectSound();
  });

  it("has nothing to do after one that took single objects out of a loose frame", async () => {
    await saveFiles(store, "work", { a: large(1, 5000), b: large(2, 5000) });
    await saveFiles(store, "work", { a: large(1, 5000) });
    const { plan } = await collect(store, options(last(1)));
    expect(plan.looseBytes).toBeGreaterThan(5000);
    expect(store.loose.unnamedBytes()).toBeGreaterThan(4000);
    expect(await planOnly(store, options(last(1)))).toMatchObject({ objects: 0, looseBytes: 0, bytes: 0 });
    const marked = lastCollection(store.layout);
    await collect(store, options(last(1), { clock: () => Date.UTC(2026, 0, 9) }));
    expect(lastCollection(store.layout)).toBe(marked);
    await expectSound();
  });

  it("keeps the entries between kept ones, and notes that their snapshots are gone", async () => {
    const ids: SnapshotId[] = [];
    for (let n = 0; n < 6; n++) ids.push(await saveFiles(store, "work", { a: large(n) }));
    // All within one hour: of it only the latest stays, and the first is marked.
    store.db.prepare("INSERT INTO kept_moves (seq) VALUES (?)").run(2);
    const hourly: Retention = {
      keep: "ladder",
      last: 1,
      hourly: 0,
      daily: 0,
      weekly: 0,
      monthly: 0,
      yearly: 0,
    };
    const report = await collect(store, options(hourly));
    expect(report.prunedEntries).toBe(4);
    expect(seqs("work")).toEqual([2, 3, 4, 5, 6]);
    expect(await Promise.all(ids.map(isThere))).toEqual([false, true, false, false, false, true]);
    const pruned = store.db.prepare("SELECT count(*) FROM pruned_snapshots").pluck().get();
    // The first one is named as where the second began.
    expect(pruned).toBe(4);
    await expectSound();
    expect((await collect(store, options(hourly))).prunedEntries).toBe(0);
    // The same files again are a snapshot again.
    expect(await saveFiles(store, "work", { a: large(3) })).toBe(ids[3]);
    expect(await hashesIn(store, ids[3] as SnapshotId)).toEqual(hashesOf({ a: large(3) }));
    await expectSound();
  });

  it("keeps working copies with what was written, and merges, readers and new snapshots that no label holds", async () => {
    const base = await saveFiles(store, "work", { a: large(1) });
    const mounts = new MountCatalog(store.db, () => Date.UTC(2026, 0, 1));
    mounts.create({ name: "draft", label: "work", base });
    await saveFiles(store, "work", { a: large(2) });
    const read = await saveFiles(store, "work", { a: large(3) });
    await saveFiles(store, "work", { a: large(4) });
    const lease = store.leases.take({ kind: "reader", work: "export", roots: [read] });
    const captured = store.stage();
    const unnamed = await stageFiles(store, captured, { a: large(5) });
    captured.flushWith(() => store.labels.snapshots.record(unnamed, Date.UTC(2026, 0, 1)));
    await collect(store, options(last(1), { clock: () => Date.UTC(2026, 0, 1, 12) }));
    for (const id of [base, read, unnamed]) expect(await isThere(id)).toBe(true);
    lease.release();
    mounts.discard(1);
    const later = Date.UTC(2026, 0, 1) + 31 * DAY;
    const report = await collect(store, options(last(1), { clock: () => later }));
    expect(report.deletedObjects).toBeGreaterThan(0);
    for (const id of [base, read, unnamed]) expect(await isThere(id)).toBe(false);
    expect(mounts.list({ discarded: true })).toEqual([]);
    await expectSound();
  });

  it("keeps a deleted label for 30 days, and takes it at once if asked to", async () => {
    const id = await saveFiles(store, "work", { a: large(1) });
    store.labels.forceSync({ label: "work", op: "delete", to: null });
    const at = store.labels.logSync("work").at(-1)?.at ?? 0;
    await collect(store, options(last(1), { clock: () => at + 29 * DAY }));
    expect(await isThere(id)).toBe(true);
    await collect(store, options(everything, { clock: () => at + 30 * DAY }));
    expect(await isThere(id)).toBe(false);
    expect(store.labels.resolveSync("work")).toBeUndefined();
    const other = await saveFiles(store, "other", { a: large(2) });
    store.labels.forceSync({ label: "other", op: "delete", to: null });
    await collect(store, options(everything, { deletedToo: true, clock: () => at }));
    expect(await isThere(other)).toBe(false);
    expect(store.labels.listSync({ deleted: true })).toEqual([]);
  });

  it("prunes nothing early when the clock goes back a year", async () => {
    const captured = store.stage();
    const unnamed = await stageFiles(store, captured, { a: large(5) });
    captured.flushWith(() => store.labels.snapshots.record(unnamed, Date.UTC(2026, 5, 1)));
    await saveFiles(store, "work", { a: large(1) });
    await saveFiles(store, "work", { a: large(2) });
    const back = { clock: () => Date.UTC(2025, 0, 1) };
    const report = await collect(store, options({ keep: "days", days: 400 }, back));
    expect(report).toMatchObject({ prunedEntries: 0, deletedObjects: 0 });
    expect(await isThere(unnamed)).toBe(true);
  });

  it("joins many small packs", async () => {
    for (let n = 0; n < 9; n++) {
      await saveFiles(
        store,
        "work",
        Object.fromEntries([...Array(n + 1).keys()].map((i) => [`f${i}`, large(i)])),
      );
    }
    const kinds = () => store.index.packs().filter(({ kind }) => kind === "content").length;
    expect(kinds()).toBe(9);
    await collect(store, options(everything));
    expect(kinds()).toBe(1);
    await expectSound();
  });

  it("deletes nothing if something that is needed is missing, and names who needs it", async () => {
    await saveFiles(store, "work", { a: large(1), small: seededBytes(7, 2000) });
    const old = await saveFiles(store, "old", { b: large(2) });
    store.labels.forceSync({ label: "old", op: "delete", to: null });
    expect(Object.keys(await hashesIn(store, old))).toEqual(["b"]);
    const chunk = store.index.packs().find(({ kind }) => kind === "content")?.name ?? "";
    store.index.forget(chunk);
    const before = readdirSync(store.layout.packs);
    const collecting = collect(store, options(everything, { deletedToo: true }));
    await expect(collecting).rejects.toMatchObject({
      code: "MissingObject",
      message: expect.stringContaining("It is needed by a move of work. Nothing was deleted."),
    });
    expect(readdirSync(store.layout.packs)).toEqual(before);
    expect(store.labels.logSync("old")).toHaveLength(2);
  });

  it("refuses to begin beside another collection", async () => {
    const other = store.leases.take({ kind: "collector", work: "collection" });
    await expect(collect(store, options(everything))).rejects.toMatchObject({
      code: "StoreBusy",
      message: expect.stringContaining("a collection of tester@host (cli) is running"),
    });
    other.release();
    await collect(store, options(everything));
  });

  it("counts no lease that nobody renewed for two minutes, or whose process is gone", async () => {
    await saveFiles(store, "work", { a: large(1) });
    const add = store.db.prepare(
      "INSERT INTO leases (kind, work, actor, host, pid, taken, renewed, roots) VALUES (?, 'import', 'x', ?, ?, 0, ?, x'')",
    );
    add.run("writer", "elsewhere", 1, 0);
    add.run("collector", hostname(), spawnSync(process.execPath, ["--version"]).pid, Date.now());
    await collect(store, options(last(1)));
    expect(store.db.prepare("SELECT count(*) FROM leases").pluck().get()).toBe(0);
  });
});

describe("work beside a collection", () => {
  it("is done again if it relied on what was collected meanwhile", async () => {
    const files = { a: large(1) };
    await saveFiles(store, "work", files);
    await saveFiles(store, "work", { a: large(2) });
    const objects = store.stage();
    const id = await stageFiles(store, objects, files);
    await collect(store, options(last(1)));
    const push = () => objects.flushWith(() => store.labels.forceSync({ label: "work", op: "push", to: id }));
    expect(push).toThrow(expect.objectContaining({ code: "LeaseLost" }));
    objects.discard();
    expect(await saveFiles(store, "work", files)).toBe(id);
    expect(await hashesIn(store, id)).toEqual(hashesOf(files));
    await expectSound();
  });

  it("keeps what others came to need after it was planned", async () => {
    const files = { a: large(1) };
    const id = await saveFiles(store, "work", files);
    await saveFiles(store, "work", { a: large(2) });
    let pushed = false;
    const other = openTestStore(folder);
    const report = await collect(
      store,
      options(last(1), {
        onProgress({ phase }) {
          if (phase !== "dropping" || pushed) return;
          pushed = true;
          void saveFiles(other, "again", files);
        },
      }),
    );
    expect(report.prunedEntries).toBe(1);
    expect(pushed).toBe(true);
    await saveFiles(other, "again", { ...files, b: large(3) });
    const head = other.labels.resolveSync("again")?.head as SnapshotId;
    expect(await hashesIn(other, head)).toEqual(hashesOf({ ...files, b: large(3) }));
    expect(id).toHaveLength(64);
    await expectSound();
    other.close();
  });
});

it("takes exactly what a plain model says nobody needs", async () => {
  const label = fc.constantFrom("one", "two", "three");
  const step = fc.oneof(
    fc.record({
      do: fc.constant("push" as const),
      label,
      seeds: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ do: fc.constant("delete" as const), label }),
    fc.record({
      do: fc.constant("collect" as const),
      moves: fc.integer({ min: 1, max: 3 }),
      deletedToo: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const place = temporaryFolder();
      store.close();
      store = openTestStore(place);
      const files = new Map<SnapshotId, SavedFiles>();
      for (const each of steps) {
        const head = "label" in each ? store.labels.resolveSync(each.label)?.head : undefined;
        if (each.do === "push") {
          const tree = Object.fromEntries(
            each.seeds.map((seed, at) => [`f${at}`, seededBytes(seed, 40_000 * seed)]),
          );
          files.set(await saveFiles(store, each.label, tree), tree);
        } else if (each.do === "delete") {
          if (head) store.labels.forceSync({ label: each.label, op: "delete", to: null });
        } else {
          await collect(store, options(last(each.moves), { deletedToo: each.deletedToo }));
          const left = store.labels
            .listSync({ deleted: true })
            .flatMap(({ name }) => store.labels.logSync(name));
          const named = new Set(left.flatMap(({ to }) => (to === null ? [] : [to])));
          for (const [id, tree] of files) {
            if (!named.has(id)) {
              expect(store.labels.isSnapshot(id)).toBe(false);
              continue;
            }
            expect(await hashesIn(store, id)).toEqual(hashesOf(tree));
          }
          for (const { name, head } of store.labels.listSync()) {
            expect(store.labels.logSync(name).length).toBeLessThanOrEqual(each.moves);
            expect(head).not.toBeNull();
          }
          expect((await verifyStore(store, { clock: Date.now })).problems).toEqual([]);
          const again = await planOnly(store, options(last(each.moves), { deletedToo: each.deletedToo }));
          expect(again.labels).toEqual([]);
        }
      }
    }),
    { numRuns: 25 },
  );
  expect(existsSync(join(store.layout.folder, "strata.db"))).toBe(true);
});
