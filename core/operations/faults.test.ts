import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { StrataError } from "../errors.ts";
import type { FileWrites } from "../files/file-writes.ts";
import type { SnapshotId } from "../ids.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { takeSnapshot } from "../snapshot/take.ts";
import { survived } from "../testing/campaign.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { LocalContentWorker } from "../testing/local-worker.ts";
import { TestRunner } from "../testing/operations.ts";
import { PowerLossFileWrites } from "../testing/power-loss.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { operations } from "./table.ts";

const FAULTS: readonly Fault[] = ["ENOSPC", "EIO", "short"];

/** A folder in its first and second state; the second brings more than fits the loose table. */
function writeFirst(folder: string): void {
  writeTree(folder, { "a.txt": "one", "sub/b.bin": seededBytes(1, 90_000), "empty/": null });
}
function writeSecond(folder: string): void {
  writeTree(folder, {
    "a.txt": "two",
    "sub/big.bin": seededBytes(2, 2_500_000),
    "sub/c.bin": seededBytes(3, 50_000),
  });
}

/** Imports a folder under the label `main`. */
async function importInto(store: string, folder: string, files: FileWrites = new FaultyFileWrites()) {
  const runner = new TestRunner(store, { files });
  try {
    return await runner.run(operations.import, { paths: [folder], label: "main" });
  } finally {
    runner.close();
  }
}

/** Opens the store as a new process would, and checks everything in it. */
async function inspect(
  store: string,
): Promise<{ head: SnapshotId | null; log: (SnapshotId | null)[]; problems: readonly unknown[] }> {
  const runner = new TestRunner(store);
  const { problems } = await runner.run(operations.verify, undefined);
  runner.close();
  const opened = openTestStore(store);
  try {
    const known = opened.labels.resolveSync("main");
    const log = known === undefined ? [] : opened.labels.logSync("main").map(({ to }) => to);
    return { head: known?.head ?? null, log, problems };
  } finally {
    opened.close();
  }
}

describe("a write that fails", () => {
  let first: SnapshotId;
  let second: SnapshotId;
  /** A store that holds the first state, to be copied. */
  let before: string;
  let folder: string;
  let calls: FaultyFileWrites["calls"];

  beforeAll(async () => {
    const root = temporaryFolder();
    before = join(root, "before");
    folder = join(root, "folder");
    writeFirst(folder);
    first = (await importInto(before, folder)).id;
    writeSecond(folder);
    const counting = new FaultyFileWrites();
    const trial = join(root, "trial");
    cpSync(before, trial, { recursive: true });
    second = (await importInto(trial, folder, counting)).id;
    calls = counting.calls;
  });

  it("is tried at every kind of call that an import makes", () => {
    expect(new Set(calls)).toEqual(new Set(["create", "write", "sync", "rename", "syncFolder"]));
  });

  it.each(FAULTS)(
    "with %s anywhere in an import leaves the store sound, and the import can be run again",
    async (fault) => {
      for (const at of calls.keys()) {
        const store = join(temporaryFolder(), "store");
        cpSync(before, store, { recursive: true });
        const files = new FaultyFileWrites(at, fault);
        const outcome = await importInto(store, folder, files).catch((thrown: unknown) => thrown);
        const where = `${fault} at call ${at} (${calls[at]})`;
        expect(files.failed, where).toBe(true);

        const { head, log, problems } = await inspect(store);
        expect(problems, where).toEqual([]);
        if (outcome instanceof Error) {
          expect(outcome, where).toBeInstanceOf(Error);
          const code =
            outcome instanceof StrataError ? outcome.code : (outcome as NodeJS.ErrnoException).code;
          expect(["DiskFull", "WriteFailed", "ENOSPC", "EIO"], where).toContain(code);
          expect({ head, log }, where).toEqual({ head: first, log: [first] });
        } else {
          // Only upkeep after the move may fail without failing the import, and it says so.
          expect(outcome, where).toMatchObject({ id: second, moved: true });
          expect({ head, log }, where).toEqual({ head: second, log: [first, second] });
        }
        await importInto(store, folder);
        expect(await inspect(store), where).toEqual({ head: second, log: [first, second], problems: [] });
        survived("faults", "imports");
        rmSync(store, { recursive: true });
      }
    },
  );

  it.each(FAULTS)(
    "with %s anywhere in creating a store leaves a folder in which it can be created",
    async (fault) => {
      const counting = new FaultyFileWrites();
      new TestRunner(join(temporaryFolder(), "store"), { files: counting }).close();
      const keepingRoom = counting.calls.lastIndexOf("create");
      expect(keepingRoom).toBeGreaterThan(5);
      for (const at of counting.calls.keys()) {
        const store = join(temporaryFolder(), "store");
        const opening = () => new TestRunner(store, { files: new FaultyFileWrites(at, fault) }).close();
        // Room that cannot be kept for a full disk keeps no store from being made.
        if (at < keepingRoom) expect(opening, `call ${at}`).toThrow();
        else opening();
        expect(await importInto(store, folder), `call ${at}`).toMatchObject({ id: second, moved: true });
        survived("faults", "creations of stores");
      }
    },
  );

  it.each(FAULTS)("with %s anywhere in a push moves no label to what is not there", async (fault) => {
    const run = async (files: FaultyFileWrites) => {
      const store = join(temporaryFolder(), "store");
      cpSync(before, store, { recursive: true });
      const opened = openTestStore(store, undefined, files);
      const objects = opened.stage();
      const nodes = new NodeStore(objects);
      let pushed: unknown;
      try {
        const taken = await takeSnapshot({
          paths: [folder],
          storeFolder: store,
          settings: {},
          head: first,
          posixModes: true,
          objects,
          nodes,
          cache: opened.cache,
          workers: [new LocalContentWorker(opened.profile)],
        });
        pushed = objects.flushWith(() =>
          opened.labels.casSync({ label: "main", op: "push", to: taken.id }, first),
        );
      } catch (thrown) {
        pushed = thrown;
        objects.discard();
      }
      opened.close();
      return { pushed, after: await inspect(store) };
    };
    const counting = new FaultyFileWrites();
    await run(counting);
    for (const at of counting.calls.keys()) {
      const { pushed, after } = await run(new FaultyFileWrites(at, fault));
      const where = `${fault} at call ${at} (${counting.calls[at]})`;
      expect(pushed, where).toMatchObject({ code: fault === "EIO" ? "EIO" : "DiskFull" });
      expect(after, where).toEqual({ head: first, log: [first], problems: [] });
      survived("faults", "pushes");
    }
  });
});

describe("an import that could not make its last pack's name durable", () => {
  it("leaves nothing behind that the next one would rely upon", async () => {
    const root = temporaryFolder();
    const [store, folder] = [join(root, "store"), join(root, "folder")];
    writeFirst(folder);
    await importInto(store, folder);
    writeSecond(folder);
    for (const call of ["syncFolder", "rename"] as const) {
      // The disk forgets what was not synced, and the first attempt fails at the last step of a pack.
      const files = new PowerLossFileWrites();
      let failing = true;
      const failOnce = (): void => {
        if (!failing) return;
        failing = false;
        throw Object.assign(new Error("EIO: injected"), { code: "EIO" });
      };
      const faulty: FileWrites = {
        create: (path) => files.create(path),
        rename: (from, to) => {
          files.rename(from, to);
          if (call === "rename") failOnce();
        },
        syncFolder: (path) => {
          if (call === "syncFolder" && path.endsWith("packs")) failOnce();
          files.syncFolder(path);
        },
        makeFolder: (path) => files.makeFolder(path),
        link: (target, path) => files.link(target, path),
        remove: (path) => files.remove(path),
      };
      const copy = join(root, `store-${call}`);
      cpSync(store, copy, { recursive: true });
      await expect(importInto(copy, folder, faulty)).rejects.toMatchObject({ code: "EIO" });
      const { id } = await importInto(copy, folder, faulty);
      files.fail();
      for (const suffix of ["", "-wal", "-shm"]) rmSync(join(copy, `index.db${suffix}`), { force: true });
      expect(await inspect(copy), call).toMatchObject({ head: id, problems: [] });
    }
  });
});

describe("a power failure", () => {
  it("right after an import was reported takes nothing of it away", async () => {
    const root = temporaryFolder();
    const [store, folder] = [join(root, "store"), join(root, "folder")];
    const ids: SnapshotId[] = [];
    const files = new PowerLossFileWrites();
    for (const write of [
      writeFirst,
      writeSecond,
      (to: string) => writeFileSync(join(to, "small"), "small"),
    ]) {
      write(folder);
      const runner = new TestRunner(store, { files });
      ids.push((await runner.run(operations.import, { paths: [folder], label: "main" })).id);
      runner.close();
    }
    files.fail();
    // The derived database is not synced with every change: the worst is that all of it is gone.
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
    expect(await inspect(store)).toEqual({ head: ids[2], log: ids, problems: [] });
  });
});
