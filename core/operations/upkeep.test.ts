import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { operations } from "./table.ts";

describe("upkeep after a move", () => {
  it("that fails is a warning, never a failure of what it came after; the next one makes up for it", async () => {
    const root = temporaryFolder();
    const [folder, store] = [join(root, "folder"), join(root, "store")];
    writeTree(folder, { a: "one" });
    const runner = new TestRunner(store, { lockWait: 20 });
    await runner.run(operations.import, { paths: [folder], label: "main" });

    const other = openDatabase(join(store, "index.db"));
    other.exec("BEGIN IMMEDIATE");
    writeFileSync(join(folder, "a"), "two");
    const report = await runner.run(operations.import, { paths: [folder], label: "main" });
    expect(report.moved).toBe(true);
    expect(report.warnings.map(({ path, reason }) => [path, reason.split(" failed: ")[0]])).toEqual([
      ["", "The snapshot is safe, but remembering what was read"],
      ["", "The snapshot is safe, but indexing the changes"],
    ]);
    other.exec("ROLLBACK");
    other.close();

    writeFileSync(join(folder, "a"), "three");
    const next = await runner.run(operations.import, { paths: [folder], label: "main" });
    expect(next).toMatchObject({ moved: true, warnings: [] });
    await runner.settle();
    runner.close();
  });
});
