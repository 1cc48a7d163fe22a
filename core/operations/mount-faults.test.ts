import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { StrataError } from "../errors.ts";
import { MountReader } from "../mount/mount-reader.ts";
import { SqliteUpperReader } from "../mount/sqlite-upper.ts";
import { survived } from "../testing/campaign.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { PowerLossFileWrites } from "../testing/power-loss.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import { operations } from "./table.ts";

const FAULTS: readonly Fault[] = ["ENOSPC", "EIO", "short"];
/** More than fits the loose table, so that packs are written. */
const LARGE = seededBytes(2, 2_500_000);

/** A store with the label `main` and a mount of it, in which `written` was written. */
async function prepare(store: string): Promise<void> {
  const folder = join(store, "../folder");
  writeTree(folder, { "a.txt": "one", "sub/b.bin": seededBytes(1, 90_000) });
  const runner = new TestRunner(store);
  const { id } = await runner.run(operations.import, { paths: [folder], label: "main" });
  const mount = await runner.run(operations.openMount, { base: id, label: "main" });
  await runner.run(operations.changeMount, { id: mount.id, change: write("written", Buffer.from("before")) });
  runner.close();
}

const write = (path: string, bytes: Uint8Array) => ({ do: "write", path, bytes }) as const;
const MOUNT = 1;

/** Reads a store's state as a new process would. */
async function inspect(store: string) {
  const runner = new TestRunner(store);
  const { db, nodes, close } = openTestStore(store);
  const mount = new MountReader(new SqliteUpperReader(db, MOUNT), nodes);
  try {
    const read = async (path: string) => (await mount.readFile(path)).length;
    const { problems } = await runner.run(operations.verify, undefined);
    const label = await runner.run(operations.pushMount, {
      id: MOUNT,
      message: "",
      force: false,
      override: false,
    });
    return { problems, a: await read("a.txt"), written: await read("written"), push: label.status };
  } finally {
    close();
    runner.close();
  }
}

describe("working in a mount on a disk that fails", () => {
  let before: string;

  beforeAll(async () => {
    before = join(temporaryFolder(), "before");
    await prepare(before);
  });

  /** Runs some work with one fault after the other, until it has had them all. */
  async function withFaults(fault: Fault, name: string, work: (runner: TestRunner) => Promise<unknown>) {
    for (let at = 0; ; at++) {
      const store = join(temporaryFolder(), "store");
      cpSync(before, store, { recursive: true });
      const files = new FaultyFileWrites(at, fault);
      let outcome: unknown;
      let runner: TestRunner | undefined;
      try {
        runner = new TestRunner(store, { files });
        outcome = await work(runner);
      } catch (thrown) {
        outcome = thrown;
      } finally {
        runner?.close();
      }
      const found = await inspect(store);
      rmSync(store, { recursive: true });
      const where = `${fault} at call ${at} (${files.calls[at]})`;
      expect(found.problems, where).toEqual([]);
      if (!files.failed) {
        expect(outcome, where).not.toBeInstanceOf(Error);
        return at;
      }
      if (outcome instanceof Error) {
        const { code } = outcome instanceof StrataError ? outcome : (outcome as NodeJS.ErrnoException);
        expect(["DiskFull", "WriteFailed", "ENOSPC", "EIO"], where).toContain(code);
        // Nothing of it is there, and what was written before is.
        expect(found, where).toMatchObject({ a: 3, written: 6, push: "advanced" });
      }
      survived("faults", name);
    }
  }

  it.each(FAULTS)("W6: with %s anywhere in a write leaves the file as it was", async (fault) => {
    const faults = await withFaults(fault, "changes of working copies", (runner) =>
      runner.run(operations.changeMount, { id: MOUNT, change: write("a.txt", LARGE) }),
    );
    expect(faults).toBeGreaterThan(4);
  });

  it.each(FAULTS)("with %s anywhere in a stream leaves the file as it was", async (fault) => {
    const faults = await withFaults(fault, "streams into working copies", async (runner) => {
      const upload = await runner.run(operations.beginUpload, { id: MOUNT, path: "a.txt" });
      try {
        await runner.run(operations.feedUpload, { upload, bytes: LARGE });
        await runner.run(operations.feedUpload, { upload, bytes: LARGE });
      } catch (thrown) {
        await runner.run(operations.endUpload, { upload, keep: false });
        throw thrown;
      }
      await runner.run(operations.endUpload, { upload, keep: true });
    });
    expect(faults).toBeGreaterThan(4);
  });
});

it("what was written and pushed is there after a power failure", async () => {
  const store = join(temporaryFolder(), "store");
  await prepare(store);
  const files = new PowerLossFileWrites();
  const runner = new TestRunner(store, { files });
  await runner.run(operations.changeMount, { id: MOUNT, change: write("a.txt", LARGE) });
  expect(
    await runner.run(operations.pushMount, { id: MOUNT, message: "", force: false, override: false }),
  ).toMatchObject({
    status: "advanced",
  });
  await runner.run(operations.changeMount, { id: MOUNT, change: write("written", LARGE) });
  await runner.settle();
  runner.close();
  files.fail();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
  expect(await inspect(store)).toEqual({
    problems: [],
    a: LARGE.length,
    written: LARGE.length,
    push: "advanced",
  });
});
