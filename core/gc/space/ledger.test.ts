import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ObjectId, SnapshotId } from "../../ids.ts";
import type { Retention } from "../../labels/retention.ts";
import { MountCatalog } from "../../mount/mount-catalog.ts";
import { type OpenedStore, tidy } from "../../store/open.ts";
import { temporaryFolder } from "../../testing/folders.ts";
import { saveFiles } from "../../testing/saved.ts";
import { openTestStore } from "../../testing/stores.ts";
import { seededBytes } from "../../testing/trees.ts";
import { collect, type GcOptions, planOnly } from "../collect.ts";
import type { HistoryRules } from "../history-plan.ts";
import { Marker } from "../mark.ts";
import { Marks } from "../marks.ts";
import { GcPace } from "../progress.ts";
import { folderUsageOf } from "./folders.ts";
import { SpaceLedger } from "./ledger.ts";
import { simulate } from "./simulate.ts";
import { moveUsageOf, usageOf } from "./usage.ts";

const MIB = 1024 * 1024;
const NOW = Date.UTC(2026, 0, 2);
const large = (seed: number, size = 2 * MIB) => seededBytes(seed, size);
const quiet = () => new GcPace(new AbortController().signal);
const step = () => undefined;

let store: OpenedStore;
let ledger: SpaceLedger;
beforeEach(() => {
  store = openTestStore(temporaryFolder());
  ledger = new SpaceLedger(store);
});
afterEach(() => store.close());

const everything: Retention = { keep: "everything" };
const last = (moves: number): Retention => ({ keep: "last", moves });
function rules(retention: Retention, deletedToo = false): HistoryRules {
  return { now: NOW, retentionOf: () => retention, deletedToo };
}
const look = (retention: Retention = everything, deletedToo = false) =>
  ledger.look(rules(retention, deletedToo), quiet());
function options(retention: Retention, deletedToo = false): GcOptions {
  const { signal } = new AbortController();
  return { leases: store.leases, clock: () => NOW, signal, retentionOf: () => retention, deletedToo };
}
const packBytes = () => store.index.packs().reduce((sum, { bytes }) => sum + bytes, 0);
const near = (bytes: number) => expect.closeTo(bytes / MIB, 1);
const inMib = (bytes: number) => bytes / MIB;

describe("what takes the space", () => {
  it("tells what only one label needs from what several need", async () => {
    await saveFiles(store, "one", { a: large(1), both: large(9) });
    await saveFiles(store, "one", { a: large(2), both: large(9) });
    await saveFiles(store, "two", { b: large(3), both: large(9) });
    const { labels, shared, others, nobody, snapshots } = await usageOf(await look(), step);
    expect(
      labels.map(({ label, only, shared, ...rest }) => [label, rest.moves, inMib(only), inMib(shared)]),
    ).toEqual([
      ["one", 2, near(4 * MIB), near(2 * MIB)],
      ["two", 1, near(2 * MIB), near(2 * MIB)],
    ]);
    expect([inMib(shared), others, nobody]).toEqual([near(2 * MIB), 0, 0]);
    expect(snapshots).toBe(12 * MIB);
  });

  it("tells what one move alone needs, and what each brought", async () => {
    await saveFiles(store, "work", { a: large(1) });
    await saveFiles(store, "work", { a: large(1), b: large(2) });
    await saveFiles(store, "work", { a: large(1) });
    await saveFiles(store, "work", { a: large(1), c: large(3) });
    const at = await look();
    const moves = await moveUsageOf(at, at.history[0]?.labelId ?? 0, step);
    expect(moves.map(({ seq, only, brought }) => [seq, inMib(only), inMib(brought)])).toEqual([
      [1, near(0), near(2 * MIB)],
      [2, near(2 * MIB), near(2 * MIB)],
      [3, near(0), near(0)],
      [4, near(2 * MIB), near(2 * MIB)],
    ]);
  });

  it("counts what a working copy needs as needed by others", async () => {
    const base = await saveFiles(store, "work", { a: large(1) });
    new MountCatalog(store.db, () => NOW).create({ name: "draft", label: "work", base });
    await saveFiles(store, "work", { a: large(2) });
    const { labels, shared } = await usageOf(await look(), step);
    expect(labels.map(({ only }) => inMib(only))).toEqual([near(2 * MIB)]);
    expect(inMib(shared)).toEqual(near(2 * MIB));
  });

  it("tells what the folders of a label take, and what only they need", async () => {
    const snapshot = await saveFiles(store, "work", {
      "x/a": large(1),
      "x/deep/b": large(2),
      "y/a": large(1),
      "y/c": large(3),
      z: large(4),
    });
    await saveFiles(store, "other", { z: large(4) });
    const at = await look();
    const labelId = at.history[0]?.labelId ?? 0;
    const of = async (path: string) =>
      (await folderUsageOf(at, store.nodes, { labelId, snapshot, path }, step)).map(
        ({ path, type, files, size, stored, only }) => [path, type, files, size, inMib(stored), inMib(only)],
      );
    expect(await of("")).toEqual([
      ["x", "directory", 2, 4 * MIB, near(4 * MIB), near(2 * MIB)],
      ["y", "directory", 2, 4 * MIB, near(4 * MIB), near(2 * MIB)],
      ["z", "file", 1, 2 * MIB, near(2 * MIB), near(0)],
    ]);
    expect(await of("x")).toEqual([
      ["x/a", "file", 1, 2 * MIB, near(2 * MIB), near(0)],
      ["x/deep", "directory", 1, 2 * MIB, near(2 * MIB), near(2 * MIB)],
    ]);
  });

  it("goes on where a cancelled look stopped", async () => {
    for (let seed = 0; seed < 3; seed++) await saveFiles(store, "work", { a: large(seed, 90_000) });
    await look();
    for (let seed = 3; seed < 6; seed++) await saveFiles(store, "work", { a: large(seed, 90_000) });
    const stop = new AbortController();
    stop.abort();
    await expect(ledger.look(rules(everything), new GcPace(stop.signal))).rejects.toMatchObject({
      code: "Cancelled",
    });
    const { labels, raw } = await usageOf(await look(), step);
    expect(labels).toMatchObject([{ label: "work", moves: 6 }]);
    expect(raw).toBeGreaterThan(6 * 90_000);
  });

  it("says which object cannot be read, and is right again once it is back", async () => {
    await saveFiles(
      store,
      "work",
      Object.fromEntries([...Array(3000).keys()].map((n) => [`f${n}`, large(n, 600)])),
    );
    const { name = "" } = store.index.packs().find(({ kind }) => kind === "metadata") ?? {};
    store.index.forget(name);
    await expect(look()).rejects.toMatchObject({ code: "MissingObject" });
    tidy(store, NOW);
    expect((await usageOf(await look(), step)).snapshots).toBe(3000 * 600);
  });
});

/** How a label's history is made in the properties. */
const label = fc.constantFrom("one", "two", "three");
const seeds = fc.array(fc.nat(9), { minLength: 1, maxLength: 4 });
const deed = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("push" as const), label, seeds }) },
  fc.record({ do: fc.constant("merge" as const), label, seeds, side: seeds }),
  fc.record({ do: fc.constant("delete" as const), label }),
  fc.record({ do: fc.constant("mount" as const), label }),
  fc.record({ do: fc.constant("look" as const) }),
  fc.record({ do: fc.constant("collect" as const), moves: fc.integer({ min: 1, max: 4 }) }),
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

const filesOf = (seeds: readonly number[]) =>
  Object.fromEntries(seeds.map((seed, at) => [`f${at}`, seededBytes(seed, 40_000 * seed + 600)]));

async function perform(each: Deed, at: number): Promise<void> {
  const head = "label" in each ? (store.labels.resolveSync(each.label)?.head ?? null) : null;
  if (each.do === "push") await saveFiles(store, each.label, filesOf(each.seeds));
  if (each.do === "look") await look();
  if (each.do === "collect") await collect(store, options(last(each.moves)));
  if (each.do === "merge" && head !== null) {
    const side = await saveFiles(store, "side", filesOf(each.side));
    const to = await saveFiles(store, "side", filesOf(each.seeds));
    store.labels.forceSync({ label: each.label, op: "merge", to, parents: [{ id: head }, { id: side }] });
  }
  if (each.do === "delete" && head !== null)
    store.labels.forceSync({ label: each.label, op: "delete", to: null });
  if (each.do === "mount" && head !== null) {
    new MountCatalog(store.db, () => NOW).create({ name: `copy${at}`, label: each.label, base: head });
  }
}

async function withHistory(deeds: readonly Deed[], judge: () => Promise<void>): Promise<void> {
  store.close();
  store = openTestStore(temporaryFolder());
  ledger = new SpaceLedger(store);
  for (const [at, each] of deeds.entries()) await perform(each, at);
  await judge();
}

it("frees in a simulation what a collection plans and frees, whatever came before", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 3, maxLength: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      async (deeds, moves, deletedToo) => {
        await withHistory(deeds, async () => {
          const simulated = simulate(await look(last(moves), deletedToo));
          const plan = await planOnly(store, options(last(moves), deletedToo));
          expect(simulated.packs).toEqual(plan.packs);
          expect(simulated.objects).toBe(plan.objects);
          expect(simulated.bytes).toBe(plan.bytes);
          const before = packBytes() + store.loose.bytes();
          await collect(store, options(last(moves), deletedToo));
          const freed = before - packBytes() - store.loose.bytes();
          expect(Math.abs(simulated.bytes - freed)).toBeLessThan(Math.max(MIB, 0.01 * freed));
        });
      },
    ),
    { numRuns: 15 },
  );
});

it("shares bytes among labels and moves as sets of marks do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 15 }), async (deeds) => {
      await withHistory(deeds, async () => {
        const at = await look();
        const marked = new Map<number, Marks>();
        for (const [position, placed] of at.positions.entries()) {
          if (placed === undefined) continue;
          const marker = new Marker(store.objects, new Marks(), quiet());
          await marker.mark([{ key: "it", name: "it", snapshots: placed.snapshots as SnapshotId[] }]);
          marked.set(position, marker.marks);
        }
        const only = new Map<number, number>();
        for (const id of [...store.index.ids(), ...looseIds()]) {
          const users = [...marked]
            .filter(([, marks]) => marks.has(Buffer.from(id, "hex")))
            .map(([position]) => position);
          const object = at.needs.objects.find(Buffer.from(id, "hex"));
          const holding = at.holdings.all[at.holdings.holdingOf[object] ?? -1];
          const covered = at.positions.flatMap((placed, position) =>
            placed !== undefined &&
            holding?.intervals.some(({ first, last }) => first <= position && position <= last)
              ? [position]
              : [],
          );
          expect(covered).toEqual(users);
          const labels = new Set(users.map((position) => at.positions[position]?.labelId ?? 0));
          const [owner] = labels;
          if (labels.size === 1 && owner !== undefined) {
            only.set(owner, (only.get(owner) ?? 0) + (at.holdings.storedOf[object] ?? 0));
          }
        }
        const { labels } = await usageOf(at, step);
        for (const usage of labels) expect(usage.only).toBeCloseTo(only.get(usage.labelId) ?? 0, 3);
      });
    }),
    { numRuns: 12 },
  );
});

function looseIds(): ObjectId[] {
  return store.loose
    .frames()
    .flatMap(({ objects }) => objects.map(({ id }) => id))
    .filter((id) => !store.index.has(id));
}
