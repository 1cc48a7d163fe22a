import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { seededBytes } from "../testing/trees.ts";
import { operations } from "./table.ts";

it("collects by itself once a day, unless that is turned off, and notes it", async () => {
  const root = temporaryFolder();
  const runner = new TestRunner(join(root, "store"));
  for (const seed of [1, 2, 3]) {
    writeTree(join(root, "folder"), { "a.bin": seededBytes(seed, 1_200_000) });
    await runner.run(operations.import, { paths: [join(root, "folder")], label: "work" });
  }
  await runner.run(operations.setRetention, { label: "work", retention: { keep: "last", moves: 1 } });
  await runner.run(operations.setCollecting, false);
  expect(await runner.run(operations.collectIfDue, undefined)).toBeNull();
  await runner.run(operations.setCollecting, true);
  expect(await runner.run(operations.collectIfDue, undefined)).toMatchObject({ prunedEntries: 2 });
  expect(await runner.run(operations.collectIfDue, undefined)).toBeNull();
  const { lastCollection, collectsDaily } = await runner.run(operations.space, undefined);
  expect(lastCollection).toMatchObject({ automatic: true, moves: 2 });
  expect(collectsDaily).toBe(true);
  runner.close();
});
