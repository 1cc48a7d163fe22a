import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { FileWrites } from "../files/file-writes.ts";
import type { GcReport } from "../gc/collect.ts";
import type { SnapshotId } from "../ids.ts";
import { IS_WHOLE, SEED, survived } from "../testing/campaign.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { cutPower } from "../testing/power-cuts.ts";
import { openTestStore, steadyClock } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { operations } from "./table.ts";

const FAULTS: readonly Fault[] = ["ENOSPC", "EIO", "short"];
/** One write call in so many is tried, another part each time. */
const STEP = IS_WHOLE ? 1 : 5;
const COLLECTING = { keepLast: 1 };

/** A store in which packs are dropped, rewritten, and stay; its only head, and how many moves led to it. */
let before: string;
let head: SnapshotId;
let calls: FaultyFileWrites["calls"];

beforeAll(async () => {
  const root = temporaryFolder();
  before = join(root, "before");
  const folder = join(root, "folder");
  const runner = new TestRunner(before);
  const shared = Object.fromEntries([...Array(8).keys()].map((n) => [`s${n}`, seededBytes(100 + n, 60_000)]));
  for (let round = 0; round < 4; round++) {
    const own = Object.fromEntries(
      [...Array(20).keys()].map((n) => [`o${n}`, seededBytes(round * 50 + n, 60_000)]),
    );
    rmSync(folder, { recursive: true, force: true });
    // The first brings what stays and more that goes: its pack is rewritten.
    writeTree(folder, { ...shared, ...own, large: seededBytes(round, 1_500_000) });
    head = (await runner.run(operations.import, { paths: [folder], label: "main", replace: true })).id;
  }
  await runner.settle();
  runner.close();
  const counting = new FaultyFileWrites();
  const { plan } = await collect(copyOf(before), counting);
  expect(new Set(plan.packs.map(({ fate }) => fate))).toEqual(new Set(["dropped", "rewritten", "stays"]));
  calls = counting.calls;
});

/** The numbers of the calls to try. */
const tried = () => [...calls.keys()].filter((at) => (at + SEED) % STEP === 0);

function copyOf(store: string): string {
  const copy = join(temporaryFolder(), "store");
  cpSync(store, copy, { recursive: true });
  return copy;
}

async function collect(store: string, files?: FileWrites): Promise<GcReport> {
  const runner = new TestRunner(store, files && { files });
  try {
    return await runner.run(operations.collect, COLLECTING);
  } finally {
    runner.close();
  }
}

/**
 * Opens the store as a new process would, an hour later, when no lease counts any more; checks everything in it, and collects again: then
 * nothing is left over.
 */
async function expectSound(store: string, where: string): Promise<void> {
  const runner = new TestRunner(store, { clock: steadyClock(Date.UTC(2026, 0, 1, 1)) });
  expect((await runner.run(operations.verify, undefined)).problems, where).toEqual([]);
  await runner.run(operations.collect, COLLECTING);
  expect((await runner.run(operations.verify, undefined)).problems, where).toEqual([]);
  const plan = await runner.run(operations.planCollection, COLLECTING);
  expect(
    plan.packs.filter(({ fate }) => fate !== "stays"),
    where,
  ).toEqual([]);
  expect(plan, where).toMatchObject({ labels: [], snapshots: 0, looseBytes: 0 });
  runner.close();
  const opened = openTestStore(store);
  expect(
    opened.labels.logSync("main").map(({ to }) => to),
    where,
  ).toEqual([head]);
  opened.close();
  const packs = readdirSync(join(store, "packs")).filter((name) => name.endsWith(".pack"));
  expect(packs.sort(), where).toEqual(plan.packs.map(({ name }) => name).sort());
}

describe("a collection", () => {
  it("makes every kind of call that it can fail at", () => {
    expect(new Set(calls)).toEqual(
      new Set(["create", "write", "sync", "rename", "syncFolder", "remove", "makeFolder"]),
    );
  });

  it.each(FAULTS)(
    `in which a write call fails with %s leaves a sound store, and the next one finishes (seed ${SEED})`,
    async (fault) => {
      for (const at of tried()) {
        const store = copyOf(before);
        const files = new FaultyFileWrites(at, fault);
        await collect(store, files).catch(() => undefined);
        expect(files.failed, `call ${at}`).toBe(true);
        await expectSound(store, `${fault} at call ${at} (${calls[at]})`);
        survived("faults", "collections");
        rmSync(store, { recursive: true });
      }
    },
  );

  it(`that a power failure cuts off after any write call loses nothing (seed ${SEED})`, async () => {
    await cutPower<null>({
      ...{ name: "collections", before, first: null },
      work: collect,
      judge: ({ store, where }) => expectSound(store, where),
    });
  });
});
