import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { StrataError } from "../errors.ts";
import { type Fault, FaultyFileWrites } from "../testing/faulty-files.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { PowerLossFileWrites } from "../testing/power-loss.ts";
import { seededBytes } from "../testing/trees.ts";
import { openTestWriter, plainContext } from "../testing/writers.ts";
import type { Writer } from "../threads/writer.ts";

const FAULTS: readonly Fault[] = ["ENOSPC", "EIO", "short"];
/** More than fits the loose table, so that packs are written. */
const LARGE = seededBytes(2, 2_500_000);

/** A store with the label `main` and a mount of it, in which `written` was written. */
async function prepare(store: string): Promise<void> {
  const folder = join(store, "../folder");
  writeTree(folder, { "a.txt": "one", "sub/b.bin": seededBytes(1, 90_000) });
  const writer = openTestWriter(store);
  const { id } = await writer.import({ paths: [folder], label: "main" }, plainContext());
  const mount = writer.mounts.open({ base: id, label: "main" });
  await writer.mounts.change({ id: mount.id, change: write("written", Buffer.from("before")) });
  writer.close();
}

const write = (path: string, bytes: Uint8Array) => ({ do: "write", path, bytes }) as const;
const MOUNT = 1;

/** What a store is seen to hold by a new process. */
async function inspect(store: string) {
  const writer = openTestWriter(store);
  try {
    const mount = writer.mounts.mount(MOUNT);
    const read = async (path: string) => (await mount.readFile(path)).length;
    const { problems } = await writer.verify(undefined, plainContext());
    const label = await writer.mounts.push({ id: MOUNT, message: "", force: false, override: false });
    return { problems, a: await read("a.txt"), written: await read("written"), push: label.status };
  } finally {
    writer.close();
  }
}

describe("working in a mount on a disk that fails", () => {
  let before: string;

  beforeAll(async () => {
    before = join(temporaryFolder(), "before");
    await prepare(before);
  });

  /** Runs some work with one fault after the other, until it has had them all. */
  async function withFaults(fault: Fault, work: (writer: Writer) => Promise<unknown>) {
    for (let at = 0; ; at++) {
      const store = join(temporaryFolder(), "store");
      cpSync(before, store, { recursive: true });
      const files = new FaultyFileWrites(at, fault);
      let outcome: unknown;
      let writer: Writer | undefined;
      try {
        writer = openTestWriter(store, files);
        outcome = await work(writer);
      } catch (thrown) {
        outcome = thrown;
      } finally {
        writer?.close();
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
    }
  }

  it.each(FAULTS)("W6: with %s anywhere in a write leaves the file as it was", async (fault) => {
    const faults = await withFaults(fault, (writer) =>
      writer.mounts.change({ id: MOUNT, change: write("a.txt", LARGE) }),
    );
    expect(faults).toBeGreaterThan(4);
  });

  it.each(FAULTS)("with %s anywhere in a stream leaves the file as it was", async (fault) => {
    const faults = await withFaults(fault, async (writer) => {
      const pour = writer.mounts.pour({ id: MOUNT, path: "a.txt" });
      try {
        await writer.mounts.feed({ pour, bytes: LARGE });
        await writer.mounts.feed({ pour, bytes: LARGE });
      } catch (thrown) {
        await writer.mounts.endPour({ pour, keep: false });
        throw thrown;
      }
      await writer.mounts.endPour({ pour, keep: true });
    });
    expect(faults).toBeGreaterThan(4);
  });
});

it("what was written and pushed is there after a power failure", async () => {
  const store = join(temporaryFolder(), "store");
  await prepare(store);
  const files = new PowerLossFileWrites();
  const writer = openTestWriter(store, files);
  await writer.mounts.change({ id: MOUNT, change: write("a.txt", LARGE) });
  expect(await writer.pushMount({ id: MOUNT, message: "", force: false, override: false })).toMatchObject({
    status: "advanced",
  });
  await writer.mounts.change({ id: MOUNT, change: write("written", LARGE) });
  await writer.settle();
  writer.close();
  files.fail();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(store, `index.db${suffix}`), { force: true });
  expect(await inspect(store)).toEqual({
    problems: [],
    a: LARGE.length,
    written: LARGE.length,
    push: "advanced",
  });
});
