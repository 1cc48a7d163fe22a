import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { FileWrites } from "../files/file-writes.ts";
import { hashId } from "../hash.ts";
import type { SnapshotId } from "../ids.ts";
import { readWhole } from "../manifest/content.ts";
import { rangeEntries } from "../manifest/read.ts";
import { SEED } from "../testing/campaign.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { cutPower } from "../testing/power-cuts.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { operations } from "./table.ts";

const MOUNT = 1;
/** More than fits the loose table, so that packs are written. */
const LARGE = seededBytes(2, 2_500_000);

async function withRunner<T>(store: string, work: (runner: TestRunner) => Promise<T>, files?: FileWrites) {
  const runner = new TestRunner(store, files && { files });
  try {
    const done = await work(runner);
    await runner.settle();
    return done;
  } finally {
    runner.close();
  }
}

const importFrom = (store: string, folder: string, files?: FileWrites) =>
  withRunner(store, (runner) => runner.run(operations.import, { paths: [folder], label: "main" }), files);
const problemsOf = async (store: string) =>
  (await withRunner(store, (runner) => runner.run(operations.verify, "full"))).problems;

/** The snapshots that `main` was moved to, oldest first. */
function movesOf(store: string): (SnapshotId | null)[] {
  const { labels, close } = openTestStore(store);
  try {
    return labels.resolveSync("main") === undefined ? [] : labels.logSync("main").map(({ to }) => to);
  } finally {
    close();
  }
}

/** The content of a file, in the latest snapshot of `main`. */
async function headFile(store: string, path: string): Promise<Uint8Array | undefined> {
  const { labels, nodes, objects, close } = openTestStore(store);
  try {
    const head = labels.resolveSync("main")?.head ?? expect.unreachable();
    for await (const [at, entry] of rangeEntries(nodes, head)) {
      if (at === path) return await readWhole(objects, entry);
    }
    return undefined;
  } finally {
    close();
  }
}

let folder: string;
let before: string;
let first: SnapshotId;

beforeAll(async () => {
  const root = temporaryFolder();
  [folder, before] = [join(root, "folder"), join(root, "before")];
  writeTree(folder, { "a.txt": "one", "sub/b.bin": seededBytes(1, 90_000) });
  first = (await importFrom(before, folder)).id;
  writeTree(folder, { "a.txt": "two", "sub/big.bin": LARGE, "sub/c.bin": seededBytes(3, 50_000) });
});

describe("a power failure after any write call", () => {
  it(`of an import loses no acknowledged move, and the import can be run again (seed ${SEED})`, async () => {
    const second = (await importFrom(join(temporaryFolder(), "trial"), folder)).id;
    const calls = await cutPower<readonly SnapshotId[]>({
      ...{ name: "imports", before, first: [first] },
      async work(store, files, acknowledge) {
        const { id } = await importFrom(store, folder, files);
        acknowledge([first, id]);
      },
      async judge({ store, acknowledged, where }) {
        expect(await problemsOf(store), where).toEqual([]);
        expect(movesOf(store).slice(0, acknowledged.length), where).toEqual(acknowledged);
        await importFrom(store, folder);
        expect(movesOf(store), where).toEqual([first, second]);
        expect(await problemsOf(store), where).toEqual([]);
      },
    });
    expect(new Set(calls)).toEqual(new Set(["create", "write", "sync", "rename", "syncFolder"]));
  });

  it(`of the import that creates a store leaves a folder in which it can be run again (seed ${SEED})`, async () => {
    await cutPower<null>({
      ...{ name: "creations of stores", before: undefined, first: null },
      work: (store, files) => importFrom(store, folder, files),
      async judge({ store, where }) {
        const { id } = await importFrom(store, folder);
        expect(movesOf(store), where).toEqual([id]);
        expect(await problemsOf(store), where).toEqual([]);
      },
    });
  });

  it(`of writing to a working copy and pushing it loses neither, and it can be pushed again (seed ${SEED})`, async () => {
    const mounted = join(temporaryFolder(), "mounted");
    await importInto(mounted);
    interface Done {
      readonly written: boolean;
      readonly moves: readonly (SnapshotId | null)[];
    }
    const change = { do: "write", path: "written", bytes: LARGE } as const;
    const request = { id: MOUNT, message: "", force: false, override: false };
    const calls = await cutPower<Done>({
      ...{ name: "pushes", before: mounted, first: { written: false, moves: movesOf(mounted) } },
      work: (store, files, acknowledge) =>
        withRunner(
          store,
          async (runner) => {
            await runner.run(operations.changeMount, { id: MOUNT, change });
            acknowledge({ written: true, moves: movesOf(mounted) });
            const pushed = await runner.run(operations.pushMount, request);
            if (pushed.status !== "advanced") throw new Error(pushed.status);
            acknowledge({ written: true, moves: [...movesOf(mounted), pushed.id] });
          },
          files,
        ),
      async judge({ store, acknowledged: { written, moves }, where }) {
        expect(await problemsOf(store), where).toEqual([]);
        expect(movesOf(store).slice(0, moves.length), where).toEqual(moves);
        if (!written)
          await withRunner(store, (runner) => runner.run(operations.changeMount, { id: MOUNT, change }));
        await withRunner(store, (runner) => runner.run(operations.pushMount, request));
        expect(hashId((await headFile(store, "written")) ?? Buffer.of()), where).toBe(hashId(LARGE));
        expect(movesOf(store), where).toHaveLength(2);
        expect(await problemsOf(store), where).toEqual([]);
      },
    });
    expect(new Set(calls)).toEqual(new Set(["create", "write", "sync", "rename", "syncFolder"]));

    async function importInto(store: string): Promise<void> {
      const live = join(temporaryFolder(), "live");
      writeTree(live, { "a.txt": "one", "sub/b.bin": seededBytes(1, 90_000) });
      const { id } = await importFrom(store, live);
      await withRunner(store, (runner) => runner.run(operations.openMount, { base: id, label: "main" }));
    }
  });
});
