import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { FileWrites } from "../files/file-writes.ts";
import { hashId } from "../hash.ts";
import type { ObjectId } from "../ids.ts";
import { TestRunner } from "../testing/operations.ts";
import { flipBit, framesOf, frameWith, packOf, sample, smallBytes } from "../testing/sample-store.ts";
import { openTestStore } from "../testing/stores.ts";
import type { RepairReport } from "./repair.ts";
import { operations } from "./table.ts";

/** The file of a pack. */
export const path = (pack: string) => join(sample.folder, "packs", pack);
/** Returns the names of what was set aside. */
export const setAside = () => {
  const folder = join(sample.folder, "set-aside");
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

/** Works on the store of the test as a process of its own would. */
export async function withRunner<T>(
  work: (runner: TestRunner) => Promise<T>,
  files?: FileWrites,
): Promise<T> {
  const runner = new TestRunner(sample.folder, files && { files });
  try {
    return await work(runner);
  } finally {
    runner.close();
  }
}

export const plan = () =>
  withRunner((runner) => runner.run(operations.planRepair, { restoreDatabase: false }));
export const repair = (files?: FileWrites): Promise<RepairReport> =>
  withRunner((runner) => runner.run(operations.repair, { restoreDatabase: false }), files);
export const problems = async () =>
  (await withRunner((runner) => runner.run(operations.verify, "full"))).problems;

/** Returns which of the objects that a pack had can be read. */
export async function readable(ids: readonly ObjectId[]): Promise<ObjectId[]> {
  const store = openTestStore(sample.folder);
  try {
    const found = await Promise.all(
      ids.map((id) =>
        store.objects.get(id).then(
          () => id,
          () => undefined,
        ),
      ),
    );
    return found.flatMap((id) => id ?? []);
  } finally {
    store.close();
  }
}

/** Damages one small file's content. Returns its pack, its id, and all objects of the pack. */
export function damageOne() {
  const [pack, id] = [packOf("content"), hashId(smallBytes(5))];
  const objects = framesOf(pack).flatMap((frame) => frame.objects.map((object) => object.id));
  const frame = frameWith(pack, id);
  const at = frame.objects.findIndex((object) => object.id === id) * smallBytes(5).length;
  flipBit(path(pack), frame.offset + at + 5);
  return { pack, id, objects };
}
